"""Keeps a copy as fresh as the last accepted answer: takes entries out of the outbox and reads those answers again.

An entry leaves the outbox only after the copy is on disk: whoever is killed in between reads the same answers twice,
which changes nothing. Entries are looked for by being there, never by a number that grows: on PostgreSQL numbers
appear out of order. So there must be one feed for one outbox.
"""

from collections.abc import Callable, Collection, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from kuule.insight.engine import truth
from kuule.insight.engine.base import Copy, EngineTroubleError
from kuule.insight.engine.columns import ANSWER
from kuule.responses.models import AnswerChange

BATCH = 5_000
# Where a row says whose answer it is.
_CONTACT = list(ANSWER).index("contact_id")

# Any number that nobody else locks; and the connection that holds the lock.
_LOCK = 7_340_001
_kept: list[BaseDatabaseWrapper] = []

Entry = tuple[int, int | None, int | None]


class Feed:
    """Feeds one copy."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        # Entries that the copy has, and that still stand in the outbox: to take each out at once would write to the
        # database for each question.
        self._applied: set[int] = set()

    def build(self, tell: Callable[[int, int], object] | None = None) -> None:
        """Read all answers there are, from where an earlier attempt got to, unless the copy is whole.

        `tell` hears how many of how many were read.
        """
        last, is_whole = self._copy.progress(source())
        if is_whole:
            return
        if not last:
            # Each of these is committed, so it is read below.
            AnswerChange.objects.all()._raw_delete(using=connection.alias)
        total, done = truth.how_many(), 0
        while True:
            batch, newest = truth.next_batch(after=last, size=BATCH)
            if newest is None:
                break
            self._copy.append(batch, last=newest)
            last, done = newest, done + BATCH
            if tell:
                tell(min(done, total), total)
        self._copy.finish()

    def sync(self) -> int:
        """Bring the copy up to the last change that is committed; return how many entries it took."""
        taken = 0
        while entries := self._waiting():
            for workspace_id in self._whole_workspaces(entries):
                self._read_workspace(workspace_id)
            self._read_again({row for _id, _workspace, row in entries if row is not None})
            self._applied.update(entry[0] for entry in entries)
            taken += len(entries)
            if len(self._applied) >= BATCH:
                self.settle()
        return taken

    def settle(self) -> None:
        """Take out of the outbox what the copy has."""
        if self._applied:
            AnswerChange.objects.filter(pk__among=sorted(self._applied))._raw_delete(using=connection.alias)
            self._applied.clear()

    def _waiting(self) -> list[Entry]:
        most = BATCH + len(self._applied)
        entries = AnswerChange.objects.order_by("pk").values_list("pk", "workspace_id", "row_id")[:most]
        return [entry for entry in entries if entry[0] not in self._applied]

    def _whole_workspaces(self, entries: Sequence[Entry]) -> set[int]:
        named = {workspace for _id, workspace, row in entries if row is None}
        whole = {workspace for workspace in named if workspace is not None}
        return whole if None not in named else whole | truth.workspaces() | self._copy.workspaces()

    def _read_workspace(self, workspace_id: int) -> None:
        ids = sorted({*truth.answers_in(workspace_id), *self._copy.answers_of(workspace_id)})
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            self._copy.replace(some, truth.batch_of(some))

    def _read_again(self, ids: Collection[int]) -> None:
        if not ids:
            return
        before = truth.answers_by(self._copy.people_of(ids))
        batch = truth.batch_of({*ids, *before})
        now = truth.answers_by({row[_CONTACT] for row in batch.answers if row[_CONTACT] is not None})
        everything = {*ids, *before, *now}
        self._copy.replace(everything, truth.batch_of(everything) if everything - {*ids, *before} else batch)


def hold_outbox() -> None:
    """Make sure, for as long as this process lives, that it alone feeds a copy from this database.

    SQLite needs none of it: its copy lies beside it, and a copy is opened once.
    """
    if connection.vendor != "postgresql":
        return
    keeper = connection.copy()
    with keeper.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise EngineTroubleError(
                "Another process keeps an analytics copy of this database already.",
                "Run one `kuule analytics` for a database, or set KUULE_ANALYTICS_URL=postgresql: on each machine.",
            )
    _kept.append(keeper)


def source() -> str:
    """Return what tells this database from any other: where it is, and when it was made."""
    where = "/".join(str(connection.settings_dict[each]) for each in ("ENGINE", "HOST", "PORT", "NAME"))
    made = MigrationRecorder.Migration.objects.order_by("pk").values_list("applied", flat=True).first()
    return f"{where} {made}"


def throw_entries_away() -> None:
    """Empty the outbox where nobody keeps a copy."""
    AnswerChange.objects.all()._raw_delete(using=connection.alias)
