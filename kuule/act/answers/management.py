"""What those who decide have to talk about: money, decisions that are due, and what shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kuule.act.models import Initiative, InitiativeReview
from kuule.act.rules.initiatives import ASKED, NEAR, Money, Sums, sums_of
from kuule.act.selectors.initiatives import initiatives_on_agenda, reviews_due
from kuule.economics.answers.causes import CauseRemoved, CausesRemoved, Worth, causes_removed, worth_of
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.models import Workspace

NO_WORTH = Worth(value=0.0, lower=0.0, upper=0.0)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One initiative, its money, and what can be said of its effect; `cause` is None until customers feel it."""

    initiative: Initiative
    money: Money
    cause: CauseRemoved | None

    @property
    def is_shown(self) -> bool:
        """Tell whether an effect is shown."""
        return self.cause is not None and self.cause.is_shown

    @property
    def hoped_for(self) -> Decimal:
        """Return what is hoped for and not shown."""
        return Decimal(0) if self.is_shown else self.initiative.hoped_for or Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The agenda of a day. `worth` is that of the shown effects together, what does not show counts as nothing.

    It is None where effects show and nobody knows what a detractor less is worth.
    """

    day: date
    currency: str
    lines: Sequence[AgendaLine]
    reviews: Sequence[InitiativeReview]
    sums: Sums
    worth: Worth | None
    hoped_for: Decimal

    @property
    def is_unsure(self) -> bool:
        """Tell whether what shows may be worth nothing, or less."""
        return bool(self.shown) and self.worth is not None and self.worth.lower <= 0

    @property
    def to_decide(self) -> Sequence[AgendaLine]:
        """Return the lines that ask for money and wait."""
        return [each for each in self.lines if each.initiative.state == ASKED]

    @property
    def felt(self) -> Sequence[AgendaLine]:
        """Return the lines whose effect is looked for."""
        return [each for each in self.lines if each.cause is not None]

    @property
    def shown(self) -> Sequence[AgendaLine]:
        """Return the lines whose effect is shown."""
        return [each for each in self.lines if each.is_shown]


def agenda_on(workspace: Workspace, *, day: date) -> Agenda:
    """Return the agenda as known on a day: all that goes on, and what ended in the twelve months before."""
    removed = causes_removed(workspace, day=day)
    by_treatment = {each.treatment_id: each for each in removed.causes}
    lines = [_line(each, by_treatment) for each in initiatives_on_agenda(workspace, day=day)]
    return Agenda(
        day=day,
        currency=money_settings(workspace).currency,
        lines=sorted(lines, key=_order),
        reviews=list(reviews_due(workspace, until=day + NEAR)),
        sums=sums_of(each.money for each in lines),
        worth=_worth(lines, removed),
        hoped_for=sum((each.hoped_for for each in lines), Decimal(0)),
    )


def money_of(initiative: Initiative) -> Money:
    """Return the money of an initiative."""
    return Money(
        state=initiative.state,
        asked=initiative.asked,
        granted=initiative.granted,
        spent=initiative.spent,
        was_decided=initiative.decided_at is not None,
    )


def days_waiting(initiative: Initiative, *, day: date) -> int:
    """Return for how many days an initiative has been in its state."""
    zone = ZoneInfo(initiative.workspace.timezone)
    return max((day - initiative.state_since.astimezone(zone).date()) // timedelta(days=1), 0)


def _line(initiative: Initiative, causes: dict[int, CauseRemoved]) -> AgendaLine:
    cause = causes.get(initiative.treatment_id) if initiative.treatment_id else None
    return AgendaLine(initiative, money_of(initiative), cause)


def _worth(lines: Sequence[AgendaLine], removed: CausesRemoved) -> Worth | None:
    shown = [each.cause for each in lines if each.cause is not None and each.is_shown]
    return worth_of(shown, removed.difference) if shown else NO_WORTH


def _order(line: AgendaLine) -> tuple[bool, Decimal, int]:
    return (line.initiative.state != ASKED, -(line.initiative.asked or Decimal(0)), line.initiative.pk)
