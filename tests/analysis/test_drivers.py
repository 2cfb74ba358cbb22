"""Columns as drivers of the score: what they are read as, what is said of them, and what is refused."""

import json
import os
import random
from pathlib import Path

import pytest
from django.utils.translation import override
from typer.testing import CliRunner

from kuule import stats
from kuule.analysis.refusals import RefusedError
from kuule.analysis.report.html import html_report
from kuule.analysis.report.pdf import pdf_report
from kuule.analysis.report.wording import report_of
from kuule.analysis.wording.refusals import refusal_words
from kuule.config.cli import app
from kuule.insight.rules.drivers import IMPROVE, MOST_ROWS

pytestmark = pytest.mark.any_database
HEADER = "nps,food,wait,helpful,region,city,company,nothing"
SEAT = "seat_legroom_rating,seat_recline_rating,seat_width_rating,aisle_space_rating,viewing_tv_rating"


def answers(n=200, *, seed=1):
    """Guests who like the food, dislike waiting, and live in three regions; every tenth has not rated the wait."""
    drawn = random.Random(seed)
    rows = []
    for number in range(n):
        food, wait, helpful = drawn.randint(1, 4), drawn.randint(0, 10), drawn.random() < 0.7
        score = round(min(10, max(0, 2 * food - 0.4 * wait + helpful + drawn.gauss(2.5, 1))))
        waited = "" if number % 10 == 0 else f"{wait}"
        region = drawn.choice(("North", "south ", "South", ""))
        rows.append(
            f"{score},{food},{waited},{'Yes' if helpful else 'no'},{region},city {number},account {number % 40},"
        )
    return "\n".join([HEADER, *rows])


@pytest.fixture(scope="module")
def guests():
    return answers()


@pytest.fixture
def compared(analysed, guests):
    """Compare drivers of the guests; keywords are what else the analyst asks."""
    return lambda *drivers, **asked: analysed(guests, drivers=drivers, **asked)


def test_shares_are_those_of_the_statistics_core(compared, guests):
    found = compared("food,wait", "helpful", account="company").drivers
    rows = [row.split(",") for row in guests.splitlines()[1:]]
    columns = {
        "food": [float(row[1]) for row in rows],
        "wait": [float(row[2]) if row[2] else None for row in rows],
        "helpful": [row[3] == "Yes" for row in rows],
    }
    expected = stats.driver_share_intervals(
        [float(row[0]) for row in rows], columns, clusters=[row[6] for row in rows], resamples=1000
    )
    assert {each.key: each.share for each in found.drivers} == pytest.approx(expected.share)
    assert {each.key: each.upper for each in found.drivers} == pytest.approx(expected.upper, abs=0.03)
    assert (found.n, found.left_out, found.clusters, found.r2) == (180, 20, 36, pytest.approx(expected.r2))


def test_a_rating_has_a_scale_a_mean_and_a_direction(compared):
    found = {each.key: each for each in compared("food", "wait", "helpful", "region").drivers.drivers}
    assert [found[name].scale for name in ("food", "wait", "helpful", "region")] == [(1, 5), (0, 10), (0, 1), None]
    assert [found[name].direction for name in ("food", "wait", "helpful", "region")] == [1, -1, 1, 0]
    assert found["food"].performance == pytest.approx((found["food"].mean - 1) / 4)
    assert found["wait"].performance == pytest.approx(1 - found["wait"].mean / 10)
    assert (found["wait"].n, found["region"].mean, found["region"].place) == (180, None, "")
    assert 0 < found["region"].share < 0.1


def test_texts_count_as_one_driver_whatever_their_case(compared):
    (alone,) = compared("region").drivers.drivers
    assert alone.share == 1


@pytest.mark.parametrize(
    ("drivers", "asked", "reason", "words"),
    [
        (["city"], {}, "many_kinds", "200 different texts"),
        (["nothing"], {}, "empty_driver", "says anything"),
        (["nps"], {}, "driver_is_score", "the score itself"),
        (["fod"], {}, "unknown_column", "Did you mean “food”"),
        (["food"], {"account": "firm"}, "unknown_column", "no column “firm”"),
    ],
)
def test_what_cannot_be_a_driver_is_refused_in_words(compared, drivers, asked, reason, words):
    with pytest.raises(RefusedError) as refused:
        compared(*drivers, score="nps", **asked)
    assert refused.value.reason == reason
    said = refusal_words(refused.value)
    assert words in said.says
    assert said.mend


def test_too_many_drivers_are_refused(analysed):
    columns = [f"r{place}" for place in range(13)]
    text = "\n".join(
        [",".join(("nps", *columns)), *(f"{row % 11},{','.join('12345'[row % 5] * 13)}" for row in range(9))]
    )
    with pytest.raises(RefusedError, match="too_many_drivers"):
        analysed(text, score="nps", drivers=tuple(columns))


