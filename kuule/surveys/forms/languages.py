"""Which language a draft gets."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from kuule.surveys.rules.languages import is_language
from kuule.ui.formats import language_word, own_name


class LanguageForm(forms.Form):
    """A language to add."""

    language = forms.ChoiceField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, present: Collection[str]) -> None:
        super().__init__(data, auto_id="id_add_%s")
        codes = {_code(code) for code, info in LANG_INFO.items() if "name" in info} - set(present)
        named = sorted(((language_word(code), code) for code in codes if is_language(code)), key=_by_name)
        self.fields["language"] = forms.ChoiceField(
            label=_("Add a language"), choices=[(code, f"{name} – {own_name(code)}") for name, code in named]
        )


def _code(code: str) -> str:
    base, _dash, rest = code.partition("-")
    return f"{base}-{rest.title() if len(rest) > 2 else rest.upper()}" if rest else base


def _by_name(choice: tuple[str, str]) -> str:
    return choice[0].casefold()
