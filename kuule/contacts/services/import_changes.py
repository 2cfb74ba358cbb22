"""Writing down what an import does to rows, in the same transaction, so that all of it can be undone."""

from collections.abc import Iterable, Mapping
from typing import Any

from kuule.contacts.models import ImportChange
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_values

CONTACT, ACCOUNT, PROPERTY, PREFERENCE = "contact", "account", "property", "preference"
PROPERTIES = "properties"

_FIELDS = ("workspace_id", "job_id", "table", "row_id", "is_new", "before", "after")

Values = Mapping[str, Any]


class Changes:
    """The changes of one batch."""

    def __init__(self, job: Job) -> None:
        self._of_job = (job.workspace_id, job.pk)
        self._changes: list[tuple[Any, ...]] = []

    def added(self, table: str, ids: Iterable[int]) -> None:
        """Note rows that the import added."""
        self._changes += [(*self._of_job, table, each, True, {}, {}) for each in ids]

    def changed(self, table: str, row_id: int, *, was: Values, became: Values) -> None:
        """Note what a row was and became. Of its properties only those that differ are kept."""
        before, after = differing(was, became)
        if before or after:
            self._changes.append((*self._of_job, table, row_id, False, before, after))

    def write(self) -> None:
        """Write them down."""
        insert_values(ImportChange, _FIELDS, self._changes)


def differing(was: Values, became: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs, as it was and as it became. A property that was not there is missing among the first."""
    before = {name: value for name, value in was.items() if name != PROPERTIES and became[name] != value}
    after = {name: became[name] for name in before}
    old, new = was.get(PROPERTIES, {}), became.get(PROPERTIES, {})
    keys = [key for key in new if key not in old or old[key] != new[key]]
    if keys:
        before[PROPERTIES] = {key: old[key] for key in keys if key in old}
        after[PROPERTIES] = {key: new[key] for key in keys}
    return before, after
