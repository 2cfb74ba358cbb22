"""How programmes go, in people; and what that means for how many can be asked a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from kuule.dispatch.models import AskDecision, Invitation, Programme, Turn
from kuule.dispatch.rules import ALLOW
from kuule.dispatch.rules.programmes import asks_owners_can_follow
from kuule.workspaces.models import Workspace

LATELY = timedelta(days=30)
MEMORY = timedelta(days=180)
# What is expected of a programme that has not asked enough people yet to know better.
EXPECTED_RESPONSE_RATE, EXPECTED_DETRACTORS = 0.25, 0.2
ENOUGH_ASKED, ENOUGH_ANSWERS = 50, 20

# Returns how many answers to a programme were counted since a moment, and how many of them were of detractors.
CountUnhappy = Callable[[Programme, datetime], tuple[int, int]]
_COUNTS: list[CountUnhappy] = []


def register_unhappy_count(count: CountUnhappy) -> None:
    """Let the room that knows the answers tell how many were unhappy; called once by its `apps.py`."""
    _COUNTS[:] = [count]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """How a programme goes: the panel, who joined lately and who left, who was asked, and the next day that asks.

    `asked` and `joined` are of the last 30 days; `invited` and `answered` of the last 180.
    """

    panel: int = 0
    joined: int = 0
    left: int = 0
    asked: int = 0
    invited: int = 0
    answered: int = 0
    next_on: date | None = None
    next_people: int = 0
    held: Mapping[str, int] = field(default_factory=dict)

    @property
    def response_rate(self) -> float | None:
        """Return the share of the asked who answered, 0 to 1, or None when nobody was asked yet."""
        return self.answered / self.invited if self.invited else None


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme as the list shows it."""

    programme: Programme
    figures: ProgrammeFigures


def programme_lines(workspace: Workspace, *, now: datetime) -> list[ProgrammeLine]:
    """Return the programmes of a workspace with their figures, the newest first."""
    programmes = list(Programme.objects.filter(workspace=workspace).select_related("survey").order_by("-pk"))
    figures = _figures(workspace, [each.pk for each in programmes], now)
    return [ProgrammeLine(each, figures.get(each.pk, ProgrammeFigures())) for each in programmes]


def figures_of_programme(programme: Programme, *, now: datetime) -> ProgrammeFigures:
    """Return the figures of one programme, with who was held back or dropped lately by rule."""
    return _figures(programme.workspace, [programme.pk], now, with_held=True).get(programme.pk, ProgrammeFigures())


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many people a day owners can follow, and what that was reckoned from; what is only expected is told."""

    people_a_day: int
    response_rate: float
    detractors: float
    is_rate_expected: bool
    is_share_expected: bool


def capacity_of(programme: Programme, *, now: datetime) -> Capacity | None:
    """Return how many a day the owners can follow, or None where no hours are set."""
    if not programme.case_minutes or not programme.case_hours:
        return None
    invited, answered = _asked_and_answered(programme, now)
    answers, unhappy = _COUNTS[0](programme, now - MEMORY) if _COUNTS else (0, 0)
    knows_rate, knows_share = invited >= ENOUGH_ASKED, answers >= ENOUGH_ANSWERS
    rate = answered / invited if knows_rate else EXPECTED_RESPONSE_RATE
    share = unhappy / answers if knows_share else EXPECTED_DETRACTORS
    most = asks_owners_can_follow(
        minutes_a_case=programme.case_minutes,
        hours_a_week=programme.case_hours,
        sending_days_a_week=len(programme.weekdays),
        response_rate=rate,
        detractor_share=share,
    )
    return Capacity(most, rate, share, not knows_rate, not knows_share)


def _asked_and_answered(programme: Programme, now: datetime) -> tuple[int, int]:
    asked = Invitation.objects.filter(
        workspace_id=programme.workspace_id, programme=programme, decided_at__gt=now - MEMORY, asked_at__isnull=False
    )
    counted = asked.aggregate(n=Count("pk"), answered=Count("answered_at"))
    return counted["n"], counted["answered"]


def _figures(
    workspace: Workspace, ids: Iterable[int], now: datetime, *, with_held: bool = False
) -> dict[int, ProgrammeFigures]:
    panels, asks = _panels(workspace, ids, now), _asks(workspace, ids, now)
    held = _held(workspace, ids, now) if with_held else {}
    return {
        each: ProgrammeFigures(**panels.get(each, {}), **asks.get(each, {}), held=held.get(each, {})) for each in ids
    }


def _panels(workspace: Workspace, ids: Iterable[int], now: datetime) -> dict[int, dict[str, Any]]:
    turns = Turn.objects.filter(workspace=workspace, programme_id__in=ids)
    counted = turns.values_list("programme_id").annotate(
        panel=Count("next_on"),
        joined=Count("pk", filter=Q(joined_on__gt=(now - LATELY).date(), next_on__isnull=False)),
        left=Count("pk", filter=Q(next_on=None)),
        first=Min("next_on"),
    )
    return {
        each: {
            "panel": panel,
            "joined": joined,
            "left": left,
            "next_on": first,
            "next_people": turns.filter(programme_id=each, next_on=first).count() if first else 0,
        }
        for each, panel, joined, left, first in counted.order_by()
    }


def _asks(workspace: Workspace, ids: Iterable[int], now: datetime) -> dict[int, dict[str, Any]]:
    asked = Invitation.objects.filter(
        workspace=workspace, programme_id__in=ids, decided_at__gt=now - MEMORY, asked_at__isnull=False
    )
    counted = asked.values_list("programme_id").annotate(
        asked=Count("pk", filter=Q(asked_at__gt=now - LATELY)), invited=Count("pk"), answered=Count("answered_at")
    )
    return {
        each: {"asked": lately, "invited": invited, "answered": answered}
        for each, lately, invited, answered in counted.order_by()
    }


def _held(workspace: Workspace, ids: Iterable[int], now: datetime) -> dict[int, dict[str, int]]:
    decided = AskDecision.objects.filter(
        workspace=workspace, programme_id__in=ids, decided_at__gt=now - LATELY
    ).exclude(verdict=ALLOW)
    found: dict[int, dict[str, int]] = {}
    for each, rule, people in (
        decided.values_list("programme_id", "rule").annotate(n=Count("contact", distinct=True)).order_by("-n")
    ):
        found.setdefault(each, {})[rule] = people
    return found
