"""Closing a case, and opening it again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.act.models import Case, RootCause
from kuule.act.rules import CASE_OUTCOMES, CLOSED, CLOSING, OPEN, REOPENED
from kuule.act.rules.cases import NO_WORDS, asks_for_note, lacks_before_closing
from kuule.act.selectors.merged import cases_within
from kuule.act.selectors.promises import open_promises
from kuule.act.services.cases.beginning import actor_of, case_at_hand, kept_words
from kuule.act.services.cases.coding import NewCause, code
from kuule.act.services.history import note_event
from kuule.dispatch.models import AskHold
from kuule.dispatch.services.limits import release_hold
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What came of a case, why the customer was unhappy, and a word about it."""

    outcome: str
    cause: RootCause | NewCause | None = None
    words: str = ""


@transaction.atomic
def close_case(
    *,
    case: Case,
    closing: Closing,
    by: Member | None,
    now: datetime,
    seen: int | None = None,
    actor: Actor | None = None,
) -> Case:
    """Close a case, with its cause where that was not said before; the person may be asked again.

    Raises:
        Refused: `lacks` with the codes of what is missing, `too_long`, and as `case_at_hand` does.
        ValueError: an unknown outcome.
    """
    row = case_at_hand(case, by=by, seen=seen)
    if closing.outcome not in ("", *CASE_OUTCOMES):
        raise ValueError(closing.outcome)
    words = closing.words.strip()
    moments = row.playbook.note_moments if row.playbook else []
    lacks = lacks_before_closing(
        outcome=closing.outcome,
        reason=row.reason,
        was_contacted=row.contacted_at is not None,
        has_cause=row.root_cause_id is not None or closing.cause is not None,
        promises_open=open_promises(cases_within(row)).count(),
        note_asked=asks_for_note(CLOSING, moments),
        words=words,
    )
    if lacks:
        raise Refused("lacks", lacks=lacks)
    kept = kept_words(words, case=row)
    if closing.cause is not None:
        code(row, closing.cause, by, now, actor)
    row.state, row.outcome, row.closed_at, row.closed_by = CLOSED, closing.outcome, now, by
    row.snoozed_until = row.reply_waits_since = row.look_at = None
    row.save(
        update_fields=["state", "outcome", "closed_at", "closed_by", "snoozed_until", "reply_waits_since", "look_at"]
    )
    note_event(case=row, kind=CLOSING, now=now, by=by, actor=actor, words=kept, outcome=closing.outcome)
    _let_be_asked(row, actor_of(by, actor), now)
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_closed", subject=row, now=now)
    return row


@transaction.atomic
def reopen_case(*, case: Case, words: str, by: Member | None, now: datetime, actor: Actor | None = None) -> Case:
    """Open a closed case again, and say why. It is late if its time was over and nobody was reached.

    Raises:
        Refused: `no_words`, `too_long`, `not_closed`.
    """
    row = case_at_hand(case, by=by, state=CLOSED)
    kept = kept_words(words, case=row)
    if not kept:
        raise Refused(NO_WORDS)
    row.state, row.outcome, row.closed_at, row.closed_by, row.look_at = OPEN, "", None, None, now
    row.save(update_fields=["state", "outcome", "closed_at", "closed_by", "look_at"])
    note_event(case=row, kind=REOPENED, now=now, by=by, actor=actor, words=kept)
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_reopened", subject=row, now=now)
    return row


def _let_be_asked(case: Case, actor: Actor, now: datetime) -> None:
    """End the holds that a case and those merged into it placed."""
    about = {"about_type": case._meta.model_name, "about_id__in": cases_within(case)}
    for hold in AskHold.objects.filter(workspace=case.workspace, released_at=None, **about):
        release_hold(hold=hold, actor=actor, now=now)
