"""Letting a case rest, and waking it."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import SNOOZED, WOKEN
from kuule.act.rules.cases import BAD_MOMENT, LONGEST_SNOOZE, NO_WORDS, is_snooze_possible
from kuule.act.services.cases.beginning import actor_of, case_at_hand, kept_words
from kuule.act.services.history import note_event
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def snooze_case(
    *,
    case: Case,
    until: datetime,
    words: str,
    by: Member | None,
    now: datetime,
    seen: int | None = None,
    actor: Actor | None = None,
) -> Case:
    """Take a case out of the inboxes until a moment, or until the customer writes back. Its due time stays.

    Raises:
        Refused: `bad_moment` with `days`, `no_words`, `too_long`, and as `case_at_hand` does.
    """
    row = case_at_hand(case, by=by, seen=seen)
    if not is_snooze_possible(until, now=now):
        raise Refused(BAD_MOMENT, days=LONGEST_SNOOZE.days)
    kept = kept_words(words, case=row, moment=SNOOZED)
    if not kept:
        raise Refused(NO_WORDS)
    row.snoozed_until = until
    row.look_at = min(until, row.look_at or until)
    row.save(update_fields=["snoozed_until", "look_at"])
    note_event(case=row, kind=SNOOZED, now=now, by=by, actor=actor, words=kept, until=until.isoformat())
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_snoozed", subject=row, now=now)
    return row


@transaction.atomic
def wake_case(*, case: Case, by: Member | None, now: datetime, actor: Actor | None = None) -> None:
    """Bring a case back into the inboxes, if it is not there."""
    if Case.objects.filter(pk=case.pk, snoozed_until__isnull=False).update(snoozed_until=None):
        note_event(case=case, kind=WOKEN, now=now, by=by, actor=actor)
        record(workspace=case.workspace, actor=actor_of(by, actor), act="case_woken", subject=case, now=now)
