"""Suggested themes: groups that comments have, named by their own words, the same every time."""

import pytest

from kuule.text.discovery import suggested_themes
from kuule.text.phrases import Phrases

PARKING = ["no free parking space", "parking was full again", "the parking space is small", "paid for parking twice"]
FOOD = [
    "cold food at lunch",
    "the food at lunch was bland",
    "lunch menu without food for me",
    "food and lunch came late",
]
PRAISE = ["excellent service and great work", "great work, excellent", "excellent and great service", "great service"]


@pytest.fixture
def texts():
    return [f"{text} {place}" for place in range(6) for text in (*PARKING, *FOOD, *PRAISE)] + ["", "\ud800", "👍"] * 20


def test_groups_are_found_named_and_told_from_praise(texts):
    found = suggested_themes(texts, praise=Phrases(["excellent", "great", "good service"]), groups=3)

    by_word = {word: candidate for candidate in found for word in candidate.words}
    assert {by_word["parking"].is_praise, by_word["food"].is_praise, by_word["excellent"].is_praise} == {False, True}
    for word in ("parking", "food", "great"):
        assert sorted(by_word[word].members) == [place for place, text in enumerate(texts) if word in text]
        assert by_word[word].typical == by_word[word].members[:5]


def test_words_that_all_comments_use_name_nothing():
    said = [f"toimitus oli myöhässä ja se {place}" for place in range(12)]
    others = [f"laskun summa ei ole oikein kuin {place}" for place in range(12)]
    names = {
        word for candidate in suggested_themes([*said, *others, *["ok"] * 40], groups=2) for word in candidate.words
    }
    assert {"toimitus", "laskun"} <= names
    assert not names & {"oli", "kuin", "ole", "se"}


def test_no_comment_is_in_two_groups_and_the_largest_comes_first(texts):
    members = [candidate.members for candidate in suggested_themes(texts * 2, groups=6)]

    assert len({place for group in members for place in group}) == sum(map(len, members))
    assert [len(group) for group in members] == sorted(map(len, members), reverse=True)


def test_the_same_comments_give_the_same_suggestions(texts):
    assert suggested_themes(texts, groups=4) == suggested_themes(texts, groups=4)


@pytest.mark.parametrize("texts", [[], ["", " "], ["parking"] * 9, ["a b c"] * 40, ["good", "bad", "fine"] * 2])
def test_where_there_is_nothing_to_suggest_nothing_is(texts):
    assert suggested_themes(texts) == ()


def test_of_very_many_comments_an_even_part_is_read(texts):
    many = texts[:24] * 500

    places = {place for candidate in suggested_themes(many, groups=3) for place in candidate.members}

    assert len(places) <= 5_000
    assert max(places) > 0.99 * len(many)
