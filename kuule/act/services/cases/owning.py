"""Whose a case is."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import ASSIGNED
from kuule.act.rules.cases import SAME_OWNER
from kuule.act.rules.letters import NEW_CASE
from kuule.act.services.cases.beginning import actor_of, case_at_hand, kept_words
from kuule.act.services.history import note_event
from kuule.act.services.letters import write_letter
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import Actor, Refused, is_allowed
from kuule.workspaces.services import record


@transaction.atomic
def hand_over(
    *,
    case: Case,
    to: Member | Team,
    by: Member | None,
    now: datetime,
    words: str = "",
    seen: int | None = None,
    actor: Actor | None = None,
) -> Case:
    """Give a case to a member, who gets a mail, or to a team, in which it waits for somebody to take it.

    Raises:
        Refused: `cannot_work` for a member who may not work on cases, `same_owner`, `no_note`, `too_long`, and as
            `case_at_hand` does.
        ValueError: the new owner is of another workspace.
    """
    row = case_at_hand(case, by=by, seen=seen)
    if to.workspace_id != row.workspace_id:
        raise ValueError(to)
    owner, team = (to, _team_for(to, row)) if isinstance(to, Member) else (None, to)
    if owner is not None and not (owner.user.is_active and is_allowed(owner.role, "work_cases")):
        raise Refused("cannot_work")
    if (owner, team) == (row.owner, row.team):
        raise Refused(SAME_OWNER)
    is_taken = owner is not None and owner == by
    kept = kept_words(words, case=row, moment="" if is_taken else ASSIGNED)
    was, row.owner, row.team = row.owner_id, owner, team
    row.save(update_fields=["owner", "team"])
    event = note_event(
        case=row,
        kind=ASSIGNED,
        now=now,
        by=by,
        actor=actor,
        words=kept,
        was=was,
        to=owner.pk if owner else None,
        to_team=team.pk if team else None,
    )
    if owner is not None and not is_taken:
        # A case that comes back to somebody is news to them once more: so the event is in the key.
        key = f"new-case {row.pk} {owner.pk} {event.pk}"
        write_letter(workspace=row.workspace, purpose=NEW_CASE, to=owner, case=row, now=now, once_key=key)
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_handed_over", subject=row, now=now)
    return row


def take_case(*, case: Case, by: Member, now: datetime, seen: int | None = None, actor: Actor | None = None) -> Case:
    """Make a case one's own. Raises as `hand_over` does."""
    return hand_over(case=case, to=by, by=by, now=now, seen=seen, actor=actor)


def _team_for(member: Member, case: Case) -> Team | None:
    """Return the team of a case that goes to a member: the same if it is theirs, else their own if they have one."""
    teams = list(member.teams.order_by("pk"))
    return case.team if case.team in teams else teams[0] if len(teams) == 1 else None
