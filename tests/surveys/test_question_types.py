import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.question_types import choice, choices, nps, rating, text
from kuule.surveys.question_types.base import NOT_A_SCORE, NOT_AN_OPTION, TOO_LONG, Parsed, Question
from kuule.surveys.question_types.scales import group_on, points_of

QUESTION: Question = {
    "key": "improve",
    "type": "choice",
    "optional": True,
    "texts": {},
    "options": [{"key": "price", "texts": {}}, {"key": "support", "texts": {}}],
}
pytestmark = pytest.mark.any_database


@given(st.one_of(st.text(), st.integers().map(str), st.floats().map(str)))
def test_only_the_eleven_scores_are_scores(raw: str) -> None:
    parsed = nps.parse(raw, QUESTION)
    if raw in {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}:
        assert parsed == Parsed(int(raw))
    else:
        assert parsed == Parsed(None, NOT_A_SCORE if raw else "")


@pytest.mark.parametrize("raw", ["٩", "９", "²", " 9", "9 ", "+9", "09", "9.0", "1e1", "-0", "11", "NaN", "9\0"])
def test_lookalikes_of_scores_are_refused(raw: str) -> None:
    assert nps.parse(raw, QUESTION) == Parsed(None, NOT_A_SCORE)


@pytest.mark.parametrize(("scale", "points"), [("0-10", range(11)), ("1-5", range(1, 6)), ("1-7", range(1, 8))])
@given(raw=st.one_of(st.text(max_size=3), st.integers(-2, 12).map(str)))
def test_only_points_of_a_scale_are_ratings(scale: str, points: range, raw: str) -> None:
    parsed = rating.parse(raw, {**QUESTION, "type": "rating", "scale": scale})
    known = {str(point): point for point in points}
    assert parsed == (Parsed(known[raw]) if raw in known else Parsed(None, NOT_A_SCORE if raw else ""))


@pytest.mark.parametrize(
    ("scale", "detractors", "passives"),
    [("0-10", range(7), (7, 8)), ("1-5", range(1, 4), (4,)), ("1-7", range(1, 6), (6,))],
)
def test_every_scale_has_its_three_groups(scale: str, detractors: range, passives: tuple[int, ...]) -> None:
    found = {point: group_on(scale, point) for point in points_of(scale)}
    assert [point for point, group in found.items() if group == "detractor"] == list(detractors)
    assert tuple(point for point, group in found.items() if group == "passive") == passives
    assert found[points_of(scale)[-1]] == "promoter"


@given(st.lists(st.one_of(st.sampled_from(["price", "support"]), st.text())))
def test_of_several_answers_those_on_the_list_are_kept_once_in_its_order(sent: list[str]) -> None:
    raw = "\n".join(sent)
    parsed = choices.parse(raw, QUESTION)
    given = set(filter(None, raw.split("\n")))
    assert parsed.value == ([key for key in ("price", "support") if key in given] or None)
    assert parsed.problem == (NOT_AN_OPTION if given - {"price", "support"} else "")


@given(st.text())
def test_texts_lose_controls_and_nothing_else(raw: str) -> None:
    parsed = text.parse(raw, QUESTION)
    read = parsed.value or ""
    assert isinstance(read, str)
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in read)
    assert unicodedata.is_normalized("NFC", read)
    assert text.parse(read, QUESTION).value == (read or None)
    kept = "".join(letter for letter in unicodedata.normalize("NFC", raw) if unicodedata.category(letter) != "Cc")
    assert "".join(read.split()) == "".join(unicodedata.normalize("NFC", kept).split())


def test_texts_in_any_script_stay_as_they_are() -> None:
    for written in ("Hyvää työtä, 👩🏽‍🚀!", "Rất hài lòng", "خدمة ممتازة\u200f", "1\tx\nrow", "\u202eevil\u202c"):
        assert text.parse(written, QUESTION).value == written
    assert text.parse("a\r\nb\rc", QUESTION).value == "a\nb\nc"
    assert text.parse("nul\0 bell\a esc\x1b[31m c1\x9b", QUESTION).value == "nul bell esc[31m c1"
    assert text.parse("e\u0302\u0303", QUESTION).value == "ễ"


@given(st.integers(text.MAX_CHARACTERS - 2, text.MAX_CHARACTERS + 2), st.sampled_from(["a", "ä", "ễ", "👍"]))
def test_a_text_over_the_limit_is_told_and_kept(count: int, letter: str) -> None:
    parsed = text.parse(letter * count, QUESTION)
    assert parsed.value == letter * count
    assert parsed.problem == (TOO_LONG if count > text.MAX_CHARACTERS else "")


@given(st.text())
def test_only_options_can_be_chosen(raw: str) -> None:
    if raw in {"price", "support"}:
        assert choice.parse(raw, QUESTION) == Parsed(raw)
    else:
        assert choice.parse(raw, QUESTION) == Parsed(None, NOT_AN_OPTION if raw else "")
