"""Care after something happened: the steps, who goes without so that their effect shows, and when care ends."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

TIP_STEP, CALL_STEP = "tip", "call"
STEP_KINDS = (TIP_STEP, CALL_STEP)
MOST_STEPS = 5
LONGEST_CARE_DAYS = 180
USUAL_HOLDOUT, MOST_HOLDOUT = 20, 50

# How care of one occurrence stands.
CARING, CARE_DONE, HELD_OUT, CARE_STOPPED = "caring", "done", "held_out", "stopped"
CARE_STATES = (CARING, CARE_DONE, HELD_OUT, CARE_STOPPED)
# Why it stopped, beside the reasons for which nobody is asked.
IN_CARE, STOP_CONDITION = "in_care", "stop_condition"

REACHED, NOT_REACHED, SKIPPED = "reached", "not_reached", "skipped"
OUTCOMES = (REACHED, NOT_REACHED, SKIPPED)
# Who was not reached is called again on the next days, so often.
CALL_AGAIN, MOST_CALLS = timedelta(days=1), 3

Texts = Mapping[str, str]
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step, so many days after it happened: a tip by mail, or a call that somebody here makes.

    `subject` and `words` are texts by language; of a call the words say what it is about.
    """

    kind: str
    after_days: int
    subject: Texts = field(default_factory=dict)
    words: Texts = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the step as it is kept."""
        about = {"kind": self.kind, "after_days": self.after_days}
        return {**about, "subject": dict(self.subject), "words": dict(self.words)}


def steps_from(kept: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps that `as_json` wrote, in their order."""
    return tuple(Step(**each) for each in kept)


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps by the day on which they come; those of one day stay as they are."""
    return tuple(sorted(steps, key=lambda each: each.after_days))


def is_held_out(*, plan_id: int, contact_id: int, holdout: int) -> bool:
    """Tell whether somebody goes without care, of so many percent: by chance, and in one plan always the same."""
    return random.Random(f"care {plan_id} {contact_id}").random() * _PERCENT < holdout  # noqa: S311 - no secret


def step_due_at(steps: Sequence[Step], *, done: int, happened_at: datetime) -> datetime | None:
    """Return when the step after so many is due, None where there is no more."""
    return happened_at + timedelta(days=steps[done].after_days) if done < len(steps) else None
