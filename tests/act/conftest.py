"""What tests of this room can ask for: a programme whose cases have begun, cases, mails, and who they are about."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kuule.act.models import AnswerNews, Case, CaseSettings
from kuule.act.rules import DETRACTOR
from kuule.act.services.opening import CasePlan, open_case
from kuule.act.services.watching import hear_some
from kuule.contacts.models import Account, Contact
from kuule.contacts.services import add_contact, open_account
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.act.letter_office import aino, case, send, written
from tests.conftest import NOW, Company
from tests.dispatch.conftest import mailbox, post
from tests.dispatch.test_bounce_mailbox import imap_port
from tests.insight.conftest import anna, other_programme, programme

__all__ = ["aino", "anna", "case", "imap_port", "mailbox", "other_programme", "post", "programme", "send", "written"]

LONG_AGO = NOW - timedelta(days=400)
OpenCase = Callable[..., Case]


@pytest.fixture
def cases_begin(nordlys) -> CaseSettings:
    """Let every answer of the tests be one from after cases began; without playbooks the built-in rule serves."""
    # Tables that are emptied after a test of processes leave entries of what was deleted.
    AnswerNews.objects.all().delete()
    return CaseSettings.objects.create(
        workspace=nordlys.workspace, since=LONG_AGO, begun_at=LONG_AGO, changed_at=LONG_AGO
    )


@pytest.fixture
def hear(cases_begin) -> Callable[..., list[Case]]:
    """Let the worker look at everything that is new at a moment; return all cases, the oldest first."""

    def listen(at: datetime = NOW) -> list[Case]:
        while hear_some(now=at):
            pass
        return list(Case.objects.order_by("pk"))

    return listen


@pytest.fixture
def fjord(nordlys: Company, now: datetime) -> Account:
    """A customer company."""
    return open_account(workspace=nordlys.workspace, name="Fjord Shipping", actor=SYSTEM, now=now)


@pytest.fixture
def kari(nordlys: Company, fjord: Account, now: datetime) -> Contact:
    """Somebody of Fjord Shipping."""
    return add_contact(
        workspace=nordlys.workspace,
        name="Kari Nordmann",
        email="kari@fjord.example",
        phone="+4791234567",
        account=fjord,
        actor=SYSTEM,
        now=now,
    )


@pytest.fixture
def case_of(nordlys: Company, kari: Contact, now: datetime) -> OpenCase:
    """How a case is opened: `case_of(owner)`, of Kari unless something else is said."""

    def make(owner: Member | None = None, *, at: datetime | None = None, **told: Any) -> Case:
        opened = at or now
        given = {"reason": DETRACTOR, "contact": kari, "account": kari.account, "owner": owner, **told}
        plan = CasePlan(**{"due_at": opened + timedelta(hours=24), **given})
        return open_case(workspace=nordlys.workspace, plan=plan, actor=SYSTEM, now=opened)

    return make
