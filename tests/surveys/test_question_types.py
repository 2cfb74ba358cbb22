import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.question_types import choice, nps, text
from kuule.surveys.question_types.base import NOT_A_SCORE, NOT_AN_OPTION, TOO_LONG, Parsed, Question

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
