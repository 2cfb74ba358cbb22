"""Fields that make what people type fit to be shown, and the choices of languages and time zones."""

import re
import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO

from kuule.ui.clean import visible_text

Choices = list[tuple[str, Any]]


class LineField(forms.CharField):
    """One line of text: invisible characters are dropped and runs of white space become one blank."""

    def to_python(self, value: Any) -> Any:
        """Return the cleaned line."""
        text = super().to_python(value)
        return " ".join(visible_text(text.replace("\0", "")).split()) if isinstance(text, str) else text

    def run_validators(self, value: Any) -> None:
        """Check the cleaned line, which may be empty now."""
        self.validate(value)
        super().run_validators(value)


class AddressField(forms.EmailField):
    """An e-mail address, kept in lower case."""

    def to_python(self, value: Any) -> Any:
        """Return the address without blanks around it and in lower case."""
        address = super().to_python(value)
        return address.lower() if isinstance(address, str) else address


@cache
def survey_languages() -> Choices:
    """Return every language that has a name, in its own words, for surveys and mails."""
    named = [(code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info]
    return sorted(named, key=lambda choice: choice[1].casefold())


@cache
def time_zones() -> Choices:
    """Return the time zones by continent, as grouped choices."""
    groups: dict[str, Choices] = {}
    for name in sorted(zoneinfo.available_timezones()):
        continent, _, place = name.partition("/")
        if place and continent not in ("Etc", "posix", "right", "SystemV"):
            groups.setdefault(continent, []).append((name, place.replace("_", " ").replace("/", " – ")))
    return [("", [("UTC", "UTC")]), *groups.items()]


SHORT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
