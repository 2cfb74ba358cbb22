"""In which language somebody is asked."""

from collections.abc import Sequence


def language_for(wanted: str, *, offered: Sequence[str], fallback: str) -> str:
    """Return the language to ask in: the person's, else its base (`pt-br` → `pt`), else the company's, else the first.

    `offered` are the languages of the survey version; the result is one of them, or `fallback` if there is none.
    """
    for language in (wanted, wanted.partition("-")[0], fallback, fallback.partition("-")[0]):
        if language in offered:
            return language
    return offered[0] if offered else fallback
