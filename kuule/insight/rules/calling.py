"""Who should be called first: for reasons that stand beside each answer, never by a secret weight. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.insight.rules import GROUPS

KEY_ACCOUNT, WORTH_MOST, DECIDES, KEY_PERSON = "key_account", "worth_most", "decides", "key_person"
VERY_LOW, FRESH = "very_low", "fresh"

VERY_LOW_UP_TO = 3
FRESH_FOR = timedelta(days=14)
# An account is worth much if it is in the quarter that is worth most.
PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer whose giver is known, and what is known of them and their account now.

    `worth` is None where no number says what the account is worth. `later_score` is the newest score that the same
    person gave since, None if none. With `has_note` somebody here has begun to look after it.
    """

    response_id: int
    score: int
    answered_at: datetime
    worth: float | None = None
    is_key_account: bool = False
    is_key_person: bool = False
    decides: bool = False
    has_note: bool = False
    later_score: int | None = None

    @property
    def is_taken_up(self) -> bool:
        """Tell whether somebody wrote a note, or the person has given a better kind of answer since."""
        return self.has_note or (self.later_score is not None and _group(self.later_score) > _group(self.score))


@dataclass(frozen=True, slots=True)
class Call:
    """An answer in its place, with the reasons for it."""

    answer: Answered
    reasons: Sequence[str]


def worth_bar(worths: Iterable[float | None]) -> float | None:
    """Return what an account must be worth more than to be in the top quarter, None where there is no such quarter."""
    known = sorted((worth for worth in worths if worth is not None), reverse=True)
    return known[len(known) // PARTS] if len(known) >= PARTS else None


def reasons_to_call(answer: Answered, *, bar: float | None, now: datetime) -> list[str]:
    """Return the reasons to call somebody soon, in the order in which they are told."""
    holds = {
        KEY_ACCOUNT: answer.is_key_account,
        WORTH_MOST: answer.worth is not None and bar is not None and answer.worth > bar,
        DECIDES: answer.decides,
        KEY_PERSON: answer.is_key_person,
        VERY_LOW: answer.score <= VERY_LOW_UP_TO,
        FRESH: now - answer.answered_at <= FRESH_FOR,
    }
    return [reason for reason, is_true in holds.items() if is_true]


def call_order(answers: Iterable[Answered], *, bar: float | None, now: datetime) -> list[Call]:
    """Return answers in the order in which to call those who gave them.

    Detractors come before passives, passives before promoters; among them whoever nobody has taken up yet, then
    whoever has most reasons, then the account that is worth most, the lower score, the newer answer.
    """
    calls = [Call(answer, reasons_to_call(answer, bar=bar, now=now)) for answer in answers]
    return sorted(calls, key=_place)


def _place(call: Call) -> tuple[object, ...]:
    answer = call.answer
    worth = -answer.worth if answer.worth is not None else 0.0
    return (
        _group(answer.score),
        answer.is_taken_up,
        -len(call.reasons),
        answer.worth is None,
        worth,
        answer.score,
        -answer.answered_at.timestamp(),
        answer.response_id,
    )


def _group(score: int) -> int:
    return next(place for place, scores in enumerate(GROUPS.values()) if score in scores)
