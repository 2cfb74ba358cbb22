"""A batch of lines about addresses that must not be written to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules.keys import address_key
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem
from kuule.contacts.selectors import address_hash
from kuule.contacts.services.import_changes import Changes
from kuule.contacts.services.import_outcomes import ADDED, KEPT_OUT, UNCHANGED
from kuule.jobs.models import Job
from kuule.lib.bulk import among, insert_rows, number_rows
from kuule.workspaces.rules import Actor

SUPPRESSION = "suppression"
SAID_AT = "suppressed_at"


class SuppressedBatch:
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow[PersonRow]],
        *,
        reason: str,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
    ) -> None:
        """Prepare for some lines."""
        self._job, self._rows, self._reason, self._now = job, rows, reason, now
        self._memory, self._reader = memory, reader
        said = [row.said for row in rows if row.said]
        self._hashes = {
            address: address_hash(job.workspace, address=address) for row in said for address in _addresses(row)
        }
        self._live, self._lifted = self._known()
        self._contacts = self._people()
        self._added: list[Suppression] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def _known(self) -> tuple[set[str], dict[str, datetime]]:
        """Return which hashes are suppressed now, and until when others were."""
        known = Suppression.objects.filter(
            among("address_hash", list(self._hashes.values())), workspace=self._job.workspace
        )
        live: set[str] = set()
        lifted: dict[str, datetime] = {}
        for digest, until in known.values_list("address_hash", "lifted_at"):
            if until is None:
                live.add(digest)
            else:
                lifted[digest] = max(until, lifted.get(digest, until))
        return live, lifted

    def _people(self) -> dict[str, Contact]:
        found = Contact.objects.filter(among("email", list(self._hashes)), workspace=self._job.workspace)
        return {address_key(each.email): each for each in found}

    def decide(self) -> None:
        """Decide every line, in order: added, there already, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.said) if row.said else KEPT_OUT

    def _decided(self, row: PersonRow) -> str:
        moment: Any = row.fields.get(SAID_AT, self._now)
        new = [address for address in _addresses(row) if self._is_news(self._hashes[address], moment)]
        for address in new:
            self._live.add(self._hashes[address])
            self._added.append(
                Suppression(
                    workspace_id=self._job.workspace_id,
                    address_hash=self._hashes[address],
                    reason=self._reason,
                    contact=self._contacts.get(address_key(address)),
                    created_at=moment,
                )
            )
        return ADDED if new else UNCHANGED

    def _is_news(self, digest: str, moment: datetime) -> bool:
        # Whoever may be written to again since then has said so later.
        return digest not in self._live and not self._lifted.get(digest, moment) > moment

    def write(self, actor: Actor) -> None:
        """Add them, with what it takes to undo that."""
        del actor
        number_rows(self._added)
        insert_rows(self._added)
        changes = Changes(self._job)
        changes.added(SUPPRESSION, (each.pk for each in self._added))
        changes.write()

    def remember(self) -> None:
        """Nothing: what earlier lines said is among the rows by then."""


def _addresses(row: PersonRow) -> list[str]:
    return [address for address in (row.email, row.phone) if address]
