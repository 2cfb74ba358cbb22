"""What the programme of the demo company is for, what it wants to reach, and how it was doing on its way."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

from kuule.act.models import Letter
from kuule.act.rules.goals import QUARTER
from kuule.act.rules.letters import ACCEPTANCE
from kuule.act.selectors.setup import charter_parts
from kuule.act.services.goals import GoalPlan, accept_goal, baseline_for, mark_pilot, set_goal, tell_story
from kuule.act.services.health import keep_health
from kuule.act.services.setup import CharterPlan, accept_part, name_parts, write_charter
from kuule.demo.rules.calendar import Stage
from kuule.demo.rules.story import ProgrammeSketch, SketchedGoal
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.company import Company
from kuule.dispatch.rules import HANDED_OVER
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor

# A result within half a year; who is named accepts on the next days.
FIRST_RESULT, ACCEPTED_AFTER = timedelta(days=180), timedelta(days=1)
LOOKED_AT_AGO = (91, 61, 31)
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


def pursue_goals(company: Company, *, told: ProgrammeSketch, stage: Stage) -> None:
    """Set every goal on its day; its owner accepts it on the next."""
    for sketch in told.goals:
        _pursue(company, sketch, stage)
    _arrived(company)


def _keep(company: Company, moment: datetime) -> None:
    keep_health(workspace=company.workspace, day=moment.date(), now=moment)


def _pursue(company: Company, sketch: SketchedGoal, stage: Stage) -> None:
    today, owner = stage.now.astimezone(stage.zone).date(), _member(company, sketch.owner)
    set_at = _morning(today - timedelta(days=sketch.set_days_ago), stage)
    plan = GoalPlan(
        name=sketch.name,
        metric=sketch.metric,
        target=sketch.target,
        due_on=today + timedelta(days=sketch.due_in_days),
        owner=owner,
        window_days=QUARTER,
        segment={"team": str(company.teams[sketch.team].pk)} if sketch.team else {},
        means=sketch.means,
    )
    who: dict[str, Any] = {"member": owner, "actor": Actor.user(owner.user_id)}
    goal = set_goal(workspace=company.workspace, plan=_beyond_chance(company, plan, set_at.date()), now=set_at, **who)
    accept_goal(goal=goal, now=set_at + ACCEPTED_AFTER, **who)
    if sketch.pilot:
        until = today + timedelta(days=sketch.pilot["until_in_days"])
        place, rule = sketch.pilot["place"], sketch.pilot["rule"]
        mark_pilot(goal=goal, place=place, until=until, rule=rule, actor=who["actor"], now=set_at + ACCEPTED_AFTER)
    if sketch.story:
        told_at = _morning(goal.due_on, stage) + ACCEPTED_AFTER
        tell_story(goal=goal, is_shareable=True, now=told_at, **sketch.story, **who)


def _beyond_chance(company: Company, plan: GoalPlan, day: date) -> GoalPlan:
    baseline, fault = baseline_for(company.workspace, plan, today=day)
    if fault is None or baseline.upper is None:
        return plan
    fields = {name: getattr(plan, name) for name in GoalPlan.__dataclass_fields__}
    return GoalPlan(**{**fields, "target": float(math.ceil(baseline.upper + BEYOND))})


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
