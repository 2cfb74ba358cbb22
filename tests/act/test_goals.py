"""Goals: refused where chance could reach them, frozen where they begin, and told how likely they are."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kuule.act.answers.goals import chance_of, standing_of
from kuule.act.models import Goal, GoalPoint, Letter, Pilot
from kuule.act.rules.goals import (
    BEHIND_BY_CHANCE,
    COVERAGE,
    GIVEN_UP,
    IN_NOISE,
    IN_PAST,
    LOOP_KEPT,
    MISSED,
    NO_BASELINE,
    NO_RISE,
    NPS,
    OFF_TRACK,
    ON_TRACK,
    QUARTER,
    REACHED,
    RESPONSE_RATE,
    TOO_FAR,
    UNKNOWN,
    YEAR,
    Fault,
    GoalFigure,
    answers_for,
    fault_of,
    line_on,
    verdict_of,
)
from kuule.act.services.goals import GoalPlan, keep_goal_point, mark_pilot, set_goal
from kuule.act.services.letter_writing import envelope_of
from kuule.act.tasks import drain_goal_points
from kuule.stats import Shares, nps_interval
from kuule.workspaces.rules import SYSTEM, Refused
from tests.act.improving import propose
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, define, programme

__all__ = ["define", "programme"]

TODAY = NOW.date()
IN_HALF_A_YEAR = TODAY + timedelta(days=182)
AT_20 = GoalFigure(value=20.0, lower=10.0, upper=30.0, n=100)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"due_on": TODAY}, Fault(IN_PAST)),
        ({"due_on": TODAY + timedelta(days=4 * 365)}, Fault(TOO_FAR)),
        ({"target": 20.0}, Fault(NO_RISE)),
        ({"target": 30.0}, Fault(IN_NOISE, 100)),
        ({"target": 25.0}, Fault(IN_NOISE, 400)),
        ({"baseline": GoalFigure(value=None)}, Fault(NO_BASELINE)),
        ({"baseline": GoalFigure(value=20.0), "target": 21.0}, None),
    ],
)
def test_a_goal_is_refused_that_chance_could_reach_or_that_has_no_day(changed: dict[str, Any], fault: Fault) -> None:
    asked = {"baseline": AT_20, "target": 40.0, "most": 100.0, "today": TODAY, "due_on": IN_HALF_A_YEAR} | changed
    assert fault_of(asked.pop("baseline"), **asked) == fault


def test_with_as_many_answers_as_are_said_the_same_rise_is_beyond_chance() -> None:
    now = nps_interval(Shares(20, 40, 40))
    half, rise = 100 * (now.upper - now.value), 6.0
    needed = answers_for(100, half=half, rise=rise)
    more = nps_interval(Shares(round(0.2 * needed), round(0.4 * needed), round(0.4 * needed)))
    assert 100 * (more.upper - more.value) == pytest.approx(rise, rel=0.05)


@pytest.mark.parametrize(
    ("value", "upper", "is_over", "verdict"),
    [
        (41.0, 50.0, False, REACHED),
        (41.0, 50.0, True, REACHED),
        (39.0, 50.0, True, MISSED),
        (31.0, 40.0, False, ON_TRACK),
        (29.0, 38.0, False, BEHIND_BY_CHANCE),
        (20.0, 29.0, False, OFF_TRACK),
        (29.0, None, False, OFF_TRACK),
        (None, None, False, UNKNOWN),
    ],
)
def test_a_goal_below_its_line_is_off_track_only_beyond_chance(value, upper, is_over, verdict) -> None:
    figure = GoalFigure(value=value, lower=0.0, upper=upper, n=50)
    assert verdict_of(figure, target=40, line=30, is_over=is_over, is_given_up=False) == verdict
    assert verdict_of(figure, target=40, line=30, is_over=is_over, is_given_up=True) == GIVEN_UP


def test_the_line_leads_from_the_day_it_was_set_to_its_day() -> None:
    ends = {"since": date(2026, 1, 1), "due_on": date(2026, 1, 11), "baseline": 20.0, "target": 40.0}
    days = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 6), date(2026, 3, 1))
    assert [line_on(day, **ends) for day in days] == [20, 20, 30, 40]


def answered(programme: Programme, *, months: int = 8, promoters: int = 8) -> None:
    """Answers of the last months, twelve each: every month one more promoter than the one before."""
    for month in range(months):
        at = NOW - timedelta(days=30 * month + 10)
        happy = promoters - month
        for number in range(12):
            programme.answer(10 if number < happy else 7 if number % 2 else 3, at=at)


def plan_of(company: Company, **changed: Any) -> GoalPlan:
    plan = {
        "name": "Invoices nobody asks about",
        "metric": NPS,
        "target": 90.0,
        "due_on": IN_HALF_A_YEAR,
        "owner": company.bob,
        "window_days": QUARTER,
    }
    return GoalPlan(**{**plan, **changed})


@pytest.mark.django_db
def test_where_a_goal_begins_stays_as_it_was(nordlys: Company, programme: Programme) -> None:
    answered(programme)
    goal = set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys), actor=SYSTEM, now=NOW)
    began = (goal.baseline, goal.baseline_lower, goal.baseline_upper, goal.baseline_n, goal.baseline_on)
    assert began[3:] == (36, TODAY)
    for _ in range(40):
        programme.answer(10, at=NOW + timedelta(days=20))
    later = TODAY + timedelta(days=30)
    standing = standing_of(goal, today=later)
    goal.refresh_from_db()
    assert began == (goal.baseline, goal.baseline_lower, goal.baseline_upper, goal.baseline_n, goal.baseline_on)
    assert standing.figure.value is not None
    assert standing.figure.value > goal.baseline
    letter = Letter.objects.get(purpose="acceptance")
    assert "A goal with your name" in envelope_of(letter).subject
    assert (letter.member, letter.params) == (nordlys.bob, {"goal": goal.pk})


@pytest.mark.django_db
def test_a_goal_within_chance_is_refused_with_how_many_answers_it_takes(nordlys: Company, programme: Programme) -> None:
    answered(programme)
    with pytest.raises(Refused) as refused:
        set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys, target=50.0), actor=SYSTEM, now=NOW)
    assert refused.value.code == IN_NOISE
    assert refused.value.params["answers"] > 36
    assert not Goal.objects.exists()


@pytest.mark.django_db
def test_the_chance_is_told_from_the_months_and_refused_on_a_short_past(nordlys: Company, programme: Programme) -> None:
    answered(programme, months=4)
    goal = set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys), actor=SYSTEM, now=NOW)
    short = chance_of(goal, today=TODAY)
    assert short.reaching.probability is None
    assert short.reaching.warnings == ("past_too_short",)
    answered(programme)
    found = chance_of(goal, today=TODAY)
    assert (len(found.steps), found.step_days, found.together, found.ahead) == (8, 30, 3, 6)
    assert found.reaching.probability is not None
    assert 0.05 < found.reaching.probability < 0.98
    assert found.steps[-1].day == TODAY


@pytest.mark.django_db
def test_a_count_of_what_happened_is_followed_by_what_was_kept(nordlys: Company, programme: Programme) -> None:
    fjord, vik = programme.account("Fjord"), programme.account("Vik")
    programme.answer(9, contact=programme.contact("Kari", account=fjord, role="user"), at=NOW - timedelta(days=9))
    programme.contact("Ola", account=vik, role="user")
    plan = plan_of(nordlys, metric=COVERAGE, target=100.0, window_days=YEAR)
    goal = set_goal(workspace=nordlys.workspace, plan=plan, actor=SYSTEM, now=NOW)
    assert (goal.baseline, goal.baseline_upper, goal.baseline_n) == (50.0, None, 2)
    assert keep_goal_point(goal=goal, day=TODAY + timedelta(days=1))
    assert not keep_goal_point(goal=goal, day=TODAY + timedelta(days=1))
    for months in range(1, 7):
        day = TODAY + timedelta(days=30 * months)
        GoalPoint.objects.create(workspace=goal.workspace, goal=goal, day=day, value=50.0 + 5 * months, n=2)
    chance = chance_of(goal, today=TODAY + timedelta(days=180))
    assert len(chance.steps) == 7
    assert chance.reaching.probability is not None


@pytest.mark.django_db
def test_each_open_goal_is_kept_once_a_day(nordlys: Company, programme: Programme) -> None:
    answered(programme)
    goal = set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys), actor=SYSTEM, now=NOW)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert drain_goal_points() == 1
        assert drain_goal_points() == 0
    point = goal.points.get()
    assert (point.day, point.n) == (TODAY + timedelta(days=3), 36)


@pytest.fixture
def bob(nordlys: Company, sign_in) -> Client:
    return sign_in(nordlys.bob)


FILLED_IN = {
    "name": "Invoices nobody asks about",
    "metric": NPS,
    "window_days": "91",
    "family": "relationship",
    "target": "90",
    "due_on": IN_HALF_A_YEAR.isoformat(),
}


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_goal_is_set_accepted_by_name_and_told_of_on_its_page(
    nordlys: Company, programme: Programme, bob: Client, sign_in
) -> None:
    answered(programme)
    page = "/w/nordlys/improve/goals/new/"
    posted = {**FILLED_IN, "owner": nordlys.frida.pk}
    looked = bob.post(page, {**posted, "check": "yes"})
    assert "Where it would begin" in looked.content.decode()
    assert not Goal.objects.exists()
    refused = bob.post(page, {**posted, "target": "50"})
    assert refused.status_code == 422
    assert "This goal could be reached by chance" in refused.content.decode()
    past = bob.post(page, {**posted, "due_on": "2026-01-01"})
    assert "This day has passed" in past.content.decode()
    shown = bob.post(page, posted, follow=True).content.decode()
    goal = Goal.objects.get()
    assert "How it stands" not in shown
    assert "has not accepted yet" in shown
    assert "I accept this goal" not in shown
    address = f"/w/nordlys/improve/goals/{goal.pk}/"
    assert "Only its owner can accept" in bob.post(f"{address}accept/", follow=True).content.decode()
    frida = sign_in(nordlys.frida)
    assert "I accept this goal" in frida.get(address).content.decode()
    accepted = frida.post(f"{address}accept/", follow=True).content.decode()
    assert "accepted by name" in accepted
    assert "If it goes on as before" in accepted
    listed = bob.get("/w/nordlys/improve/goals/").content.decode()
    assert "not accepted" not in listed
    handed = bob.post(f"{address}hand-over/", {"owner": nordlys.bob.pk}, follow=True).content.decode()
    assert "has not accepted yet" in handed
    assert "Given up on" in bob.post(f"{address}give-up/", {"reason": "We sell no more"}, follow=True).content.decode()


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_goal_is_about_the_answers_of_the_page_it_came_from(
    nordlys: Company, programme: Programme, bob: Client, define
) -> None:
    define("country")
    for number in range(20):
        programme.answer(10 if number % 3 else 5, contact=programme.contact(country="NO" if number % 2 else "SE"))
    page = "/w/nordlys/improve/goals/new/?p.country=NO&period=12m"
    assert "Country: NO" in bob.get(page).content.decode()
    bob.post(page, {**FILLED_IN, "owner": nordlys.bob.pk})
    goal = Goal.objects.get()
    assert (goal.segment, goal.baseline_n) == ({"p.country": "NO"}, 10)
    cut = bob.post(page, {**FILLED_IN, "metric": LOOP_KEPT, "owner": nordlys.bob.pk})
    assert "is not known of this part alone" in cut.content.decode()


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_pilot_is_decided_once_and_a_story_told(nordlys: Company, programme: Programme, bob: Client) -> None:
    answered(programme)
    goal = set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys), actor=SYSTEM, now=NOW)
    address = f"/w/nordlys/improve/goals/{goal.pk}/"
    written = {"place": "Team North", "until": "2027-01-31", "rule": "Half as many questions"}
    assert "It goes on if" in bob.post(f"{address}pilot/", written, follow=True).content.decode()
    assert bob.post(f"{address}pilot/", {"place": "x"}).status_code == 422
    decided = bob.post(f"{address}pilot/decide/", {"decision": "go"}, follow=True).content.decode()
    assert "It goes on." in decided
    assert "quicker" in bob.post(f"{address}pilot/decide/", {"decision": "no_go"}, follow=True).content.decode()
    assert "stays as it was" in bob.post(f"{address}pilot/", {**written, "rule": "None"}, follow=True).content.decode()
    initiative = propose(nordlys.workspace)
    about = f"/w/nordlys/improve/{initiative.pk}/"
    assert goal.name not in bob.get(about).content.decode()
    story = {"title": "One contact for invoices", "words": "We named one person.", "is_shareable": "on"}
    told = bob.post(f"{address}story/", {**story, "initiative": initiative.pk}, follow=True).content.decode()
    assert "may be told outside" in told
    assert f'href="{about}"' in told
    assert goal.name in bob.get(about).content.decode()
    assert "An effect on the figure is not shown so far." in told


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_pilot_names_an_initiative_of_its_own_workspace(
    nordlys: Company, programme: Programme, bob: Client, other_programme: Programme
) -> None:
    answered(programme)
    goal = set_goal(workspace=nordlys.workspace, plan=plan_of(nordlys), actor=SYSTEM, now=NOW)
    address = f"/w/nordlys/improve/goals/{goal.pk}/"
    own, other = propose(nordlys.workspace), propose(other_programme.workspace)
    pilot = {"place": "Team North", "until": "2027-01-31", "rule": "Half as many questions"}
    assert bob.post(f"{address}pilot/", {**pilot, "initiative": other.pk}).status_code == 422
    assert (
        "Answer at noon" in bob.post(f"{address}pilot/", {**pilot, "initiative": own.pk}, follow=True).content.decode()
    )
    with pytest.raises(ValueError, match="another workspace"):
        mark_pilot(goal=goal, place="x", until=NOW.date(), rule="y", initiative=other, actor=SYSTEM, now=NOW)
    own.delete()
    assert Pilot.objects.get().initiative is None


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_response_rate_of_a_goal_is_that_of_the_asked(nordlys: Company, programme: Programme, bob: Client) -> None:
    for number in range(30):
        contact = programme.contact()
        if number < 6:
            programme.answer(9, contact=contact, at=NOW - timedelta(days=5))
        else:
            programme.ask(contact, NOW - timedelta(days=5))
    bob.post(
        "/w/nordlys/improve/goals/new/",
        {**FILLED_IN, "metric": RESPONSE_RATE, "target": "60", "owner": nordlys.bob.pk, "is_paid": "on"},
    )
    goal = Goal.objects.get()
    assert (goal.baseline, goal.baseline_n) == (20.0, 30)
    page = bob.get(f"/w/nordlys/improve/goals/{goal.pk}/").content.decode()
    assert "Please no bonus on a score" in page
