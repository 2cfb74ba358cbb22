"""What the programme of the demo company is for, what it wants to reach, and how it was doing on its way."""

import math
from datetime import date, datetime, time, timedelta

from kuule.act.metrics import METRIC_BY_KEY
from kuule.act.models import Goal, Letter
from kuule.act.rules.letters import ACCEPTANCE
from kuule.act.selectors.setup import charter_parts
from kuule.act.services.goals import (
    GoalPlan,
    accept_goal,
    baseline_for,
    keep_goal_point,
    mark_pilot,
    set_goal,
    tell_story,
)
from kuule.act.services.health import keep_health
from kuule.act.services.setup import CharterPlan, accept_part, name_parts, write_charter
from kuule.demo.rules.acts import ProgrammeSketch, SketchedGoal
from kuule.demo.rules.calendar import Stage
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.company import Company
from kuule.dispatch.rules import HANDED_OVER
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor

# A result within half a year; who is named accepts on the next days.
FIRST_RESULT, ACCEPTED_AFTER = timedelta(days=180), timedelta(days=1)
LOOKED_AT_AGO, KEPT_EVERY = (91, 61, 31), 30
# A target just beyond chance, where the told one is not.
BEYOND = 2.0


def stand_behind(company: Company, *, told: ProgrammeSketch, now: datetime) -> None:
    """Say what the programme is for; everybody who is named accepts."""
    owner = _member(company, told.owners[0])
    write_charter(
        workspace=company.workspace,
        plan=CharterPlan(
            aim=told.aim,
            first_result_on=(now + FIRST_RESULT).date(),
            margin=told.margin,
            case_minutes=told.case_minutes,
            case_hours=told.case_hours,
        ),
        member=owner,
        actor=company.actor,
        now=now,
    )
    name_parts(
        workspace=company.workspace,
        sponsor=_member(company, told.sponsor),
        owners=[_member(company, name) for name in told.owners],
        actor=company.actor,
        now=now,
    )
    for part in charter_parts(company.workspace):
        accept_part(part=part, member=part.member, actor=Actor.user(part.member.user_id), now=now + ACCEPTED_AFTER)
    _arrived(company)


def look_at_programme(agenda: Agenda, company: Company, *, now: datetime) -> None:
    """Keep how the programme was doing, as it was known then."""
    for days in LOOKED_AT_AGO:
        at = now - timedelta(days=days)
        agenda.add(at, lambda moment: _keep(company, moment))


def pursue_goals(agenda: Agenda, company: Company, *, told: ProgrammeSketch, stage: Stage) -> None:
    """Set every goal on its day; its owner accepts it on the next, and its figure is kept monthly and at its end."""
    for sketch in told.goals:
        _pursue(agenda, company, sketch, stage)


def _keep(company: Company, moment: datetime) -> None:
    keep_health(workspace=company.workspace, day=moment.date(), now=moment)


def _pursue(agenda: Agenda, company: Company, sketch: SketchedGoal, stage: Stage) -> None:
    today = stage.now.astimezone(stage.zone).date()
    set_on, due_on = (today + timedelta(days=days) for days in (-sketch.set_days_ago, sketch.due_in_days))
    kept = [set_on + timedelta(days=days) for days in range(KEPT_EVERY, (due_on - set_on).days, KEPT_EVERY)]
    goals: list[Goal] = []
    agenda.add(_morning(set_on, stage), lambda now: goals.append(_set(company, sketch, due_on, now)))
    for day in (*kept, due_on):
        agenda.add(_evening(day, stage), lambda now: _keep_point(goals[0], stage, now))
    if sketch.story:
        agenda.add(_morning(due_on, stage) + ACCEPTED_AFTER, lambda now: _tell(company, sketch, goals[0], now))


def _keep_point(goal: Goal, stage: Stage, now: datetime) -> None:
    keep_goal_point(goal=goal, day=now.astimezone(stage.zone).date())


def _set(company: Company, sketch: SketchedGoal, due_on: date, now: datetime) -> Goal:
    owner = _member(company, sketch.owner)
    plan = GoalPlan(
        name=sketch.name,
        metric=sketch.metric,
        target=sketch.target,
        due_on=due_on,
        owner=owner,
        window_days=METRIC_BY_KEY[sketch.metric].windows[0],
        segment={"team": str(company.teams[sketch.team].pk)} if sketch.team else {},
        means=sketch.means,
    )
    plan = _beyond_chance(company, plan, now.date())
    actor = Actor.user(owner.user_id)
    goal = set_goal(workspace=company.workspace, plan=plan, member=owner, actor=actor, now=now)
    accept_goal(goal=goal, member=owner, actor=actor, now=now + ACCEPTED_AFTER)
    if sketch.pilot:
        until = due_on - timedelta(days=sketch.pilot["days_before"])
        place, rule = sketch.pilot["place"], sketch.pilot["rule"]
        mark_pilot(goal=goal, place=place, until=until, rule=rule, actor=actor, now=now + ACCEPTED_AFTER)
    _arrived(company)
    return goal


def _tell(company: Company, sketch: SketchedGoal, goal: Goal, now: datetime) -> None:
    owner = _member(company, sketch.owner)
    words = sketch.story or {}
    tell_story(goal=goal, is_shareable=True, member=owner, actor=Actor.user(owner.user_id), now=now, **words)


def _beyond_chance(company: Company, plan: GoalPlan, day: date) -> GoalPlan:
    baseline, fault = baseline_for(company.workspace, plan, today=day)
    edge = baseline.value if baseline.upper is None else baseline.upper
    if fault is None or edge is None:
        return plan
    fields = {name: getattr(plan, name) for name in GoalPlan.__dataclass_fields__}
    return GoalPlan(**{**fields, "target": float(math.ceil(edge + BEYOND))})


def _arrived(company: Company) -> None:
    # These mails belong to the past: no worker may send them now.
    asked = Letter.objects.filter(workspace=company.workspace, purpose=ACCEPTANCE)
    for letter in asked.exclude(state=HANDED_OVER):
        letter.state, letter.handed_over_at = HANDED_OVER, letter.due_at
        letter.save(update_fields=["state", "handed_over_at"])


def _member(company: Company, name: str) -> Member:
    owner = Member.objects.filter(workspace=company.workspace, user__email__startswith=f"{name}@").get()
    return company.members.get(name, owner)


def _morning(day: date, stage: Stage) -> datetime:
    return datetime.combine(day, time(9), stage.zone)


def _evening(day: date, stage: Stage) -> datetime:
    return datetime.combine(day, time(23), stage.zone)
