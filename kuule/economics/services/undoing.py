"""Undoing what an import did to rows of money."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Model

from kuule.contacts.models import ImportChange
from kuule.economics.models import AccountMerge, CustomerOrigin, ExchangeRate
from kuule.economics.selectors.settings import money_settings
from kuule.economics.services.conversion import convert_rows
from kuule.economics.services.rates import convert_by
from kuule.economics.services.shapes import CONTRACTS, CONVERTED_SHAPES, ENTRIES, EVENTS
from kuule.economics.services.written import MERGE_TABLE, ORIGIN_TABLE, RATE_TABLE
from kuule.jobs.models import Job
from kuule.workspaces.rules import SYSTEM, Actor

REMOVED, RESTORED, KEPT = "money_removed", "money_restored", "money_kept"
_MODELS: dict[str, type[Model]] = {
    ORIGIN_TABLE: CustomerOrigin,
    RATE_TABLE: ExchangeRate,
    MERGE_TABLE: AccountMerge,
    **{shape.table: shape.model for shape in (ENTRIES, CONTRACTS, EVENTS)},
}
# Those of which an import is written on the rows it added.
_IMPORTED = (ENTRIES.model, CONTRACTS.model, EVENTS.model, CustomerOrigin)


def undo_some(*, job: Job, limit: int, now: datetime) -> Counter[str]:
    """Undo some of what an import of money did; return how many rows were removed, restored or kept."""
    for model in _IMPORTED:
        added = model._default_manager.filter(workspace=job.workspace, import_job=job)
        ids = list(added.order_by("pk").values_list("pk", flat=True)[:limit])
        if ids:
            model._default_manager.filter(pk__in=ids).delete()
            return Counter({REMOVED: len(ids)})
    changes = ImportChange.objects.filter(workspace=job.workspace, job=job, table__in=_MODELS)
    some = list(changes.order_by("-pk")[:limit])
    counted: Counter[str] = Counter()
    rates: list[ExchangeRate] = []
    for each in some:
        row = _MODELS[each.table]._default_manager.filter(workspace=job.workspace, pk=each.row_id).first()
        if isinstance(row, ExchangeRate):
            rates.append(row)
        counted[_undone(row, each)] += 1
    ImportChange.objects.filter(pk__in=[each.pk for each in some]).delete()
    _convert(job, some, rates, now)
    return +counted


def _undone(row: Any, change: ImportChange) -> str:
    if row is None:
        return KEPT
    if change.is_new:
        type(row)._default_manager.filter(pk=row.pk).delete()
        return REMOVED
    if any(getattr(row, name) != _typed(row, name, value) for name, value in change.after.items()):
        return KEPT
    for name, value in change.before.items():
        setattr(row, name, _typed(row, name, value))
    row.save(update_fields=[row._meta.get_field(name).name for name in change.before])
    return RESTORED


def _typed(row: Any, name: str, value: Any) -> Any:
    return row._meta.get_field(name).to_python(value)


def _convert(job: Job, changes: list[ImportChange], rates: list[ExchangeRate], now: datetime) -> None:
    base = money_settings(job.workspace).currency
    for shape in CONVERTED_SHAPES:
        ids = [each.row_id for each in changes if each.table == shape.table]
        if ids:
            convert_rows(shape, shape.rows(job.workspace).filter(pk__in=ids), base=base)
    actor = Actor.user(job.created_by_id) if job.created_by_id else SYSTEM
    convert_by(job.workspace, rates, actor=actor, now=now)
