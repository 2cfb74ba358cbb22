"""What a file does not say is guessed by name and by content, and a doubtful guess is none."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.analysis.guessing.cells import is_missing, leading_number, whole_number
from kuule.analysis.guessing.columns import guessed_comment, guessed_date, guessed_score
from kuule.analysis.guessing.dates import read_days, readable_share
from kuule.analysis.guessing.scales import guessed_scale, scale_key
from kuule.analysis.refusals import RefusedError

WIDE = [str(number) for number in range(11)] * 4
FIVE = [str(number) for number in range(1, 6)] * 9
TEXTS = [f"The service of person {number} was friendly and quick." for number in range(44)]


@pytest.mark.parametrize(
    "name",
    [
        *("score", "NPS", "nps_score", "Rating", "overall_rating", "overallRating", "Likelihood to recommend", "fft"),
        *("How likely are you to recommend us to a friend or colleague?", "Arvosana", "Suosittelutodennäköisyys"),
        *("Bewertung", "Punkte", "Betyg", "Würden Sie uns weiterempfehlen?", "Note", "Ocena", "оценка", "Puntuación"),
    ],
)
def test_the_score_is_known_by_its_name(name):
    assert guessed_score({"visits": WIDE, name: WIDE, "comment": TEXTS}) == name


def test_the_score_is_known_by_what_stands_in_it():
    assert guessed_score({"x": WIDE, "y": TEXTS, "z": [str(100 + n) for n in range(44)]}) == "x"


def test_a_score_that_nobody_gave_is_known_by_its_name_alone():
    assert guessed_score({"date": ["2026-01-01"] * 3, "score": [None, "NA", ""], "comment": TEXTS[:3]}) == "score"
    assert guessed_score({"score": [None] * 44, "nps": WIDE}) == "nps"


def test_name_and_content_both_weigh():
    assert (
        guessed_score({"rating_of_food": FIVE, "overall_rating": WIDE, "recommended": ["0", "1"] * 22})
        == "overall_rating"
    )
    assert guessed_score({"score_comment": TEXTS, "nps": WIDE}) == "nps"
    assert guessed_score({"nps": WIDE, "score": WIDE}) == "nps"


def test_a_column_called_score_may_hold_more_than_answers():
    assert guessed_score({"id": WIDE, "score": ["10", "9", "11", "6.5", "3", None, "7"]}) == "score"


def test_two_likely_columns_are_both_named():
    with pytest.raises(RefusedError) as refusal:
        guessed_score({"nps_product": WIDE, "nps_support": WIDE, "comment": TEXTS})
    assert refusal.value.reason == "several_scores"
    assert [each.name for each in refusal.value.details["candidates"]] == ["nps_product", "nps_support"]


@pytest.mark.parametrize(
    "sample",
    [{"comment": TEXTS}, {"id": WIDE}, {"month": WIDE}, {"churned": ["0", "1"] * 22}, {"nps": ["30.1", "-6", "9"] * 9}],
)
def test_what_does_not_convince_is_not_taken(sample):
    with pytest.raises(RefusedError) as refusal:
        guessed_score(sample)
    assert refusal.value.reason == "no_score"


def test_comments_are_known_by_name_and_prose():
    assert guessed_comment({"city": ["Turku", "Oulu"] * 22, "Kommentti": ["Hyvä", "ok kiitos"] * 22}) == "Kommentti"
    assert guessed_comment({"a": ["Turku", "Oulu"] * 22, "b": TEXTS}) == "b"
    assert guessed_comment({"a": ["Turku", "Oulu"] * 22, "score": WIDE}) is None


def test_the_fuller_column_of_dates_is_taken():
    days = ["2026-11-20"] * 44
    sample = {"date_visit": [*["19-07-2015"] * 4, *[None] * 40], "date": days, "number": ["20261120"] * 44}
    assert guessed_date(sample, readable_share) == "date"
    assert guessed_date({"id": ["45678"] * 44, "score": WIDE}, readable_share) is None


@pytest.mark.parametrize(
    ("numbers", "name", "scale"),
    [
        ({0: 40, 10: 40}, "score", "0-10"),
        ({1: 40, 5: 40}, "score", "1-5"),
        ({1: 40, 6: 40}, "score", "1-7"),
        ({1: 4, 5: 4}, "score", "0-10"),
        ({0: 1, 5: 80}, "score", "0-10"),
        ({1: 40, 5: 40}, "nps", "0-10"),
        ({1: 40, 5: 40, 99: 3}, "score", "1-5"),
        ({}, "score", "0-10"),
    ],
)
def test_the_scale_is_guessed_from_many_answers(numbers, name, scale):
    assert scale_key(guessed_scale(numbers, name)) == scale


@pytest.mark.parametrize("text", ["9", " 9 ", "9.0", "9,0", "09", "+9", "9.", "\xa09"])
def test_ways_to_write_nine(text):
    assert whole_number(text) == 9


@pytest.mark.parametrize("text", ["6.5", "-1", "9 - likely", "nine", "1e1", "9/10", "", None, "9" * 50, "9%"])
def test_what_is_no_whole_number(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("text", [None, "", "  ", "NA", "n/a", "N/A", "null", "-", "–", "NaN", "None"])
def test_ways_to_say_nothing(text):
    assert is_missing(text)


def test_words_after_a_number_do_not_hide_it():
    texts = ["10 - extremely likely", "8/10", "7 (good)", "3 – no", "9", "6.5", "10 days", "x"]
    assert [leading_number(text) for text in texts] == [10, 8, 7, 3, None, None, 10, None]


def days_of(*texts):
    return read_days(pl.Series(texts, dtype=pl.String))


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-20", " 2026-11-20 ", "2026/11/20", "2026.11.20", "20261120", "2026-11-20T23:30:00+02:00"),
        *("2026-11-20 10:00", "2026-11-20T10:00:00Z", "20.11.2026", "20.11.26", "20.11.2026 14.05", "20/11/2026"),
        *("11/20/2026", "11/20/26 9:15 AM", "20-11-2026", "20 Nov 2026", "20-Nov-2026", "November 20, 2026"),
        *("Friday, November 20th, 2026", "46346", "46346.75", "46346,75", "1795132800", "1795132800000"),
    ],
)
def test_ways_to_write_a_day(text):
    assert days_of(text).days.to_list() == [dt.date(2026, 11, 20)]


@pytest.mark.parametrize("text", ["", None, "soon", "2026-13-01", "2026-02-30", "31.2.2026", "9999-01-01", "5", "12"])
def test_what_is_no_day(text):
    assert days_of(text).days.to_list() == [None]


def test_day_and_month_are_told_apart_over_the_entire_column():
    assert days_of("3/4/2026", "13/4/2026").days.to_list() == [dt.date(2026, 4, 3), dt.date(2026, 4, 13)]
    assert days_of("3/4/2026", "4/13/2026").days.to_list() == [dt.date(2026, 3, 4), dt.date(2026, 4, 13)]


def test_days_that_nobody_can_tell_from_months_are_said():
    found = days_of("3/4/2026", "5/6/2026")
    assert (found.days[0], found.order, found.is_ambiguous) == (dt.date(2026, 4, 3), "day/month", True)
    assert not days_of("3.4.2026").is_ambiguous
    assert not days_of("3/4/2026", "13/4/2026").is_ambiguous


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_is_read_as_written(day):
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day:%d %b %Y}"):
        assert days_of(text).days.to_list() == [day]
