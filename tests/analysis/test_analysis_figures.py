"""The figures of a file are those of the statistics core, and what is odd about the answers is said."""

import csv
import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule import stats
from kuule.analysis.figures import groups as grouping
from kuule.analysis.figures.analysing import analysis_of
from kuule.analysis.guessing.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN
from kuule.analysis.reading.answers import read_answers
from kuule.analysis.reading.request import Request
from kuule.analysis.refusals import RefusedError
from kuule.lib.tables import open_table
from kuule.stats import Caution, Shares

CELLS = st.sampled_from([*map(str, range(12)), "", "NA", "6.5", "9.0", "8,0", " 7 ", "-1", "no", "10 - likely"])
JUDGED = {"9.0": 9, "8,0": 8, " 7 ": 7, "6.5": 6.5, "-1": -1, "": None, "NA": None}


def table_of(rows, *columns):
    return "\n".join([",".join(columns), *(",".join(f'"{cell}"' for cell in row) for row in rows)]) + "\n"


def points(share):
    return None if share is None else pytest.approx(100 * share)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(cells=st.lists(CELLS, min_size=1, max_size=40), confidence=st.sampled_from([0.8, 0.95, 0.99]))
def test_figures_are_those_of_the_core(analysed, cells, confidence):
    found = analysed(
        table_of([[cell] for cell in cells], "score"), score="score", scale=ZERO_TO_TEN, confidence=confidence
    )
    shares = stats.classify([JUDGED.get(cell, int(cell) if cell.isdigit() else cell) for cell in cells])
    estimate = stats.nps_interval(shares, confidence=confidence)
    assert found.score.shares == shares
    assert (found.score.value, found.score.lower, found.score.upper) == tuple(
        map(points, (estimate.value, estimate.lower, estimate.upper))
    )
    assert sum(found.histogram.values()) == shares.n


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.tuples(CELLS, st.sampled_from(["a", "b", " b", ""])), min_size=1, max_size=40))
def test_groups_are_the_whole_cut_up(analysed, rows):
    found = analysed(table_of(rows, "score", "plan"), score="score", by=("plan",), scale=ZERO_TO_TEN)
    groups = found.groups["plan"]
    assert sum((group.shares for group in groups), Shares(0, 0, 0)) == found.score.shares
    assert {group.value_name for group in groups} == {plan.strip() or None for _cell, plan in rows}
    for group in groups:
        rest = [other.shares for other in groups if other is not group]
        change = stats.nps_change(sum(rest, Shares(0, 0, 0)), group.shares)
        assert group.difference == points(change.value)


def test_reversed_answers_count_from_the_other_end(analysed):
    text = table_of([[cell] for cell in "1112223345567"], "fft")
    found = analysed(text, scale=ONE_TO_FIVE, is_reversed=True)
    assert found.score.shares == Shares(detractors=5, passives=3, promoters=3, invalid=2)
    assert found.histogram == {1: 3, 2: 3, 3: 2, 4: 1, 5: 2}
    assert found.metric == "net score"


def test_seven_points_have_one_answer_of_promoters(analysed):
    found = analysed(table_of([[cell] for cell in "7766512348"], "score"), scale=ONE_TO_SEVEN)
    assert found.score.shares == Shares(detractors=5, passives=2, promoters=2, invalid=1)


def test_what_is_not_counted_is_listed(analysed, notes_in):
    cells = ["9", "10 - likely", "10 - likely", "6.5", "", "n/a", "11"]
    found = analysed(table_of([[cell] for cell in cells], "score"), score="score")
    assert (found.score.n, found.score.shares.missing, found.score.shares.invalid) == (1, 2, 4)
    assert dict(found.other_values) == {"10 - likely": 2, "6.5": 1, "11": 1}
    assert notes_in(found)["leading_numbers"] == {"count": 2, "example": "10 - likely"}


def test_nobody_has_no_score(analysed):
    found = analysed(table_of([["x"], [""]], "score"), score="score")
    assert (found.score.n, found.score.value, found.score.lower, found.trend) == (0, None, None, ())


# --- Real files, against a count by hand ----------------------------------------------------------------------


def analysed_file(path, **request):
    asked = Request(**request)
    with open_table(path) as table:
        return analysis_of(read_answers(table, path.name, asked), asked)


