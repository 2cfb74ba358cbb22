"""The same act in many cases at once."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules.capacity import HandOver
from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services.cases.closing import Closing, close_case
from kuule.act.services.cases.owning import hand_over
from kuule.act.services.cases.snoozing import snooze_case
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import Refused

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """In how many cases something was done, and in how many it was refused, by code."""

    done: int
    refused: Mapping[str, int]


def hand_over_cases(
    *, case_ids: Collection[int], to: Member | Team, by: Member, now: datetime, words: str = ""
) -> BulkOutcome:
    """Hand many cases over, as `hand_over` does each."""
    return _each(case_ids, by, lambda case: hand_over(case=case, to=to, by=by, now=now, words=words))


def hand_over_as_proposed(
    *, moves: Collection[HandOver], takers: Mapping[int, Member], words: str, by: Member, now: datetime
) -> BulkOutcome:
    """Hand each of these cases to the one for whom it was proposed, as `hand_over` does each; `words` say why."""
    to = {move.case: takers[move.taker] for move in moves}
    return _each(to, by, lambda case: hand_over(case=case, to=to[case.pk], by=by, now=now, words=words))


def snooze_cases(*, case_ids: Collection[int], until: datetime, words: str, by: Member, now: datetime) -> BulkOutcome:
    """Let many cases rest, as `snooze_case` does each."""
    return _each(case_ids, by, lambda case: snooze_case(case=case, until=until, words=words, by=by, now=now))


def close_cases(*, case_ids: Collection[int], closing: Closing, by: Member, now: datetime) -> BulkOutcome:
    """Close many cases, as `close_case` does each: those that lack something stay open."""
    return _each(case_ids, by, lambda case: close_case(case=case, closing=closing, by=by, now=now))


def _each(case_ids: Collection[int], by: Member, act: Callable[[Case], object]) -> BulkOutcome:
    """Do something in each of these cases that a member may see; what is refused in one hinders no other."""
    refused = Counter[str]()
    done = 0
    cases = cases_seen_by(by).filter(pk__in=list(case_ids)[:MOST_AT_ONCE]).order_by("due_at", "pk")
    for case in cases.select_related("workspace"):
        try:
            with transaction.atomic():
                act(case)
        except Refused as reason:
            lacks = reason.params.get("lacks")
            refused.update(lacks if isinstance(lacks, list) else [reason.code])
        else:
            done += 1
    return BulkOutcome(done, refused)
