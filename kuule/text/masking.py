"""Personal data in comments: where it stands, and the comment without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from kuule.text.checks import is_finnish_identity_code, is_iban, is_payment_card
from kuule.text.finnish_names import finnish_names

FINNISH = "fi"
LEAST_OF_A_NAME = 3
# Every repetition is bounded or begins where the one before has ended, so time grows with the text and no faster.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}")
_URL = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_IDENTITY_CODE = re.compile(r"(?<![\w+-])\d{6}[-+A-FU-Y]\d{3}[\dA-Y](?!\w)", re.IGNORECASE | re.ASCII)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z\d]){11,30}", re.IGNORECASE | re.ASCII)
# The digits of a long fraction are no card, though every tenth of them would pass its check.
_CARD = re.compile(r"(?<![\w+])(?<!\d[.,])\d(?:[ \u00a0-]?\d){12,18}(?!\w)", re.ASCII)
_GAP = r"[ \u00a0.\-\u2011/]"
_PHONE = re.compile(
    # +358 40 123 4567, 00 358 (0)40 …
    rf"(?<![\w+])(?:(?:\+ ?|00{_GAP}?)[1-9]\d{{0,2}}{_GAP}?(?:\(\d{{1,4}}\))?(?:{_GAP}?\d){{5,12}}"
    # 040 123 4567, (09) 123 4567, 070-123 45 67
    rf"|\(?0\d{{1,4}}\)?(?:{_GAP}{{0,2}}\d){{5,9}}"
    # (555) 123-4567, 555-123-4567
    rf"|(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])\d{{3}}[ .-]\d{{4}})(?![\w])",
    re.ASCII,
)
# What begins with 0 as a phone number does: days, hours, amounts of nothing and a fraction.
_NO_PHONE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{2}[./-]\d{2}|[0-2]\d[0-5]\d ?[-\u2011] ?[0-2]\d[0-5]\d"
    r"|[0-2]\d[.]?[0-5]\d ?- ?[0-2]\d[.]?[0-5]\d|0+[.]\d+",
    re.ASCII,
)
_TRAILING = ".,;:!?)]}'\"’”»…"
_GAPS = re.compile(r"[ \u00a0-]")


Place = tuple[int, int]
Look = Callable[[str], Iterable[Place]]


class Personal(StrEnum):
    """Kinds of personal data. The caller words the marks that stand in their place."""

    EMAIL = "email"
    URL = "url"
    IBAN = "iban"
    IDENTITY_CODE = "identity_code"
    CARD = "card"
    PHONE = "phone"
    NAME = "name"


class Span(NamedTuple):
    """Personal data at text[start:end]."""

    kind: Personal
    start: int
    end: int


def personal_spans(text: str, *, language: str = "", names: Iterable[str] = ()) -> tuple[Span, ...]:
    """Find personal data in a comment.

    Parameters
    ----------
    text : str
        What somebody wrote, of any length.
    language : str
        Its language, ISO 639-1. Names are looked for in Finnish alone, and where Voikko is installed.
    names : iterable of str
        Who may be meant: of each the whole name is looked for, and its parts of three letters or more where they begin
        with a capital, with an ending of up to five letters.

    Returns
    -------
    tuple of Span
        In the order of the text; no two overlap. An IBAN, a Finnish personal identity code and a payment card have to
        pass their own check; phone numbers are told by their form: with + or 00 before, with 0 in front, or as in
        North America.

    Notes
    -----
    Other names in other languages, addresses and what only context gives away are not found: a comment whose personal
    data is masked is safer, not anonymous.
    """
    found: list[Span] = []
    for kind, look in (*_looks(language), (Personal.NAME, _look_for(names))):
        spans = [Span(kind, start, end) for start, end in look(text)]
        # What is taken is gone for the kinds that follow; the places of the rest stay as they are.
        text = _replaced(text, spans, lambda span: "\n" * (span.end - span.start))
        found += spans
    return tuple(sorted(found, key=lambda span: span.start))


def masked(text: str, spans: Iterable[Span], marks: Mapping[Personal, str]) -> str:
    """Return a text with a mark, such as [phone], in place of each span; `marks` words every kind."""
    return _replaced(text, spans, lambda span: marks[span.kind])


def _replaced(text: str, spans: Iterable[Span], mark: Callable[[Span], str]) -> str:
    parts, shown = [], 0
    for span in spans:
        parts += [text[shown : span.start], mark(span)]
        shown = span.end
    return "".join(parts) + text[shown:]


def _looks(language: str) -> Iterator[tuple[Personal, Look]]:
    """Yield how each kind is looked for, the surest first."""
    yield Personal.URL, _addresses
    yield Personal.EMAIL, lambda text: (match.span() for match in _EMAIL.finditer(text))
    yield Personal.IBAN, _accounts
    yield Personal.IDENTITY_CODE, lambda text: _proven(text, _IDENTITY_CODE, is_finnish_identity_code)
    yield Personal.CARD, lambda text: _proven(text, _CARD, lambda found: is_payment_card(_GAPS.sub("", found)))
    yield Personal.PHONE, lambda text: _proven(text, _PHONE, lambda found: not _NO_PHONE.fullmatch(found))
    if language == FINNISH:
        yield Personal.NAME, finnish_names


def _look_for(names: Iterable[str]) -> Look:
    """Return what finds these names: too much rather than too little."""
    whole = {" ".join(name.split()) for name in names}
    parts = {part[0].upper() + part[1:] for name in whole for part in name.split() if len(part) >= LEAST_OF_A_NAME}
    either = [f"(?i:{re.escape(each)})" for each in whole if each]
    either += [re.escape(each) for each in parts]
    # Without a name nothing is found; an empty alternative would match everywhere.
    found = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(either, key=len, reverse=True)) or '(?!)'})\w{{0,5}}(?!\w)")
    return lambda text: (match.span() for match in found.finditer(text))


def _addresses(text: str) -> Iterator[Place]:
    for match in _URL.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(_TRAILING))


def _proven(text: str, pattern: re.Pattern[str], is_real: Callable[[str], bool]) -> Iterator[Place]:
    for match in pattern.finditer(text):
        if is_real(match[0]):
            yield match.span()


def _accounts(text: str) -> Iterator[Place]:
    """Yield IBANs; words that follow one look like more of it, so the longest part that is one counts."""
    for match in _IBAN.finditer(text):
        found, start = f"{match[0]} ", match.start()
        ends = (end for end in range(len(match[0]), 0, -1) if not found[end].isalnum())
        end = next((end for end in ends if is_iban(_GAPS.sub("", found[:end]))), None)
        if end is not None:
            yield start, start + end
