"""What people said elsewhere: on which scale they rated it, and how a file writes that: pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kuule.contacts.rules.rows import PersonRow
from kuule.lib.ids import digest_of

STARS, TEN, THUMBS = "1-5", "1-10", "thumbs"
RATING_SCALES = (STARS, TEN, THUMBS)
UP, DOWN = 1.0, 0.0
ENDS = {STARS: (1.0, 5.0), TEN: (1.0, 10.0), THUMBS: (DOWN, UP)}
# Sources with the name they are always given, however a file spells it.
SOURCES = (
    *("Trustpilot", "Google", "Google Play", "App Store", "G2", "Capterra", "Facebook", "Instagram", "LinkedIn"),
    *("Reddit", "X", "YouTube"),
)
LONGEST_SOURCE, LONGEST_AUTHOR, LONGEST_HEADING, LONGEST_LINK = 60, 200, 300, 1_000
LONGEST_TEXT = 10_000
MOST_REACH = 2_000_000_000

SAID_AT, SOURCE, HEARD_ID, LINK, AUTHOR = "said_at", "source", "heard_id", "link", "author"
HEADING, TEXT, RATING, REACH = "heading", "words", "rating", "reach"
TARGETS = (SAID_AT, SOURCE, HEARD_ID, LINK, AUTHOR, HEADING, TEXT, RATING, REACH)

_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?", re.ASCII)
_OF = re.compile(rf"({_NUMBER.pattern})\s*(?:/|of|out of)\s*(5|10)(?:[.,]0)?(?:\s*stars?)?", re.ASCII)
_STARS = re.compile(rf"({_NUMBER.pattern})\s*(?:stars?|tähteä|tähti|stjärnor|stjerner|sterne)")
_FULL, _EMPTY = "★⭐", "☆✩"
_WORDS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_UP = frozenset(
    (
        *("👍", "up", "thumbs up", "thumb up", "like", "liked", "positive", "recommended", "recommends", "yes", "true"),
        "peukku ylös",
    )
)
_DOWN = frozenset(
    (
        *("👎", "down", "thumbs down", "thumb down", "dislike", "disliked", "negative", "not recommended", "no"),
        *("false", "peukku alas"),
    )
)


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as it was given, and the scale it is on."""

    value: float
    scale: str


@dataclass(slots=True)
class HeardRow:
    """What a good line says: who said what where, and when. `key` is its id there, or made of the line."""

    line: int
    person: PersonRow
    said_at: datetime
    source: str
    key: str
    link: str = ""
    author: str = ""
    heading: str = ""
    words: str = ""
    rating: Rating | None = None
    reach: int | None = None


def read_rating(text: str, scale: str) -> Rating | None:
    """Return a rating, None for what is none. A plain number is on `scale`; some ratings name their own.

    >>> read_rating("4/5", ""), read_rating("★★★☆☆", ""), read_rating("7", "1-10"), read_rating("7", "1-5")
    (Rating(value=4.0, scale='1-5'), Rating(value=3.0, scale='1-5'), Rating(value=7.0, scale='1-10'), None)
    """
    folded = " ".join(text.casefold().replace("\ufe0f", "").split())
    if found := _OF.fullmatch(folded):
        return _on(found[1], STARS if found[2] == "5" else TEN)
    if found := _STARS.fullmatch(folded):
        return _on(found[1], STARS)
    if folded and not folded.strip(_FULL + _EMPTY):
        return _on(str(sum(folded.count(star) for star in _FULL)), STARS)
    if folded in _WORDS:
        return Rating(_WORDS[folded], STARS)
    if folded in _UP or folded in _DOWN:
        return Rating(UP if folded in _UP else DOWN, THUMBS)
    return _on(folded, scale) if scale and _NUMBER.fullmatch(folded) else None


def guessed_scale(texts: Iterable[str]) -> str:
    """Return the scale that plain numbers seem to be on: the shorter one, unless a number is beyond it; "" without."""
    numbers = [_number(text) for text in map(str.strip, texts) if _NUMBER.fullmatch(text)]
    if not numbers:
        return ""
    if set(numbers) == {UP, DOWN}:
        return THUMBS
    return STARS if max(numbers) <= ENDS[STARS][1] else TEN


def named_source(text: str) -> str:
    """Return the name of a source as it is always written."""
    return {name.casefold(): name for name in SOURCES}.get(text.casefold(), text)


def is_web_link(text: str) -> bool:
    """Tell whether a text is an address that a browser may be sent to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, text))


def content_key(source: str, said_at: datetime, *said: str) -> str:
    """Return the id of something that has none where it was said: the same file again gives the same ids."""
    return f"content:{digest_of(source, said_at.isoformat(), *said)}"


def _on(number: str, scale: str) -> Rating | None:
    value = _number(number)
    least, most = ENDS[scale]
    is_whole = scale != THUMBS or value in (UP, DOWN)
    return Rating(value, scale) if least <= value <= most and is_whole else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
