"""A text with places to fill, and what is written into them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

SHOWN = 12


class Words(NamedTuple):
    """What is so, and how to mend it, if there is something to mend. Names in braces are filled in."""

    says: str
    mend: str = ""


def gettext_noop(text: str) -> str:
    """Return the text itself: it marks what can be translated, for programs that run with and without translations."""
    return text


def filled(text: str, details: Mapping[str, object], *, translated: Callable[[str], str] = str) -> str:
    """Return a text with its details, in another language if `translated` knows it."""
    return translated(text).format(**{name: written(value) for name, value in details.items()})


def written(value: object) -> str:
    """Return a detail as people write it: thousands apart, a long list cut."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple | list):
        more = f" … ({len(value):,})" if len(value) > SHOWN else ""
        return ", ".join(map(str, value[:SHOWN])) + more
    return str(value)
