"""Keeping exchange rates, and converting what they concern."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.rules.occurrences import CREATED, REFUSED, REPEATED, Recorded
from kuule.economics.models import ExchangeRate
from kuule.economics.rules import CHANGED, RATE_STEP
from kuule.economics.rules.told import RateTold, in_steps
from kuule.economics.selectors.settings import money_settings
from kuule.economics.services.reconversion import reconvert
from kuule.economics.services.written import RATE_TABLE, Written
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

Key = tuple[str, str, date]


class RatesKeeping:
    """The rates of some days as they stand, and what of them is to be added or corrected."""

    def __init__(self, workspace: Workspace, items: Sequence[RateTold]) -> None:
        """Find the rates there are."""
        self._workspace, self._own = workspace, money_settings(workspace).currency
        days = [each.day.isoformat() for each in items]
        known = ExchangeRate.objects.filter(workspace=workspace, currency__in={each.currency for each in items})
        known = known.filter(day__range=(min(days), max(days))) if days else known.none()
        self._known: dict[Key, ExchangeRate] = {(each.base, each.currency, each.day): each for each in known}
        self._added: list[ExchangeRate] = []
        self._corrected: list[tuple[ExchangeRate, Decimal]] = []

    def take(self, told: RateTold) -> Recorded:
        """Decide what becomes of a rate: created, repeated or changed."""
        base, rate = told.base or self._own, in_steps(told.rate, RATE_STEP)
        key = (base, told.currency, told.day)
        row = self._known.get(key)
        if row is None:
            row = ExchangeRate(workspace=self._workspace, base=base, currency=told.currency, day=told.day, rate=rate)
            self._known[key] = row
            self._added.append(row)
            return Recorded(CREATED)
        if row.rate == rate:
            return Recorded(REPEATED)
        if row.pk:
            self._corrected.append((row, row.rate))
        row.rate = rate
        return Recorded(CHANGED)

    def write(self, *, actor: Actor, now: datetime) -> list[Written]:
        """Add and correct the rates, and convert what they concern. Inside a transaction.

        Return what was done, of rates that are new too.
        """
        number_rows(self._added)
        insert_rows(self._added)
        corrected = [row for row, _was in self._corrected]
        overwrite_rows(corrected, ("rate",))
        convert_by(self._workspace, [*self._added, *corrected], actor=actor, now=now)
        return [
            *(Written(RATE_TABLE, row.pk, is_new=True) for row in self._added),
            *(Written(RATE_TABLE, row.pk, {"rate": was}, {"rate": row.rate}) for row, was in self._corrected),
        ]


def convert_by(workspace: Workspace, rates: Sequence[ExchangeRate], *, actor: Actor, now: datetime) -> None:
    """Convert the amounts that rates concern anew: of their currency, from the earliest of their days on."""
    own, first = money_settings(workspace).currency, dict[str, date]()
    for each in rates:
        if each.base == own:
            first[each.currency] = min(each.day, first.get(each.currency, each.day))
    for currency, since in first.items():
        reconvert(workspace=workspace, actor=actor, now=now, currency=currency, since=since)


@transaction.atomic
def record_rates(*, workspace: Workspace, items: Sequence[RateTold], actor: Actor, now: datetime) -> list[Recorded]:
    """Keep exchange rates, one a day for each pair of currencies; return what became of each, in their order.

    Amounts in these currencies are converted anew, at once or by a worker when there are many.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    own = money_settings(workspace).currency
    faults = [each.unkept(own) for each in items]
    keeping = RatesKeeping(workspace, [each for each, fault in zip(items, faults, strict=True) if fault is None])
    found = [
        Recorded(REFUSED, faults=[Fault(fault.field, fault.code)]) if fault else keeping.take(each)
        for each, fault in zip(items, faults, strict=True)
    ]
    keeping.write(actor=actor, now=now)
    if any(each.outcome in (CREATED, CHANGED) for each in found):
        record(workspace=workspace, actor=actor, act="rates_told", subject=workspace, now=now)
    return found


@transaction.atomic
def delete_rate(*, rate: ExchangeRate, actor: Actor, now: datetime) -> None:
    """Delete a rate; what it had converted is converted by the one before it, or by none."""
    record(workspace=rate.workspace, actor=actor, act="rate_deleted", subject=rate, now=now)
    ExchangeRate.objects.filter(pk=rate.pk).delete()
    convert_by(rate.workspace, [rate], actor=actor, now=now)
