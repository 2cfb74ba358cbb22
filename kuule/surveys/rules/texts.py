"""Texts in many languages: which one to show, and how names come into it."""

from collections.abc import Mapping, Sequence

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

Texts = Mapping[str, str]


def text_for(texts: Texts, language: str, fallback: str = "en") -> str:
    """Return the text in a language: exact, else without its region, else the fall-back, else any, else ""."""
    for wanted in (language, language.partition("-")[0], fallback):
        if texts.get(wanted):
            return texts[wanted]
    return next(iter(texts.values()), "")


def fallback_for(texts: Texts, language: str, fallback: str = "en") -> tuple[str, str]:
    """Return the language and the text that people read where a text lacks in theirs; ("", "") if there is none."""
    for wanted in (language.partition("-")[0], fallback, *texts):
        if wanted != language and texts.get(wanted):
            return wanted, texts[wanted]
    return "", ""


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


def isolated(value: str) -> str:
    """Wrap a name in direction isolates, so that it cannot reorder the sentence it is put in."""
    return f"\u2068{value}\u2069"


def best_language(accepted: str, offered: Sequence[str], fallback: str) -> str:
    """Return the offered language that an `Accept-Language` header likes best.

    Without a match: the fall-back if it is offered, else the first. Equal wishes are taken in the order of the
    header; `de-AT` is served by `de`. Only the first 30 wishes count.
    """
    by_tag = {language.lower(): language for language in offered}
    wishes = [_wish(part) for part in accepted.split(",")[:30]]
    for weight, tag in sorted(wishes, key=lambda wish: -wish[0]):
        for wanted in (tag, tag.partition("-")[0]):
            if weight > 0 and wanted in by_tag:
                return by_tag[wanted]
    return fallback if fallback in offered else next(iter(offered), fallback)


def _wish(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return float(weight.partition("=")[2] or 1), tag.strip().lower()
    except ValueError:
        return 0.0, ""
