"""Goals: set, accepted by their owner, given up; pilots and stories beside them; their figures kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.act.answers.goals import figure_of_goal, figure_on
from kuule.act.metrics import METRIC_BY_KEY
from kuule.act.models import Goal, GoalPoint, Initiative, Pilot, Story
from kuule.act.rules.goals import Fault, GoalFigure, fault_of
from kuule.act.rules.letters import ACCEPTANCE
from kuule.act.selectors.goals import segment_of_goal
from kuule.act.services.letters import write_letter
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPlan:
    """What a goal is: see `Goal`. `segment` are parameters of a query, `means` how it is to be reached."""

    name: str
    metric: str
    target: float
    due_on: date
    owner: Member
    window_days: int
    segment: Mapping[str, str] = field(default_factory=dict)
    means: str = ""
    is_paid: bool = False


def baseline_for(workspace: Workspace, plan: GoalPlan, *, today: date) -> tuple[GoalFigure, Fault | None]:
    """Return where a goal would begin, and why it would be refused, None if it would not."""
    metric = METRIC_BY_KEY[plan.metric]
    segment = segment_of_goal(workspace, plan.segment)
    figure = figure_on(workspace, metric=metric, segment=segment, window_days=plan.window_days, day=today)
    return figure, fault_of(figure, target=plan.target, most=metric.most, today=today, due_on=plan.due_on)


@transaction.atomic
def set_goal(
    *, workspace: Workspace, plan: GoalPlan, actor: Actor, now: datetime, member: Member | None = None
) -> Goal:
    """Set a goal from where its figure is now, which is frozen, and ask its owner to accept it.

    Raises Refused with a code of `rules.goals.Fault`, with `answers` where chance alone could reach it; and
    ValueError for an owner of another workspace or parameters that the figure cannot be cut by.
    """
    metric = METRIC_BY_KEY[plan.metric]
    if plan.owner.workspace_id != workspace.pk or plan.window_days not in metric.windows:
        raise ValueError("Not a goal of this workspace")
    today = now.astimezone(ZoneInfo(workspace.timezone)).date()
    baseline, fault = baseline_for(workspace, plan, today=today)
    if fault or baseline.value is None:
        raise Refused(fault.code if fault else "no_baseline", answers=fault.answers if fault else None)
    goal = Goal.objects.create(
        workspace=workspace,
        name=plan.name,
        means=plan.means,
        metric=plan.metric,
        segment=dict(plan.segment),
        window_days=plan.window_days,
        baseline_on=today,
        baseline=baseline.value,
        baseline_lower=baseline.lower,
        baseline_upper=baseline.upper,
        baseline_n=baseline.n,
        target=plan.target,
        due_on=plan.due_on,
        owner=plan.owner,
        is_paid=plan.is_paid,
        made_by=member,
        made_at=now,
    )
    write_letter(
        workspace=workspace,
        purpose=ACCEPTANCE,
        to=plan.owner,
        now=now,
        params={"goal": goal.pk},
        once_key=f"goal {goal.pk} {plan.owner.pk}",
    )
    record(workspace=workspace, actor=actor, act="goal_set", subject=goal, now=now)
    return goal


@transaction.atomic
def accept_goal(*, goal: Goal, member: Member, actor: Actor, now: datetime) -> None:
    """Say that a goal is one's own. Raises Refused("not_yours") for everybody but its owner."""
    if goal.owner_id != member.pk:
        raise Refused("not_yours")
    if Goal.objects.filter(pk=goal.pk, accepted_at=None).update(accepted_at=now):
        record(workspace=goal.workspace, actor=actor, act="goal_accepted", subject=goal, now=now)
    goal.refresh_from_db(fields=["accepted_at"])


