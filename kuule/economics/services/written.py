"""What an import did to rows, written down so that it can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kuule.contacts.services.import_changes import Changes
from kuule.jobs.models import Job

# The names of tables whose changes are written down, besides those of `shapes`.
ORIGIN_TABLE, RATE_TABLE, MERGE_TABLE = "origin", "rate", "merge"


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to a row: it is new, or these values of it changed."""

    table: str
    row_id: int
    was: Mapping[str, Any] = field(default_factory=dict)
    became: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False


def write_down(job: Job, written: Iterable[Written]) -> None:
    """Keep what an import did to rows. Inside the transaction that did it."""
    changes = Changes(job)
    for each in written:
        if each.is_new:
            changes.added(each.table, [each.row_id])
        else:
            changes.changed(each.table, each.row_id, was=_plain(each.was), became=_plain(each.became))
    changes.write()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date | Decimal) else value for name, value in values.items()}
