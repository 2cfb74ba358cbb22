"""Words and stems are found as whole words, wherever and however they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.text.phrases import Phrases, UnfitPhrase, words_of


def found(phrases: list[str], text: str) -> list[str]:
    return [text[place.start : place.end] for place in Phrases(phrases).found_in(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("wait", "Wait! waiting, await: wait", ["Wait", "wait"]),
        ("wait*", "Wait! waiting, await: wait", ["Wait", "waiting", "wait"]),
        ("check-in", "check in, Check-In, checkin", ["check in", "Check-In"]),
        ("won't", "I won’t and won't", ["won’t", "won't"]),
        ("jono* oli", "Jonotus oli ja jonossa. Oli", ["Jonotus oli"]),
        ("straße", "STRASSE, Straße", ["STRASSE", "Straße"]),
        ("chờ đợi", unicodedata.normalize("NFD", "phải Chờ đợi lâu"), [unicodedata.normalize("NFD", "Chờ đợi")]),
        ("leave you*", "leave", []),
    ],
)
def test_phrases_are_found_in_whole_words(phrase: str, text: str, places: list[str]) -> None:
    assert found([phrase], text) == places
    assert Phrases([phrase]).occur_in(text) == bool(places)


@pytest.mark.parametrize("phrase", ["", " ", "*", "ab*", "a*b", "w*it", "one two three four five six seven", "a & b"])
def test_unfit_phrases_are_refused(phrase: str) -> None:
    with pytest.raises(UnfitPhrase):
        Phrases([phrase])


@given(st.lists(st.sampled_from(["wait", "wai*", "long wait", "queue*", "long"]), max_size=4), st.text(max_size=40))
def test_every_find_is_a_place_in_the_text(phrases: list[str], noise: str) -> None:
    text = f"{noise} long waiting, long wait {noise} queues"
    places = list(Phrases(phrases).found_in(text))
    assert [place.start for place in places] == sorted(place.start for place in places)
    for place in places:
        first, *_others = place.phrase.rstrip("*").split()
        assert text[place.start : place.end].casefold().startswith(first)
    assert len({(place.phrase, place.start) for place in places}) == len(places)


@given(st.text(max_size=60))
def test_words_are_the_letters_and_digits_of_a_text(text: str) -> None:
    words = list(words_of(text))
    assert all(any(letter.isalnum() for letter in text[word.start : word.end]) or word.folded for word in words)
    covered = sum(letter.isalnum() for word in words for letter in text[word.start : word.end])
    assert covered == sum(letter.isalnum() for letter in text)
