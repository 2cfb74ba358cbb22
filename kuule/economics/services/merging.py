"""Accounts that became part of another, from a file: each against all that are merged already."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kuule.contacts.services.import_accounts import KnownAccount
from kuule.dispatch.rules.occurrences import CREATED, REPEATED
from kuule.economics.models import AccountMerge
from kuule.economics.rules import CHANGED
from kuule.economics.services.written import MERGE_TABLE, Written
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.workspaces.models import Workspace


class MergesKeeping:
    """Which accounts became part of which, and what of it is to be added or corrected."""

    def __init__(self, workspace: Workspace) -> None:
        """Find the merges there are: companies merge seldom, so these are few."""
        self._workspace = workspace
        self._known = {each.account_id: each for each in AccountMerge.objects.filter(workspace=workspace)}
        self._steps: dict[Any, Any] = {pk: each.into_id for pk, each in self._known.items()}
        self._added: list[tuple[KnownAccount, KnownAccount, date]] = []
        self._corrected: list[tuple[AccountMerge, KnownAccount, date]] = []

    def take(self, account: KnownAccount, into: KnownAccount, merged_on: date) -> str:
        """Decide what becomes of one; "" if the second account is, or became, part of the first."""
        row, ours, theirs = self._known.get(account.pk), _place(account), _place(into)
        if ours == theirs or ours in self._path(theirs):
            return ""
        if row is not None and (row.into_id, row.merged_on) == (into.pk, merged_on):
            return REPEATED
        self._steps[ours] = theirs
        if row is None:
            self._added.append((account, into, merged_on))
            return CREATED
        self._corrected.append((row, into, merged_on))
        return CHANGED

    def write(self, *, now: datetime) -> Sequence[Written]:
        """Add and correct the merges. Inside a transaction, with all accounts written."""
        rows = [
            AccountMerge(workspace=self._workspace, account_id=account.pk, into_id=into.pk, merged_on=day, made_at=now)
            for account, into, day in self._added
        ]
        number_rows(rows)
        insert_rows(rows)
        changed = [self._change(row, into, day) for row, into, day in self._corrected]
        overwrite_rows([row for row, _into, _day in self._corrected], ("into", "merged_on"))
        return [*(Written(MERGE_TABLE, row.pk, is_new=True) for row in rows), *changed]

    def _change(self, row: AccountMerge, into: KnownAccount, day: date) -> Written:
        was = {"into_id": row.into_id, "merged_on": row.merged_on}
        row.into_id, row.merged_on = into.pk, day
        return Written(MERGE_TABLE, row.pk, was, {"into_id": into.pk, "merged_on": day})

    def _path(self, place: Any) -> list[Any]:
        path: list[Any] = []
        while (place := self._steps.get(place)) is not None and place not in path:
            path.append(place)
        return path


def _place(account: KnownAccount) -> Any:
    """Return what stands for an account: its id, or itself as long as it has none."""
    return account.pk or account
