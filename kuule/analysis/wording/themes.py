"""What a theme is called."""

from __future__ import annotations

from kuule.analysis.results import Theme

ENGLISH = "en"


def theme_name(theme: Theme, language: str = ENGLISH) -> str:
    """Return the name of a theme in a language, else in English, else in the first that it has."""
    return theme.name.get(language) or theme.name.get(ENGLISH) or next(iter(theme.name.values()))
