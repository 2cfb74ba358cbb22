"""Decisions about surveys and their texts, as pure functions."""

from collections.abc import Mapping

RELATIONSHIP = "relationship"
FAMILIES = (RELATIONSHIP,)

DRAFT, PUBLISHED, CLOSED = "draft", "published", "closed"
STATES = (DRAFT, PUBLISHED, CLOSED)

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

Texts = Mapping[str, str]


def text_for(texts: Texts, language: str, fallback: str = "en") -> str:
    """Return the text in a language: exact, else without its region, else the fall-back, else any, else ""."""
    for wanted in (language, language.partition("-")[0], fallback):
        if texts.get(wanted):
            return texts[wanted]
    return next(iter(texts.values()), "")


def fill(text: str, **values: str) -> str:
    """Put values into `{name}` places. Unknown places stay as they are; values are never read as places."""
    parts = text.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        filled.append(values[name] + rest if closed and name in values else "{" + part)
    return "".join(filled)


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language code."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