def cells_of(path, column):
    with path.open(encoding="utf-8", newline="") as opened:
        return Counter(row[column] for row in csv.DictReader(opened))


def test_friends_and_family_test_equals_a_count_by_hand(test_data):
    counted = cells_of(test_data / "nhs_fft_dev.csv", "fft")
    found = analysed_file(test_data / "nhs_fft_dev.csv", score="fft", scale=ONE_TO_FIVE, is_reversed=True)
    promoters, passives = counted["1"], counted["2"]
    detractors = counted["3"] + counted["4"] + counted["5"]
    n = promoters + passives + detractors
    assert found.score.shares == Shares(detractors, passives, promoters, invalid=counted["6"] + counted["7"])
    assert found.score.value == pytest.approx(100 * (promoters - detractors) / n)
    assert found.histogram == {answer: counted[str(answer)] for answer in range(1, 6)}


def test_seats_equal_a_count_by_hand(test_data):
    counted = cells_of(test_data / "skytrax_seat_en.csv", "overall_rating")
    found = analysed_file(test_data / "skytrax_seat_en.csv")
    assert found.source.columns == {"score": "overall_rating", "comment": "content", "date": "date"}
    assert found.histogram == {answer: counted[f"{answer}.0"] for answer in range(11)}
    promoters = counted["9.0"] + counted["10.0"]
    passives = counted["7.0"] + counted["8.0"]
    assert found.score.shares == Shares(
        counted.total() - promoters - passives - counted[""], passives, promoters, missing=counted[""]
    )


def test_a_scale_that_changes_is_noticed(test_data, notes_in):
    noted = notes_in(analysed_file(test_data / "skytrax_lounge_en.csv"))
    assert noted["scale_changed"] == {"highest": 5, "since": "2015-06-09", "earlier": 2140, "later": 119}
    assert "scale_changed" not in notes_in(analysed_file(test_data / "skytrax_seat_en.csv"))


def test_a_test_that_runs_the_other_way_is_noticed(test_data, notes_in):
    assert "friends_and_family" in notes_in(analysed_file(test_data / "nhs_fft_dev.csv"))
    told = analysed_file(test_data / "nhs_fft_dev.csv", score="fft", scale=ONE_TO_FIVE, is_reversed=True)
    assert "friends_and_family" not in notes_in(told)


# --- Time -----------------------------------------------------------------------------------------------------


def answers_on(days):
    return table_of([("9", day) for day in days], "score", "date")


@pytest.mark.parametrize(
    ("first", "last", "bucket", "periods"),
    [
        ("2026-11-20", "2026-11-20", "day", ["2026-11-20"]),
        ("2026-11-01", "2026-12-06", "day", 36),
        (
            "2026-11-01",
            "2026-12-07",
            "week",
            ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49", "2026-W50"],
        ),
        ("2026-01-31", "2026-12-01", "month", 12),
        ("2020-01-31", "2026-12-01", "quarter", 28),
        ("1999-12-31", "2026-01-01", "year", 28),
    ],
)
def test_periods_make_a_readable_number_of_points(analysed, first, last, bucket, periods):
    found = analysed(answers_on([first, last]))
    names = [point.period for point in found.trend]
    assert found.bucket == bucket
    assert (names if isinstance(periods, list) else len(names)) == periods
    assert sum(point.n for point in found.trend) == 2
    assert all(point.until == after.since for point, after in zip(found.trend, found.trend[1:], strict=False))


def test_a_period_without_answers_stays_and_has_no_score(analysed):
    found = analysed(answers_on(["2026-11-20", "2026-11-22", "soon", ""]))
    assert [(point.n, point.value) for point in found.trend] == [(1, 100), (0, None), (1, 100)]
    assert found.undated == 2


def test_days_that_computers_write_for_none_are_no_days(analysed, notes_in):
    found = analysed(answers_on([*["1970-01-01"] * 3, "2026-11-20", "2026-11-21"]))
    assert len(found.trend) == 2
    assert found.undated == 3
    assert notes_in(found)["placeholder_day"] == {"day": "1970-01-01", "count": 3}
    assert not analysed(answers_on(["1970-01-01", "1970-01-02"])).undated


def test_doubtful_dates_are_said(analysed, notes_in):
    assert notes_in(analysed(answers_on(["3/4/2026", "5/6/2026"])))["ambiguous_dates"] == {"order": "day/month"}


# --- Groups, comments, doubts ---------------------------------------------------------------------------------


