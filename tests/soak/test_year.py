"""A year of asking: no rule is broken, nothing is handed over twice or lost, and days stay even."""

import os
import statistics
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from kuule.dispatch.models import Programme
from kuule.dispatch.services import plan_programme
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_touchpoint
from tests.soak import year_check as check
from tests.soak.year import ALL_WEEK, BEGIN, DAY, PAUSE_DAYS, WORKDAYS, Post, Year

pytestmark = pytest.mark.django_db(transaction=True)

MANY = int(os.environ.get("KUULE_YEAR_MANY", "20000"))
# A server that is asked over a socket takes longer for a day with few turns: its year has fewer people.
PEOPLE = int(os.environ.get("KUULE_YEAR_PEOPLE") or (3_000 if connection.vendor == "sqlite" else 300))


@pytest.mark.soak
def test_five_weeks_in_which_the_clocks_change_break_no_rule(nordlys, tmp_path) -> None:
    year = begun(nordlys.workspace, Post(tmp_path / "taken.log"), 700)
    year.live(38, kill_on=12)
    assert year.kills == 3
    assert_well(year, days=38)


@pytest.mark.soak
def test_a_year_breaks_no_rule(nordlys, tmp_path, capsys) -> None:
    year = begun(nordlys.workspace, Post(tmp_path / "taken.log"), PEOPLE)
    year.live(365, kill_on=15)
    with capsys.disabled():
        print(f"\n{connection.vendor}: {PEOPLE} people, {year.kills} kills, {figures(year)}")
    assert year.kills > 20
    assert_well(year, days=365)
    for programme in year.programmes[:2]:
        most, mean = check.fullest_and_mean(programme, since=BEGIN + 14 * DAY, until=BEGIN + 365 * DAY)
        # Where few are asked a day, chance alone makes some days fuller: who may be asked at all is not up to the plan.
        assert most < 1.3 * mean + 3 * mean**0.5, (programme.name, most, mean)


@pytest.mark.soak
def test_planning_a_day_takes_seconds_and_grows_linearly(nordlys, charlie, tmp_path, capsys) -> None:
    few = _seconds_to_plan(charlie.workspace, tmp_path, MANY // 10)
    many = _seconds_to_plan(nordlys.workspace, tmp_path, MANY)
    for programme in Programme.objects.filter(workspace=nordlys.workspace):
        most, mean = check.fullest_and_mean_turns(programme, since=(BEGIN + 7 * DAY).date())
        assert most < 1.3 * mean, (programme.name, most, mean)
    with capsys.disabled():
        print(f"\n{connection.vendor}: a day of {MANY} people is planned in {many:.2f} s, of a tenth in {few:.2f} s")
    assert many < 10
    assert many < 2 * 10 * few


def _seconds_to_plan(workspace: Workspace, folder: Path, people: int) -> float:
    year = begun(workspace, Post(folder / f"{people}.log"), people)
    for day in range(3):
        for programme in year.programmes:
            plan_programme(programme=programme, now=BEGIN + day * DAY)
    seconds = []
    for day in range(3, 6):
        began = time.process_time()
        for programme in year.programmes:
            plan_programme(programme=programme, now=BEGIN + day * DAY)
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def begun(workspace: Workspace, post: Post, people: int) -> Year:
    workspace.timezone, workspace.quarantine_days = "Europe/Helsinki", PAUSE_DAYS
    workspace.save()
    survey = create_from_starter(workspace=workspace, name="Year", actor=SYSTEM, now=BEGIN)
    publish_survey(survey=survey, actor=SYSTEM, now=BEGIN)
    touchpoints = [
        make_touchpoint(workspace, "delivery", daily_cap=4),
        make_touchpoint(workspace, "ticket", delay_minutes=600, share=50, if_held="drop"),
    ]
    year = Year(workspace, survey, touchpoints, post)
    year.people(people, accounts=max(people // 40, 10))
    year.programme("a", period_days=364, weekdays=WORKDAYS, holidays_of="FI")
    year.programme("b", period_days=182, weekdays=ALL_WEEK)
    year.programme("c", period_days=91, weekdays=WORKDAYS, holidays_of="NO")
    return year


def figures(year: Year) -> dict[str, object]:
    asks = check.asks_of(year.workspace)
    planned = sum(turns for turns, _seconds in year.seconds)
    return {
        "asks": len(asks),
        "told": year.told,
        "longest day of planning": round(max(seconds for _turns, seconds in year.seconds), 2),
        "ms a turn": round(1000 * sum(seconds for _turns, seconds in year.seconds) / planned, 2),
    }


def assert_well(year: Year, *, days: int) -> None:
    workspace, end = year.workspace, BEGIN + days * DAY
    asks = check.asks_of(workspace)
    assert len(asks) > 100
    broken = {
        "too soon": check.too_soon(asks, timedelta(days=PAUSE_DAYS)),
        "too many in an account": check.too_many_in_an_account(asks, year.limit_span, most=12, days=30),
        "out of hours": check.out_of_hours(asks, year.hours),
        "in spite of a no": check.in_spite_of(asks, year.no),
        "held": check.held(asks, workspace),
        "over the cap": check.over_the_cap(workspace),
        "lost": check.lost(workspace, year.told, end - 2 * DAY),
        "taken twice": year.post.twice(),
    }
    assert not any(broken.values()), broken
    assert year.compared >= days // 20 - 1
