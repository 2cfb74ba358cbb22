"""How every act in a case begins: one at a time, on the case as it was seen, and in words that can be kept."""

from kuule.act.models import Case, CaseEvent
from kuule.act.rules import CLOSED, MERGED, OPEN
from kuule.act.rules.cases import (
    CHANGED_SINCE,
    DECISIVE,
    LONGEST_WORDS,
    NO_NOTE,
    NOT_CLOSED,
    NOT_MERGED,
    NOT_OPEN,
    TOO_LONG,
    asks_for_note,
)
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, Actor, Refused

_REFUSED_STATE = {OPEN: NOT_OPEN, CLOSED: NOT_CLOSED, MERGED: NOT_MERGED}


def case_at_hand(case: Case, *, by: Member | None, seen: int | None = None, state: str = OPEN) -> Case:
    """Return the case as it is now, kept for this act alone until the transaction ends.

    `seen` is the id of the newest event that was on the page: if somebody else did something decisive since then, the
    act was decided without knowing it. None asks nothing.

    Raises:
        Refused: `not_open`, `not_closed` or `not_merged` where the act does not fit; `changed_since` with the `event`.
    """
    # Only the row itself: PostgreSQL cannot lock what an outer join may leave empty.
    row = Case.objects.select_for_update(of=("self",)).select_related("workspace", "playbook").get(pk=case.pk)
    if seen is not None:
        since = CaseEvent.objects.filter(case=row, pk__gt=seen, kind__in=DECISIVE)
        since = since.exclude(by=by) if by else since
        if (event := since.select_related("by__user").order_by("pk").first()) is not None:
            raise Refused(CHANGED_SINCE, event=event)
    if row.state != state:
        raise Refused(_REFUSED_STATE[state])
    return row


def kept_words(words: str, *, case: Case, moment: str = "") -> str:
    """Return what somebody wrote as it is kept.

    Raises:
        Refused: `too_long`, or `no_note` where the playbook of the case wants a note at this moment.
    """
    kept = words.strip()
    if len(kept) > LONGEST_WORDS:
        raise Refused(TOO_LONG, limit=LONGEST_WORDS)
    if not kept and case.playbook is not None and asks_for_note(moment, case.playbook.note_moments):
        raise Refused(NO_NOTE, moment=moment)
    return kept


def actor_of(by: Member | None, actor: Actor | None = None) -> Actor:
    """Return who acts: a program, in somebody's name or its own, else the member, or Kuule where there is none."""
    return actor or (SYSTEM if by is None else Actor.user(by.user_id))
