"""Opening a case by hand: somebody reads a comment, or meets a customer, and wants that they are heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import BY_HAND, OPEN, USUAL_HOURS
from kuule.act.services.cases.beginning import actor_of
from kuule.act.services.opening import CasePlan, open_case
from kuule.contacts.models import Account, Contact
from kuule.economics.selectors.accounts import money_of_account
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import Refused, is_allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a case is opened about: an answer, a person, or an account."""

    response: Response | None = None
    contact: Contact | None = None
    account: Account | None = None

    @property
    def person(self) -> Contact | None:
        """Return the person, if one is known."""
        return self.response.contact if self.response else self.contact

    @property
    def company(self) -> Account | None:
        """Return the account, if one is known: of an answer the one it was given for."""
        if self.response is not None:
            return self.response.account
        return self.account or (self.contact.account if self.contact else None)


@transaction.atomic
def open_by_hand(*, subject: Subject, by: Member, now: datetime) -> tuple[Case, bool]:
    """Open a case for the owner of the account, else for whoever opens it; return it, and whether it is new.

    An open case about the same answer, or else about the same person or account, is returned instead.

    Raises:
        Refused: `nobody` for an answer of which nobody knows who gave it.
    """
    person, account = subject.person, subject.company
    if person is None and account is None:
        raise Refused("nobody")
    if (known := _known(subject, by)) is not None:
        return known, False
    owner = _owner(account, by)
    plan = CasePlan(
        reason=BY_HAND,
        response=subject.response,
        contact=person,
        account=account,
        owner=owner,
        team=_team(account, owner),
        value=_worth(account, now),
        due_at=now + timedelta(hours=USUAL_HOURS),
    )
    return open_case(workspace=by.workspace, plan=plan, actor=actor_of(by), now=now), True


def _known(subject: Subject, by: Member) -> Case | None:
    cases = Case.objects.filter(workspace_id=by.workspace_id).order_by("-opened_at", "-pk")
    if subject.response is not None:
        return cases.filter(response=subject.response).first()
    waiting = cases.filter(state=OPEN)
    if subject.contact is not None:
        return waiting.filter(contact=subject.contact).first()
    return waiting.filter(account=subject.account, contact=None).first()


def _owner(account: Account | None, by: Member) -> Member:
    owner = account.owner if account else None
    can_work = owner is not None and owner.user.is_active and is_allowed(owner.role, "work_cases")
    return owner if owner is not None and can_work else by


def _team(account: Account | None, owner: Member) -> Team | None:
    return account.team if account and account.team else owner.teams.order_by("pk").first()


def _worth(account: Account | None, now: datetime) -> Decimal | None:
    return money_of_account(account, day=now.date()).revenue if account else None