def test_the_driver_that_costs_most_answers_is_named(analysed, guests, notes_in):
    lines = guests.splitlines()
    holes = [lines[0], *(line.replace(",no,", ",,").replace(",Yes,", ",,") for line in lines[1:150]), *lines[150:]]
    found = analysed("\n".join(holes), score="nps", drivers=("food", "helpful", "wait"))
    assert found.drivers.costly == "helpful"
    notes = notes_in(found)
    assert notes["costly_driver"]["count"] == found.drivers.regained == 134
    assert notes["drivers_left_out"] == {"count": 154, "rows": 200, "complete": 46}
    assert notes["few_complete"] == {"count": 46, "least": 50}
    assert report_of(found).drivers.chart is None


def test_steps_are_said_only_where_they_can_be(compared, analysed):
    step = {each.key: each.step for each in compared("food", "wait").drivers.drivers}
    assert 0 < step["food"].lower < step["food"].points < step["food"].upper
    assert step["wait"].points > 0
    assert step["wait"].room > 0.8
    few = analysed(answers(90), score="nps", drivers=("food", "wait"))
    few_accounts = compared("food", "wait", account="helpful")
    twice = analysed(
        "\n".join(f"{line},{line.split(',')[1]}" for line in answers().splitlines()).replace(
            "nothing,food", "nothing,again"
        ),
        score="nps",
        drivers=("food", "again"),
    )
    assert [each.step for found in (few, few_accounts, twice) for each in found.drivers.drivers] == [None] * 6


def test_a_scale_where_one_is_best_turns_the_direction(analysed):
    text = "\n".join(["fft,staff", *(f"{1 + row % 5},{5 - row % 5}" for row in range(60))])
    (staff,) = analysed(text, score="fft", is_reversed=True, drivers=("staff",)).drivers.drivers
    assert staff.direction == 1


def test_of_very_many_answers_some_are_drawn(analysed, notes_in):
    text = "nps,food\n" + "".join(f"{row % 11},{1 + row % 11 // 3}\n" for row in range(MOST_ROWS + 9))
    found = analysed(text, score="nps", drivers=("food",))
    assert found.drivers.n == MOST_ROWS
    assert notes_in(found)["drivers_sampled"] == {"count": MOST_ROWS, "answers": MOST_ROWS + 9}


@pytest.fixture(scope="module")
def of_seats(tmp_path_factory):
    """The command on real ratings of airline seats: what it printed, the JSON, and the report."""
    file = Path(os.environ["KUULE_TEST_DATA"]) / "skytrax_seat_en.csv"
    report = tmp_path_factory.mktemp("seats") / "report.html"
    told = ["analyze", str(file), "--score", "overall_rating", "--drivers", SEAT, "--account", "airline_name"]
    page = CliRunner().invoke(app, [*told, "--html", str(report)])
    figures = CliRunner().invoke(app, [*told, "--json"])
    assert (page.exit_code, figures.exit_code) == (0, 0), page.stderr + figures.stderr
    return page.stdout, json.loads(figures.stdout), report.read_text(encoding="utf-8")


def test_real_ratings_become_a_table_and_json(of_seats):
    page, found, _report = of_seats
    assert "▲ look here first" in page
    assert "76.8 % of the differences between scores, in 1,228 answers of 91 accounts" in page
    assert [each["name"] for each in found["drivers"]][-1] == "viewing_tv_rating"
    assert sum(each["share"] for each in found["drivers"]) == pytest.approx(1)
    fit = found["driver_fit"]
    assert (fit["n"], fit["left_out"], fit["accounts"], fit["costly"]) == (1228, 29, 91, None)
    assert fit["warnings"] == ["association_only", "rows_left_out"]
    assert found["source"]["drivers"] == SEAT.split(",")
    assert found["source"]["columns"]["account"] == "airline_name"


def test_the_report_shows_the_map_and_says_that_nothing_is_promised(of_seats):
    _page, _found, report = of_seats
    assert report.count('class="point" role="img" aria-label="') >= 5
    assert 'aria-label="1 seat_legroom_rating: importance 25' in report
    assert "no proof that they cause them" in report
    assert "It is no promise" in report


def test_names_of_columns_are_text_also_in_the_picture(analysed):
    name = "<b>food</b>\u202e"
    text = answers().replace("food", name, 1)
    with override("fi"):
        found = analysed(text, score="nps", drivers=(name, "wait"))
        page = html_report(found)
        assert pdf_report(found).startswith(b"%PDF-")
    assert "<b>food" not in page
    assert "&lt;b&gt;food&lt;/b&gt;" in page
    assert found.drivers.drivers[0].place in {IMPROVE, "keep"}
