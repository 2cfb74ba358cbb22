"""The steps of a new programme, and how many answers and calls it will take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuule.act.models import Charter
from kuule.act.rules.setup import (
    AIM,
    CADENCE,
    DRY_RUN,
    JOURNEY,
    MOST_PILOT_PEOPLE,
    NAMES,
    PEOPLE,
    PILOT,
    QUESTIONS,
    ROLL_OUT,
    STEP_PAGES,
    YOURSELF,
    Named,
    Step,
    are_accepted,
)
from kuule.act.selectors.setup import (
    charter_of,
    first_programme,
    has_pilot,
    has_trial,
    named_in,
    people_asked,
    people_gaps,
    surveys_to_ask,
)
from kuule.dispatch.models import Programme
from kuule.dispatch.rules.programmes import DRAFT
from kuule.dispatch.selectors.panels import audience_of
from kuule.dispatch.selectors.programme_figures import EXPECTED_DETRACTORS
from kuule.dispatch.selectors.programmes import DayOutlook, outlook
from kuule.dispatch.selectors.sampling import usual_response_rate
from kuule.insight.answers.planning import Assumptions, MarginAnswer, answers_for_margin
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import is_allowed

# The share of promoters that is expected before anybody answered: with that of detractors, a score of 20.
EXPECTED_PROMOTERS = 0.4
DRY_RUN_DAYS = 28
WORKDAYS = 5
WEEKS_A_ROUND = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a round takes: the plan for its margin, and how many unhappy customers there are to call in a week."""

    plan: MarginAnswer
    rate: float
    is_rate_expected: bool
    calls_a_week: float
    calls_possible: float

    @property
    def is_enough(self) -> bool:
        """Tell whether the hours are enough for all calls."""
        return self.calls_possible >= self.calls_a_week


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What the next four weeks would bring a panel of so many people if the programme began now."""

    panel: int
    days: tuple[DayOutlook, ...]
    asked: int
    held: int


def steps_of(workspace: Workspace) -> list[Step]:
    """Return every step with what is known of it; the first that is not done is the current one."""
    charter, programme, gaps = charter_of(workspace), first_programme(workspace), people_gaps(workspace)
    asked, named = people_asked(workspace), named_in(workspace)
    is_running = programme is not None and programme.state != DRAFT
    # Whoever asks many already has long done what the steps before are for.
    is_out = is_running or asked > MOST_PILOT_PEOPLE or (asked > 0 and charter is None)
    touchpoints = Touchpoint.objects.filter(workspace=workspace, archived_at=None).count()
    panel = audience_of(programme).count() if programme else 0
    steps = [
        Step(key=AIM, is_done=charter is not None or is_out),
        Step(key=NAMES, is_done=are_accepted(named) or (is_out and charter is None), facts=_names(named)),
        Step(key=JOURNEY, is_done=touchpoints > 0, facts={"touchpoints": touchpoints}),
        Step(key=PEOPLE, is_done=gaps.people > 0, facts={"gaps": gaps}),
        Step(key=QUESTIONS, is_done=surveys_to_ask(workspace).exists()),
        Step(key=CADENCE, is_done=programme is not None or is_out, facts={"programme": programme}),
        Step(key=DRY_RUN, is_done=is_out or panel > 0, facts={"panel": panel}),
        Step(key=YOURSELF, is_done=is_out or has_trial(workspace)),
        Step(key=PILOT, is_done=has_pilot(workspace), facts={"charter": charter}),
        Step(key=ROLL_OUT, is_done=is_out, facts={"asked": asked, "programme": programme}),
    ]
    current = next((step.key for step in steps if not step.is_done), "")
    return [
        Step(key=step.key, is_done=step.is_done, facts=step.facts, is_current=step.key == current) for step in steps
    ]


def path_for(member: Member) -> dict[str, Any]:
    """Return the context of the path: each step with its page, "" where this member may not open it."""
    steps = steps_of(member.workspace)
    pages = {key: page for key, (page, permission) in STEP_PAGES.items() if is_allowed(member.role, permission)}
    return {
        "steps": [(step, pages.get(step.key, "")) for step in steps],
        "done": sum(step.is_done for step in steps),
    }


def capacity_for(charter: Charter, *, people: int, now: datetime) -> Capacity:
    """Return what a quarterly round takes of a company with so many people, for the margin that its aim needs."""
    rate, is_expected = usual_response_rate(charter.workspace, now=now)
    plan = Assumptions(
        detractors=EXPECTED_DETRACTORS,
        promoters=EXPECTED_PROMOTERS,
        rate=rate,
        people=people or None,
        minutes=charter.case_minutes,
        hours=max(charter.case_hours / WORKDAYS, 0.1),
    )
    found = answers_for_margin(plan, charter.margin)
    return Capacity(
        plan=found,
        rate=rate,
        is_rate_expected=is_expected,
        calls_a_week=found.sample.work.detractors / WEEKS_A_ROUND,
        calls_possible=charter.case_hours * 60 / charter.case_minutes,
    )


def dry_run(programme: Programme, *, now: datetime) -> DryRun:
    """Return what the next weeks would bring; nothing of it is sent."""
    days = tuple(outlook(programme, days=DRY_RUN_DAYS, now=now))
    asked = sum(day.asked_total for day in days)
    held = sum(sum(day.held.values()) + sum(day.dropped.values()) for day in days)
    return DryRun(panel=audience_of(programme).count(), days=days, asked=asked, held=held)


def _names(named: list[Named]) -> dict[str, int]:
    return {"named": len(named), "accepted": sum(each.accepted_at is not None for each in named)}
