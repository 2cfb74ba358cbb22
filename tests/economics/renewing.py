"""A firm whose yearly contracts end as its decision-makers' scores foretell, written straight into its tables."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ROLE_KEY
from kuule.contacts.rules import DECISION_MAKER, USER
from kuule.economics.models import Contract, CustomerEvent
from kuule.economics.rules import CONTACTED, INCIDENT, LOST, RENEWED
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace
from tests.insight.conftest import Programme

YEAR = timedelta(days=365)
# How likely a contract is renewed after what its decision-maker gave.
RENEWS = {10: 0.95, 8: 0.85, 3: 0.45}


@dataclass
class Renewing:
    """Writes what customers say and agree to in few words."""

    programme: Programme
    count: int = 0

    @property
    def workspace(self) -> Workspace:
        return self.programme.workspace

    def contract(
        self, whose: Account | Contact, ends_on: date | None, value: str | None = "1200", **told: Any
    ) -> Contract:
        """Keep a contract of a year; `value` None is one without an exchange rate."""
        self.count += 1
        begins = {"starts_on": ends_on - YEAR + timedelta(days=1)} if ends_on else {"starts_on": date(2025, 1, 1)}
        return Contract.objects.create(
            workspace=self.workspace,
            **_whose(whose),
            external_id=f"contract {self.count}",
            ends_on=ends_on,
            yearly_value=Decimal(value or "999"),
            currency="EUR" if value else "XXX",
            converted=None if value is None else Decimal(value),
            told_at=told.pop("told_at", self.programme.now),
            **{**begins, **told},
        )

    def answered(self, contact: Contact, day: date, score: int, **told: Any) -> Response:
        """Keep an answer to the relationship survey, with the role that the person had then."""
        return Response.objects.create(
            workspace=self.workspace,
            survey=told.pop("survey", self.programme.survey),
            version=told.pop("version", self.programme.version),
            contact=contact,
            account=contact.account,
            channel="email",
            language="en",
            score=score,
            answered_at=_noon(day),
            properties={ROLE_KEY: contact.role} if contact.role else {},
            **told,
        )

    def happened(self, whose: Account | Contact, day: date, kind: str = INCIDENT, outcome: bool | None = None) -> None:
        """Keep that something happened with a customer."""
        self.count += 1
        CustomerEvent.objects.create(
            workspace=self.workspace,
            **_whose(whose),
            external_id=f"event {self.count}",
            kind=kind,
            happened_at=_noon(day),
            outcome=outcome,
            told_at=self.programme.now,
        )

    def past(self, customers: int, day: date, *, seed: int = 5) -> list[Account]:
        """Keep a past of so many accounts: two decided years each, and for those who stayed a year that runs now."""
        chance, accounts = random.Random(seed), []
        for number in range(customers):
            account = self.programme.account(f"Company {number:03}")
            accounts.append(account)
            decider = self.programme.contact(f"Decider {number}", account=account, role=DECISION_MAKER)
            user = self.programme.contact(f"User {number}", account=account, role=USER)
            ends_on = day + timedelta(days=chance.randrange(20, 350))
            value = str(chance.choice((600, 1200, 4800, 24000)))
            for back in (2, 1, 0):
                end = ends_on - YEAR * back
                score = chance.choice((10, 8, 3))
                self.answered(decider, min(end - timedelta(days=150), day), score)
                self.answered(user, min(end - timedelta(days=140), day), chance.choice((10, 9, 8, 7, 5)))
                if not back:
                    self.contract(account, end, value)
                    break
                renews = chance.random() < RENEWS[score]
                outcome = RENEWED if renews else LOST
                self.contract(account, end, value, outcome=outcome, decided_on=end - timedelta(days=10))
                if not renews:
                    break
        return accounts

    def called(self, contact: Contact, at: datetime, *, reached: bool = True) -> None:
        """Keep that somebody from the company called a person."""
        self.count += 1
        CustomerEvent.objects.create(
            workspace=self.workspace,
            account=contact.account,
            contact=contact,
            external_id=f"call {self.count}",
            kind=CONTACTED,
            happened_at=at,
            outcome=reached,
            told_at=self.programme.now,
        )


def _whose(whose: Account | Contact) -> dict[str, Any]:
    is_account = isinstance(whose, Account)
    return {"account": whose if is_account else None, "contact": None if is_account else whose}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
