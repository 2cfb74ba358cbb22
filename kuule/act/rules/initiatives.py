"""What an initiative goes through, what class it is of, and when somebody looks whether it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

# Where an initiative came from.
FROM_CAUSE, FROM_THEME, FROM_TOUCHPOINT, FROM_HUDDLE, FROM_HAND = "cause", "theme", "touchpoint", "huddle", "hand"
ORIGINS = (FROM_CAUSE, FROM_THEME, FROM_TOUCHPOINT, FROM_HUDDLE, FROM_HAND)

PROPOSED, ASKED, GRANTED, UNDER_WAY, DONE, MEASURED, REFUSED, STOPPED = (
    "proposed",
    "asked",
    "granted",
    "under_way",
    "done",
    "measured",
    "refused",
    "stopped",
)
INITIATIVE_STATES = (PROPOSED, ASKED, GRANTED, UNDER_WAY, DONE, MEASURED, REFUSED, STOPPED)
# What may follow: nothing is skipped, so that every euro was asked for and every start was granted.
MOVES: Mapping[str, tuple[str, ...]] = {
    PROPOSED: (ASKED, STOPPED),
    ASKED: (GRANTED, REFUSED, STOPPED),
    GRANTED: (UNDER_WAY, STOPPED),
    UNDER_WAY: (DONE, STOPPED),
    DONE: (MEASURED,),
    REFUSED: (ASKED, STOPPED),
    MEASURED: (),
    STOPPED: (),
}
ENDED = (MEASURED, REFUSED, STOPPED)
# Those that may still be planned anew; the later ones are judged by what was written down.
CHANGEABLE_STATES = (PROPOSED, ASKED, GRANTED, REFUSED)

# Whose words count as evidence, by the group of the score.
UNHAPPY, NOT_HAPPY, ALL = "unhappy", "not_happy", "all"
HEARD_FROM = (UNHAPPY, NOT_HAPPY, ALL)

LITTLE, SOME, MUCH = 1, 2, 3
SIZES = (LITTLE, SOME, MUCH)
QUICK_WIN, BIG_BET, HYGIENE, NOT_NOW = "quick_win", "big_bet", "hygiene", "not_now"
IMPACT_CLASSES = (QUICK_WIN, BIG_BET, HYGIENE, NOT_NOW)
# By impact, then by effort.
_CLASSES: Mapping[int, tuple[str, str, str]] = {
    LITTLE: (HYGIENE, NOT_NOW, NOT_NOW),
    SOME: (QUICK_WIN, HYGIENE, NOT_NOW),
    MUCH: (QUICK_WIN, BIG_BET, BIG_BET),
}

CONTINUE, REDIRECT, STOP = "continue", "redirect", "stop"
REVIEW_VERDICTS = (CONTINUE, REDIRECT, STOP)
REVIEWED, LATE, SOON, AHEAD = "reviewed", "late", "soon", "ahead"
NEAR = timedelta(days=14)

# What the log of an initiative is made of.
BEGUN, CHANGED, ACCEPTED, MOVED, REVIEW_SET, REVIEW_MADE, TASK_DONE, SPENT, PINNED, TELLING, NOTE = (
    "begun",
    "changed",
    "accepted",
    "moved",
    "review_set",
    "review_made",
    "task_done",
    "spent",
    "pinned",
    "telling",
    "note",
)
ENTRY_KINDS = (BEGUN, CHANGED, ACCEPTED, MOVED, REVIEW_SET, REVIEW_MADE, TASK_DONE, SPENT, PINNED, TELLING, NOTE)

# A title is also the name of what was done, where its effect is judged.
LONGEST_TITLE, LONGEST_PART, LONGEST_WORDS = 120, 300, 2_000
USUAL_LOOK_BACK = timedelta(days=365)


def may_move(state: str, to: str) -> bool:
    """Tell whether one state may follow another."""
    return to in MOVES[state]


def permission_to_move(state: str, to: str) -> str:
    """Return the permission that a move takes: money, and the end of what was begun, are for those who decide."""
    is_withdrawn = to == STOPPED and state in (PROPOSED, REFUSED)
    return "decide_improvements" if to in (GRANTED, REFUSED, STOPPED) and not is_withdrawn else "change_improvements"


def impact_class(impact: int, effort: int) -> str:
    """Return the class of an initiative by its impact and its effort, each 1 (little) to 3 (much)."""
    return _CLASSES[impact][effort - 1]


def review_state(due_on: date, *, is_made: bool, today: date) -> str:
    """Return whether a review was made, is late, is near or lies ahead. On its day it is not late."""
    if is_made:
        return REVIEWED
    if due_on < today:
        return LATE
    return SOON if due_on <= today + NEAR else AHEAD


def may_be_measured(*, starts_on: date, after_days: int, ends_on: date | None, today: date) -> bool:
    """Tell whether the time after the start is over, so that nobody stops looking on the day that suits them."""
    last = starts_on + timedelta(days=after_days)
    return today >= (last if ends_on is None else min(last, ends_on + timedelta(days=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What one initiative asked for, got and spent, in the currency of the workspace; None where nobody said."""

    state: str
    asked: Decimal | None = None
    granted: Decimal | None = None
    spent: Decimal | None = None
    was_decided: bool = False

    @property
    def waiting(self) -> Decimal:
        """Return what is asked for and not decided."""
        return self._asked if self.state == ASKED else Decimal(0)

    @property
    def given(self) -> Decimal:
        """Return what was granted."""
        return (self.granted or Decimal(0)) if self._has_answer and self.state != REFUSED else Decimal(0)

    @property
    def denied(self) -> Decimal:
        """Return what was asked for and not granted: all of it, or the part that was cut."""
        return self._asked - self.given if self._has_answer else Decimal(0)

    @property
    def withdrawn(self) -> Decimal:
        """Return what was asked for and taken back before anybody decided."""
        return self._asked if self.state == STOPPED and not self.was_decided else Decimal(0)

    @property
    def _asked(self) -> Decimal:
        return self.asked or Decimal(0)

    @property
    def _has_answer(self) -> bool:
        # Asked anew after a refusal it waits again.
        return self.was_decided and self.state not in (PROPOSED, ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The money of several initiatives together: `asked` is always `granted + refused + waiting + withdrawn`."""

    asked: Decimal
    granted: Decimal
    refused: Decimal
    waiting: Decimal
    withdrawn: Decimal
    spent: Decimal


def sums_of(lines: Iterable[Money]) -> Sums:
    """Return the sums of what initiatives asked for, got and spent. What is not asked for yet is in none."""
    asked = [each for each in lines if each.state != PROPOSED]
    return Sums(
        asked=sum((each.asked or Decimal(0) for each in asked), Decimal(0)),
        granted=sum((each.given for each in asked), Decimal(0)),
        refused=sum((each.denied for each in asked), Decimal(0)),
        waiting=sum((each.waiting for each in asked), Decimal(0)),
        withdrawn=sum((each.withdrawn for each in asked), Decimal(0)),
        spent=sum((each.spent or Decimal(0) for each in asked), Decimal(0)),
    )
