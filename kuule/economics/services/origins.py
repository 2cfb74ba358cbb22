"""Keeping what brought customers: said once for each, the newest word holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services.naming import find_or_add_people
from kuule.dispatch.rules.occurrences import CREATED, REFUSED, REPEATED, Recorded
from kuule.economics.models import CustomerOrigin
from kuule.economics.rules import CHANGED
from kuule.economics.rules.told import OriginTold, names_customer
from kuule.economics.services.keeping import Whom
from kuule.economics.services.written import ORIGIN_TABLE, Written
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_values, overwrite_rows
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record, record_each

_FIELDS = ("workspace_id", "account_id", "contact_id", "origin", "source", "said_at", "import_job_id")


class Customer(NamedTuple):
    """One customer: an account, or a person without one."""

    account_id: int | None
    contact_id: int | None

    @classmethod
    def of(cls, whom: Whom) -> "Customer":
        """Return the customer that somebody stands for."""
        return cls(whom.account_id, None) if whom.account_id is not None else cls(None, whom.contact_id)


@dataclass(frozen=True, slots=True)
class Named:
    """A customer who is known by ids already."""

    account_id: int | None = None
    contact_id: int | None = None


@dataclass(slots=True)
class OriginCorrection:
    """An origin that was said anew: the row, what it was, and what it became."""

    row: CustomerOrigin
    was: dict[str, Any]
    became: dict[str, Any]


class OriginsKeeping:
    """What brought some customers as it stands, and what of it is to be added or corrected."""

    def __init__(self, workspace: Workspace, whom: Sequence[Whom], *, source: str, now: datetime) -> None:
        """Find what is known of these customers."""
        self._workspace, self._source, self._now = workspace, source, now
        self._known = {Customer(each.account_id, each.contact_id): each for each in _origins_of(workspace, whom)}
        self._added: list[tuple[OriginTold, Whom]] = []
        self.corrections: list[OriginCorrection] = []

    def take(self, told: OriginTold, whom: Whom) -> Recorded:
        """Decide what becomes of something that was said: created, repeated or changed."""
        row = self._known.get(Customer.of(whom))
        if row is None:
            self._added.append((told, whom))
            return Recorded(CREATED)
        said_at = told.said_at or self._now
        if row.origin == told.origin or said_at < row.said_at:
            return Recorded(REPEATED)
        became = {"origin": told.origin, "source": self._source, "said_at": said_at}
        self.corrections.append(OriginCorrection(row, {name: getattr(row, name) for name in became}, became))
        return Recorded(CHANGED)

    def write(self, *, job: Job | None = None) -> list[Written]:
        """Add and correct the rows. Inside a transaction, with all people written.

        Return what was done to rows that were there before.
        """
        job_id = job.pk if job else None
        rows = [
            (self._workspace.pk, *Customer.of(whom), told.origin, self._source, told.said_at or self._now, job_id)
            for told, whom in self._added
        ]
        insert_values(CustomerOrigin, _FIELDS, rows)
        for each in self.corrections:
            for name, value in each.became.items():
                setattr(each.row, name, value)
        overwrite_rows([each.row for each in self.corrections], ("origin", "source", "said_at"))
        return [Written(ORIGIN_TABLE, each.row.pk, each.was, each.became) for each in self.corrections]


def record_origins(
    *, workspace: Workspace, items: Sequence[OriginTold], source: str, actor: Actor, now: datetime
) -> list[Recorded]:
    """Keep what brought customers, as another system names them; return what became of each, in their order."""
    try:
        return _recorded(workspace, items, source, actor, now)
    except IntegrityError:
        # Somebody was added elsewhere at this very moment: now they are found.
        return _recorded(workspace, items, source, actor, now)


@transaction.atomic
def say_origin(*, workspace: Workspace, customer: Named, origin: str, source: str, actor: Actor, now: datetime) -> str:
    """Keep what brought one customer; return whether that was created, repeated or changed."""
    keeping = OriginsKeeping(workspace, [customer], source=source, now=now)
    outcome = keeping.take(OriginTold(PersonRow(0), origin), customer).outcome
    keeping.write()
    if outcome != REPEATED:
        record(workspace=workspace, actor=actor, act="origins_told", subject=workspace, now=now)
    return outcome


@transaction.atomic
def _recorded(
    workspace: Workspace, items: Sequence[OriginTold], source: str, actor: Actor, now: datetime
) -> list[Recorded]:
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    good = [each for each in items if names_customer(each.who)]
    named = find_or_add_people(workspace=workspace, persons=[each.who for each in good], now=now)
    keeping = OriginsKeeping(workspace, named, source=source, now=now)
    whom = dict(zip(map(id, good), named, strict=True))
    seen: set[Customer] = set()
    found: list[Recorded] = []
    for each in items:
        fault = _fault(whom.get(id(each)), seen)
        found.append(Recorded(REFUSED, faults=[fault]) if fault else keeping.take(each, whom[id(each)]))
    keeping.write()
    if any(each.outcome in (CREATED, CHANGED) for each in found):
        record(workspace=workspace, actor=actor, act="origins_told", subject=workspace, now=now)
    rows = [each.row.pk for each in keeping.corrections]
    record_each(workspace=workspace, actor=actor, act="origin_corrected", model=CustomerOrigin, ids=rows, now=now)
    return found


def _fault(whom: Any, seen: set[Customer]) -> Fault | None:
    if whom is None:
        return Fault("", "no_customer")
    if whom.problem:
        return Fault(whom.field, whom.problem)
    if (customer := Customer.of(whom)) in seen:
        return Fault("", "told_twice")
    seen.add(customer)
    return None


def _origins_of(workspace: Workspace, whom: Sequence[Whom]) -> Collection[CustomerOrigin]:
    customers = [Customer.of(each) for each in whom]
    origins = CustomerOrigin.objects.filter(workspace=workspace)
    accounts = [each.account_id for each in customers if each.account_id]
    people = [each.contact_id for each in customers if each.contact_id]
    return [*origins.filter(account__in=accounts), *origins.filter(contact__in=people)]
