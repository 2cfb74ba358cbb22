"""Comments that should reach a person soon: who is about to leave, speaks of lawyers, or was in danger."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from kuule.text.phrases import Phrases, Word, are_joined, words_of

# How many words before a phrase a negation reaches it.
REACH = 2
ByLanguage = Mapping[str, Sequence[str]]


class Reason(StrEnum):
    """Why a comment is urgent."""

    LEAVING = "leaving"
    LEGAL = "legal"
    SAFETY = "safety"


class Alarm(NamedTuple):
    """A phrase that makes a comment urgent, as it was given, and where it stands: text[start:end]."""

    reason: Reason
    phrase: str
    start: int
    end: int


class UrgentPhrases:
    """Urgent phrases by reason and language (see `Phrases` for how to write them).

    Raises
    ------
    UnfitPhrase
        If a phrase cannot be looked for.
    """

    def __init__(self, by_reason: Mapping[Reason, ByLanguage]) -> None:
        self._phrases = {
            (reason, language): Phrases(listed)
            for reason, by_language in by_reason.items()
            for language, listed in by_language.items()
        }

    def found_in(self, text: str, *, language: str) -> tuple[Alarm, ...]:
        """Return the alarms of a comment in this language, in the order of the text.

        A phrase does not count where a negation stands at most two words before it and no comma or full stop between
        them ("I did not feel unsafe"), or, in German and Swedish, right behind it ("ich kündige nicht").
        """
        alarms = [
            Alarm(reason, *found)
            for reason in Reason
            if (reason, language) in self._phrases
            for found in self._phrases[reason, language].found_in(text)
        ]
        if alarms:
            words = list(words_of(text))
            places = {word.start: place for place, word in enumerate(words)}
            alarms = [alarm for alarm in alarms if not _is_negated(text, places, words, alarm, language)]
        return tuple(sorted(alarms, key=lambda alarm: alarm.start))


@cache
def starter_phrases() -> Mapping[Reason, ByLanguage]:
    """Return the phrases that Kuule brings, in English, Finnish, Swedish, German and Vietnamese."""
    return {reason: _content()[reason] for reason in Reason}


@cache
def starter_urgency() -> UrgentPhrases:
    """Return `starter_phrases`, ready to look for."""
    return UrgentPhrases(starter_phrases())


@cache
def _content() -> Mapping[str, ByLanguage]:
    return tomllib.loads((files("kuule.text") / "urgent.toml").read_text(encoding="utf-8"))


def _is_negated(text: str, places: Mapping[int, int], words: Sequence[Word], alarm: Alarm, language: str) -> bool:
    content = _content()
    first = places[alarm.start]
    before = _joined(text, words[max(0, first - REACH) : first + 1][::-1])
    if any(word.folded in content["negations"].get(language, ()) for word in before):
        return True
    last = next(place for place in range(first, len(words)) if words[place].end == alarm.end)
    behind = _joined(text, words[last : last + 2])
    return any(word.folded in content["negations_after"].get(language, ()) for word in behind)


def _joined(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words after the first, as long as no sign parts them from the one before."""
    for near, far in pairwise(words):
        if not are_joined(text, *sorted((near, far), key=lambda word: word.start)):
            return
        yield far
