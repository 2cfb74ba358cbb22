"""Names of people in Finnish comments, in any case form, told from other words by Voikko."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from kuule.text.voikko import Reading, is_installed, readings

_FIRST, _LAST, _PLACE, _OTHER_NAME = "etunimi", "sukunimi", "paikannimi", "nimi"
_PERSON = frozenset({_FIRST, _LAST})
_ANY_NAME = frozenset({*_PERSON, _PLACE, _OTHER_NAME})
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Nieminen, which Voikko knows as a place, and Mäkinen, which might be a hilly one, are families in nearly all comments;
# Karjalainen may be who comes from there.
_FAMILY = re.compile(".*(?<!lai)(?<!läi)nen")
# Frequent first names that are also places or words, but words that comments hardly ever begin with, such as a shoal.
_MOSTLY_NAMES = frozenset(
    {
        *(
            "ahti",
            "aleksi",
            "emilia",
            "harri",
            "hilkka",
            "hilla",
            "inkeri",
            "jukka",
            "kaarina",
            "kari",
            "kerttu",
            "kirsi",
        ),
        *("lotta", "mari", "maria", "marjatta", "matti", "orvokki", "otso", "pinja", "päivi", "ritva"),
        *("sanna", "sari", "tapani", "teemu", "terttu", "urho", "vesa", "virpi", "vuokko"),
    }
)


class _Kind(Enum):
    """How sure it is that a word with a capital names a person."""

    SURE = "no other reading"
    MAYBE = "a name or an ordinary word"
    AFTER_FIRST_NAME = "a place or unknown: a family name where a first name stands before it"
    NO = "an ordinary word"


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def finnish_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names of people stand: text[start:end].

    A word with a capital is a name if Voikko knows it as a first or family name only ("Virtaselle"), also at the
    beginning of a sentence. One that is an ordinary word too ("Toivo", "Ilona") is a name inside a sentence, or beside
    another name ("Toivo Mäkelä"); alone at the beginning it is left, because there any word has a capital. After a
    first name an unknown word or a place with a capital is the family name ("Anna Smith"). Words in small letters are
    left. Without Voikko nothing is found.
    """
    if not is_installed():
        return
    words = [_Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    after_first_name = False
    for place, word in enumerate(words):
        beside = place > 0 and _is_blank(text[words[place - 1].end : word.start])
        if word.text[0].isupper() and _is_name(words, place, text, after_first_name=after_first_name and beside):
            yield word.start, word.end
            after_first_name = any(part.kind == _FIRST for part in _readings(word.text))
        else:
            after_first_name = False


def _is_name(words: Sequence[_Word], place: int, text: str, *, after_first_name: bool) -> bool:
    kind = _kind(words[place].text)
    if kind is _Kind.SURE:
        return True
    if kind is _Kind.AFTER_FIRST_NAME:
        return after_first_name
    return kind is _Kind.MAYBE and (
        after_first_name or not _opens_sentence(words, place, text) or _name_follows(words, place, text)
    )


def _kind(word: str) -> _Kind:
    found = _readings(word)
    kinds = {reading.kind for reading in found}
    if not found:
        return _Kind.AFTER_FIRST_NAME
    if kinds <= _PERSON or any(reading.base.casefold() in _MOSTLY_NAMES for reading in found):
        return _Kind.SURE
    if kinds & {_LAST, _PLACE} and all(_FAMILY.fullmatch(reading.base) for reading in found):
        return _Kind.SURE
    if kinds & _PERSON:
        return _Kind.MAYBE
    return _Kind.AFTER_FIRST_NAME if kinds & _ANY_NAME else _Kind.NO


def _readings(word: str) -> frozenset[Reading]:
    """Return the readings of a word, or of the parts of a double name that Voikko does not know as one."""
    found = readings(word)
    if found or "-" not in word:
        return found
    return frozenset(reading for part in word.split("-") for reading in readings(part))


def _opens_sentence(words: Sequence[_Word], place: int, text: str) -> bool:
    """Tell whether a capital says nothing here: at the beginning, and where all letters are capitals."""
    if place == 0 or _is_shouted(words[place].text):
        return True
    return bool(text[words[place - 1].end : words[place].start].strip(" \u00a0,"))


def _name_follows(words: Sequence[_Word], place: int, text: str) -> bool:
    if place + 1 == len(words) or not _is_blank(text[words[place].end : words[place + 1].start]):
        return False
    following = words[place + 1].text
    kind = _kind(following)
    return kind is _Kind.SURE or (following[0].isupper() and not _is_shouted(following) and kind is not _Kind.NO)


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_blank(gap: str) -> bool:
    return gap in {" ", "\u00a0"}
