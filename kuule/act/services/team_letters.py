"""Telling a team that a case waits there for whoever is free."""

from datetime import datetime, timedelta

from kuule.act.models import Case, Letter
from kuule.act.rules.letters import TEAM_CASE
from kuule.act.rules.triage import AT_ONCE
from kuule.act.selectors.unowned import takers_in
from kuule.act.services.letters import write_letter
from kuule.dispatch.rules import DUE
from kuule.workspaces.models import Member

# Many cases at once make one mail: the next goes out so long after the last, and names all that wait then.
ONE_MAIL_IN = timedelta(hours=1)


def tell_team(*, case: Case, now: datetime, but: Member | None = None) -> None:
    """Tell those of a team who are there that a case is nobody's; `but` is who put it there and knows."""
    if case.team is None:
        return
    for member in takers_in(case.team, now=now):
        if member != but:
            _tell(member, case, now)


def _tell(member: Member, case: Case, now: datetime) -> None:
    told = Letter.objects.filter(member=member, purpose=TEAM_CASE, params__team=case.team_id)
    last = told.order_by("-due_at", "-pk").first()
    can_wait = last is not None and case.urgency < AT_ONCE
    due_at = max(now, last.due_at + ONE_MAIL_IN) if last and can_wait else now
    if last is not None and last.state == DUE and last.due_at <= due_at:
        # It has not left yet, and will name this case as well.
        return
    write_letter(
        workspace=case.workspace,
        purpose=TEAM_CASE,
        to=member,
        case=case,
        params={"team": case.team_id},
        due_at=due_at,
        # Two workers that write at once agree on the moment of the next mail.
        once_key=f"team-case {case.team_id} {member.pk} {due_at.isoformat()}",
        now=now,
    )
