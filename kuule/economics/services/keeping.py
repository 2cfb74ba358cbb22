"""Keeping what was told: each thing once by its id, and corrected when it is told with other values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from kuule.dispatch.rules.occurrences import CREATED, REPEATED, Recorded
from kuule.economics.rules import CHANGED
from kuule.economics.rules.told import Told, names_account, names_person
from kuule.economics.selectors.settings import money_settings
from kuule.economics.services.conversion import convert_told
from kuule.economics.services.shapes import Shape
from kuule.economics.services.written import Written
from kuule.jobs.models import Job
from kuule.lib.bulk import among, insert_values, overwrite_rows
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Workspace


class Whom(Protocol):
    """Whose something is. Somebody new has an id once all people are written."""

    @property
    def contact_id(self) -> int | None:
        """Return the id of the person."""

    @property
    def account_id(self) -> int | None:
        """Return the id of the account they speak for."""


@dataclass(slots=True)
class Correction:
    """A row that was told with other values: what it was, and what it became."""

    row: Any
    told: Told
    whom: Whom
    was: dict[str, Any] = field(default_factory=dict)
    became: dict[str, Any] = field(default_factory=dict)


class Keeping:
    """Rows of one kind as they stand, and what of them is to be added or corrected."""

    def __init__(self, shape: Shape, workspace: Workspace, keys: Collection[str]) -> None:
        """Find the rows that have these ids."""
        self._shape, self._workspace = shape, workspace
        found = shape.rows(workspace).filter(among("external_id", keys))
        self._known: dict[str, Any] = {row.external_id: row for row in found}
        self._added: list[tuple[UUID, Told, Whom]] = []
        self.corrections: list[Correction] = []

    def take(self, told: Told, whom: Whom) -> Recorded:
        """Decide what becomes of something that was told: created, repeated or changed."""
        row = self._known.get(told.external_id)
        if row is None:
            uid = new_uid()
            self._added.append((uid, told, whom))
            return Recorded(CREATED, uid)
        if not _differing(row, self._said(told, whom)):
            return Recorded(REPEATED, row.uid)
        self.corrections.append(Correction(row, told, whom))
        return Recorded(CHANGED, row.uid)

    def write(self, *, now: datetime, job: Job | None = None) -> list[Written]:
        """Add and correct the rows, and convert their amounts. Inside a transaction, with all people written.

        Return what was done to rows that were there before.
        """
        base = money_settings(self._workspace).currency
        names = (
            *("workspace_id", "external_id", "uid", "contact_id", "account_id", "told_at", "import_job_id"),
            *self._shape.told,
            *self._shape.converted,
        )
        job_id = job.pk if job else None
        rows = [
            (
                *(self._workspace.pk, told.external_id, uid, whom.contact_id, whom.account_id, now, job_id),
                *(getattr(told, name) for name in self._shape.told),
                *self._in_base(told, base).values(),
            )
            for uid, told, whom in self._added
        ]
        insert_values(self._shape.model, names, rows)
        self._correct(base, now)
        keys = [told.external_id for told in self._written() if getattr(told, "currency", base) != base]
        if keys:
            convert_told(self._shape, self._shape.rows(self._workspace), keys, base=base)
        return [Written(self._shape.table, each.row.pk, each.was, each.became) for each in self.corrections]

    def _correct(self, base: str, now: datetime) -> None:
        for each in self.corrections:
            each.became = _differing(each.row, self._said(each.told, each.whom))
            each.was = {name: getattr(each.row, name) for name in each.became}
            for name, value in {**each.became, **self._in_base(each.told, base), "told_at": now}.items():
                setattr(each.row, name, value)
        fields = ("contact", "account", "told_at", *self._shape.told, *self._shape.converted)
        overwrite_rows([each.row for each in self.corrections], fields)

    def _written(self) -> list[Any]:
        return [told for _uid, told, _whom in self._added] + [each.told for each in self.corrections]

    def _said(self, told: Told, whom: Whom) -> dict[str, Any]:
        """Return what was told. Whose it is only as far as it was named: people may have moved since."""
        said = {name: getattr(told, name) for name in self._shape.told}
        if names_person(told.who):
            said["contact_id"] = whom.contact_id
        if names_account(told.who):
            said["account_id"] = whom.account_id
        return said

    def _in_base(self, told: Told, base: str) -> dict[str, Any]:
        amounts = self._shape.converted.items()
        return {name: getattr(told, of) if getattr(told, "currency", "") == base else None for name, of in amounts}


def _differing(row: Model, said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if getattr(row, name) != value}