def test_what_stands_out_survives_correction(analysed):
    rows = [("10", "good")] * 60 + [("0", "bad")] * 60 + [(str(n % 11), f"g{n % 9}") for n in range(300)]
    groups = {
        group.value_name: group for group in analysed(table_of(rows, "score", "team"), by=("team",)).groups["team"]
    }
    assert {name for name, group in groups.items() if group.stands_out} == {"good", "bad"}
    assert groups["good"].difference > 0 > groups["bad"].difference
    sides = [
        (sum((g.shares for g in groups.values() if g is not group), Shares(0, 0, 0)), group.shares)
        for group in groups.values()
    ]
    before, after = (
        tuple(zip(*((s.detractors, s.passives, s.promoters) for s in side), strict=True))
        for side in zip(*sides, strict=True)
    )
    assert [group.p_adjusted for group in groups.values()] == stats.standouts(before, after).corrected_p.tolist()


def test_the_largest_groups_are_kept(analysed, notes_in, monkeypatch):
    monkeypatch.setattr(grouping, "MOST_GROUPS", 3)
    rows = [("9", f"g{place}") for place in range(6) for _ in range(place + 1)]
    found = analysed(table_of(rows, "score", "team"), by=("team",))
    assert [group.value_name for group in found.groups["team"]] == ["g5", "g4", "g3"]
    assert notes_in(found)["many_groups"] == {"column": "team", "shown": 3, "count": 6}


def test_the_newest_comments_of_each_group_are_kept(analysed):
    rows = [
        (score, f"2026-11-{day:02}", f"{score} on day {day}") for day in range(1, 29) for score in ("9", "7", "2", "")
    ]
    found = analysed(table_of([*rows, ("9", "2026-11-30", " - "), ("9", "", "long ago")], "score", "date", "comment"))
    texts = [comment.text for comment in found.comments]
    assert len(texts) == 48
    assert [text for text in texts if text.startswith("9")] == [f"9 on day {day}" for day in range(28, 16, -1)]
    assert found.comments[0].day == dt.date(2026, 11, 28)
    assert {comment.score for comment in found.comments} == {9, 7, 2, None}


def test_a_rating_that_falls_as_the_score_rises_is_noticed(analysed, notes_in):
    rows = [(n % 11, 10 - n % 11) for n in range(200)]
    noted = notes_in(analysed(table_of(rows, "score", "satisfaction rating")))
    assert noted["maybe_reversed"] == {"column": "satisfaction rating", "correlation": -1}
    assert "maybe_reversed" not in notes_in(analysed(table_of(rows, "score", "waiting days")))


def test_a_scale_without_its_zero_is_noticed(analysed, notes_in):
    assert "no_zero" in notes_in(analysed(table_of([[n % 10 + 1] for n in range(200)], "score")))
    assert "no_zero" not in notes_in(analysed(table_of([[n % 11] for n in range(220)], "score")))


# --- A known number of people ---------------------------------------------------------------------------------


def test_a_known_population_narrows_the_interval(analysed):
    text = table_of([[n % 11] for n in range(22)], "score")
    found, shares = analysed(text, population=50), analysed(text).score.shares
    estimate = stats.population_posterior(shares, 50)
    assert (found.score.lower, found.score.upper) == (points(estimate.lower), points(estimate.upper))
    assert (found.score.method, found.population) == ("posterior", 50)
    assert Caution.SILENCE_UNRELATED in found.score.warnings
    everybody = analysed(text, population=22).score
    assert everybody.lower == everybody.value == everybody.upper


def test_few_of_a_population_get_the_wider_interval(analysed):
    found = analysed(table_of([["9"], ["9"], ["0"]], "score"), population=20)
    assert found.score.method == stats.population_score(found.score.shares, 20).method
    assert found.score.lower <= found.score.value <= found.score.upper


def test_more_answers_than_people_are_refused(analysed):
    with pytest.raises(RefusedError) as refusal:
        analysed(table_of([["9"], ["8"], ["7"]], "score"), population=2)
    assert refusal.value.details == {"population": 2, "n": 3}


def test_a_request_for_the_opposite_scale_is_kept(analysed):
    found = analysed(table_of([[n % 5 + 1] for n in range(100)], "score"), is_reversed=True)
    assert found.scale == replace(ONE_TO_FIVE, is_reversed=True)
