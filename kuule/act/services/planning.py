"""Planning a case: whose it is, until when, how urgent, and where it stands in the order of work."""

from datetime import date, datetime
from decimal import Decimal

from kuule.act.models import Case, Playbook
from kuule.act.rules import (
    BY_ACCOUNT,
    BY_NAME,
    BY_TOUCHPOINT,
    DRAWN,
    MOST_HOURS,
    OPEN,
    USUAL_HOURS,
)
from kuule.act.rules.attention import Waiting
from kuule.act.rules.due import due_at
from kuule.act.rules.triage import Stake, weight_of
from kuule.act.selectors.office import Office
from kuule.act.selectors.stakes import bought_in_a_year, next_ends
from kuule.act.services.opening import CasePlan
from kuule.act.services.routing import find_owner
from kuule.contacts.models import Account, Contact
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.responses.models import Response
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Workspace


def plan_case(
    *,
    office: Office,
    reason: str,
    playbook: Playbook | None,
    since: datetime,
    contact: Contact | None = None,
    account: Account | None = None,
    response: Response | None = None,
    touchpoint: Touchpoint | None = None,
    urgency: int = 0,
    otherwise: Member | None = None,
) -> CasePlan:
    """Return the plan of a new case about somebody who has waited since a moment.

    Without a playbook the owner of the account has 24 hours. `otherwise` is whose it is where the rule names nobody
    who may work cases. Call it inside the transaction that opens the case.
    """
    by = playbook.owner_rule if playbook else BY_ACCOUNT
    team = (playbook.team if playbook else None) or (account.team if account else None)
    named = _named(by, playbook, account, touchpoint)
    if otherwise is not None and (named is None or not office.staff[named.pk].works):
        named = otherwise
    routed = find_owner(office=office, by=by, named=named, team=team)
    hours = min(playbook.hours if playbook else USUAL_HOURS, MOST_HOURS)
    value, renewal_on = stake_of(office.workspace, account=account, contact=contact, day=office.day)
    urgency = max(urgency, playbook.urgency if playbook else 0)
    score = response.score if response else None
    stake = Stake(value=value, renewal_on=renewal_on, urgency=urgency, score=score)
    due = due_at(since, hours=hours, days=office.days(routed.team))
    step = office.next_step(Waiting(opened_at=office.now, due_at=due, urgency=urgency, level=0), routed.team)
    return CasePlan(
        reason=reason,
        due_at=due,
        contact=contact,
        account=account,
        response=response,
        playbook=playbook,
        drawn_share=playbook.share if playbook and reason == DRAWN else None,
        owner=routed.owner,
        team=routed.team,
        found_by=routed.by,
        urgency=urgency,
        value=value,
        score=score,
        weight=weight_of(stake, day=office.day),
        look_at=step[1] if step else None,
    )


def stake_of(
    workspace: Workspace, *, account: Account | None, contact: Contact | None, day: date
) -> tuple[Decimal | None, date | None]:
    """Return what a customer bought in twelve months, and when their next contract ends."""
    merged = merged_accounts(workspace)
    customer = customer_code(account.pk if account else None, contact.pk if contact else None, merged)
    if customer is None:
        return None, None
    bought = bought_in_a_year(workspace, customers=[customer], day=day)
    return bought.get(customer), next_ends(workspace, customers=[customer], merged=merged, day=day).get(customer)


def weigh_again(case: Case, *, office: Office) -> None:
    """Set the place of a case in the order of work by what is known now. It is not saved."""
    case.value, renewal_on = stake_of(office.workspace, account=case.account, contact=case.contact, day=office.day)
    stake = Stake(value=case.value, renewal_on=renewal_on, urgency=case.urgency, score=case.score)
    case.weight = weight_of(stake, day=office.day)


def look_again(case: Case, *, office: Office) -> None:
    """Set when a case is looked at next: its next reminder or escalation, or the end of its snooze. It is not saved.

    Whoever snoozes, reopens or hands over a case, or reaches out in it, calls this before saving `look_at`:
    `look_again(case, office=Office(case.workspace, now=now))`.
    """
    case.look_at = None
    if case.state != OPEN:
        return
    moments = [case.snoozed_until] if case.snoozed_until else []
    if case.contacted_at is None and (step := office.next_step(waiting_of(case), case.team)):
        moments.append(step[1])
    case.look_at = min(moments, default=None)


def waiting_of(case: Case) -> Waiting:
    """Return what decides when a case is looked at again."""
    return Waiting(opened_at=case.opened_at, due_at=case.due_at, urgency=case.urgency, level=case.escalation)


def _named(by: str, playbook: Playbook | None, account: Account | None, touchpoint: Touchpoint | None) -> Member | None:
    if by == BY_ACCOUNT:
        return account.owner if account else None
    if by == BY_TOUCHPOINT:
        return touchpoint.owner if touchpoint else None
    return playbook.member if playbook and by == BY_NAME else None
