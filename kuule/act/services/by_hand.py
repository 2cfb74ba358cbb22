"""Opening a case by hand: somebody reads a comment, or meets a customer, and wants that they are heard."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import BY_HAND, OPEN
from kuule.act.selectors.office import Office
from kuule.act.services.cases.beginning import actor_of
from kuule.act.services.opening import open_case
from kuule.act.services.planning import plan_case
from kuule.contacts.models import Account, Contact
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Refused


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

    Whoever is away has their stand-in, and the time is set by the calendar of the team, as in every case.
    An open case about the same answer, or else about the same person or account, is returned instead.

    Raises:
        Refused: `nobody` for an answer of which nobody knows who gave it.
    """
    person, account = subject.person, subject.company
    if person is None and account is None:
        raise Refused("nobody")
    if (known := _known(subject, by)) is not None:
        return known, False
    plan = plan_case(
        office=Office(by.workspace, now=now),
        reason=BY_HAND,
        playbook=None,
        since=now,
        contact=person,
        account=account,
        response=subject.response,
        otherwise=by,
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
