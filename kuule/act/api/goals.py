"""What the programme wants to reach, and how near it is."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Field, Schema

from kuule.act.answers.goals import Standing, standing_of
from kuule.act.api.people import MemberOut, member_out
from kuule.act.api.router import router
from kuule.act.models import Goal
from kuule.act.selectors.goals import goals_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class GoalOut(Schema):
    """A goal: a figure that shall be at `target` on a day. Figures are in points or percent.

    `line` is where the figure would be on `day` if it came nearer by the same each day.
    """

    id: int
    name: str
    means: str
    metric: str
    query: dict[str, Any] = Field(description="Whom it is about, as an address asks for their answers.")
    window_days: int
    baseline_on: date
    baseline: float
    target: float
    due_on: date
    owner: MemberOut | None
    accepted_at: datetime | None
    is_paid: bool
    given_up_at: datetime | None
    day: date
    value: float | None
    lower: float | None
    upper: float | None
    n: int
    line: float
    verdict: str
    missing: str = Field(description="Why there is no figure, as a code.")


class GoalList(Schema):
    """Every goal, the one whose day comes first in front."""

    goals: list[GoalOut]


@router.get("/goals", response=GoalList, summary="List goals with their progress", tags=["goals"])
@endpoint("initiatives:read")
def list_goals(request: KeyRequest) -> GoalList:
    """Return every goal with how it stands."""
    today = timezone.localdate()
    return GoalList(
        goals=[_shown(request, each, standing_of(each, today=today)) for each in goals_of(request.workspace)]
    )


def _shown(request: KeyRequest, goal: Goal, standing: Standing) -> GoalOut:
    plain = ("id", "name", "means", "metric", "window_days", "baseline_on", "baseline", "target", "due_on")
    more = ("accepted_at", "is_paid", "given_up_at")
    figure = standing.figure
    return GoalOut(
        **{name: getattr(goal, name) for name in (*plain, *more)},
        **{name: getattr(figure, name) for name in ("value", "lower", "upper", "n", "missing")},
        query=goal.segment,
        owner=member_out(request, goal.owner),
        day=standing.day,
        line=standing.line,
        verdict=standing.verdict,
    )