@transaction.atomic
def hand_over_goal(*, goal: Goal, to: Member, actor: Actor, now: datetime) -> None:
    """Give a goal to somebody else, who is asked to accept it. Raises ValueError for a stranger."""
    if to.workspace_id != goal.workspace_id:
        raise ValueError("A member of another workspace")
    if to.pk == goal.owner_id:
        return
    Goal.objects.filter(pk=goal.pk).update(owner=to, accepted_at=None)
    goal.refresh_from_db()
    write_letter(
        workspace=goal.workspace,
        purpose=ACCEPTANCE,
        to=to,
        now=now,
        params={"goal": goal.pk},
        once_key=f"goal {goal.pk} {to.pk}",
    )
    record(workspace=goal.workspace, actor=actor, act="goal_handed_over", subject=goal, now=now)


@transaction.atomic
def give_up_goal(*, goal: Goal, reason: str, actor: Actor, now: datetime) -> None:
    """Follow a goal no more, and say why; what was kept of it stays. Raises Refused("given_up") the second time."""
    open_goal = Goal.objects.filter(pk=goal.pk, given_up_at=None)
    if not open_goal.update(given_up_at=now, given_up_reason=reason):
        raise Refused("given_up")
    goal.refresh_from_db()
    record(workspace=goal.workspace, actor=actor, act="goal_given_up", subject=goal, now=now)


def keep_goal_point(*, goal: Goal, day: date) -> bool:
    """Keep the figure of a goal for a day, once. Returns whether there was one to keep."""
    figure = figure_of_goal(goal, day=day)
    if figure.value is None:
        return False
    _point, made = GoalPoint.objects.get_or_create(
        goal=goal,
        day=day,
        defaults={
            "workspace": goal.workspace,
            "value": figure.value,
            "lower": figure.lower,
            "upper": figure.upper,
            "n": figure.n,
        },
    )
    return made


@transaction.atomic
def mark_pilot(
    *,
    goal: Goal,
    place: str,
    until: date,
    rule: str,
    actor: Actor,
    now: datetime,
    initiative: Initiative | None = None,
) -> Pilot:
    """Say that what a goal is for is tried out in one place first; with a decision nothing of it changes any more.

    Raises Refused("decided"), and ValueError for an initiative of another workspace.
    """
    _must_belong(goal, initiative)
    known = Pilot.objects.select_for_update().filter(goal=goal).first()
    if known and known.decision:
        raise Refused("decided")
    pilot = known or Pilot(workspace=goal.workspace, goal=goal)
    pilot.place, pilot.until, pilot.rule, pilot.initiative = place, until, rule, initiative
    pilot.save()
    record(workspace=goal.workspace, actor=actor, act="pilot_marked", subject=pilot, now=now)
    return pilot


@transaction.atomic
def decide_pilot(*, pilot: Pilot, decision: str, member: Member | None, actor: Actor, now: datetime) -> None:
    """Decide by its rule whether what was tried out goes on. Raises Refused("decided") the second time."""
    undecided = Pilot.objects.filter(pk=pilot.pk, decision="")
    if not undecided.update(decision=decision, decided_by=member, decided_at=now):
        raise Refused("decided")
    pilot.refresh_from_db()
    record(workspace=pilot.workspace, actor=actor, act="pilot_decided", subject=pilot, now=now)


@transaction.atomic
def tell_story(
    *,
    goal: Goal,
    title: str,
    words: str,
    is_shareable: bool,
    actor: Actor,
    now: datetime,
    member: Member | None = None,
    initiative: Initiative | None = None,
) -> Story:
    """Write down what was done for a goal, or write it anew.

    Raises ValueError for an initiative of another workspace.
    """
    _must_belong(goal, initiative)
    story, _made = Story.objects.update_or_create(
        goal=goal,
        defaults={
            "workspace": goal.workspace,
            "title": title,
            "words": words,
            "is_shareable": is_shareable,
            "initiative": initiative,
            "written_by": member,
            "written_at": now,
        },
    )
    record(workspace=goal.workspace, actor=actor, act="story_told", subject=story, now=now)
    return story


def _must_belong(goal: Goal, initiative: Initiative | None) -> None:
    if initiative is not None and initiative.workspace_id != goal.workspace_id:
        raise ValueError("An initiative of another workspace")
