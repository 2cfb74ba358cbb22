"""Reading the comments that wait in the outbox of words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from kuule.insight.services.comments.keeping import BATCH, LearnedMeanwhileError, keep_readings
from kuule.insight.services.comments.reader import Read, Reader
from kuule.responses.models import Response, VerbatimChange
from kuule.workspaces.models import Workspace

log = structlog.get_logger("kuule.insight")

# So many characters are read at once at most, unless one comment alone has more.
MOST_CHARACTERS = 1_000_000


def read_waiting(*, now: datetime) -> int:
    """Read some comments of the workspace whose have waited longest; return how many entries that was.

    An entry is gone only with the reading, in one transaction: whoever is killed in between reads the same again. Two
    workers at once read the same, too, which does no harm.
    """
    first = VerbatimChange.objects.order_by("pk").values_list("workspace_id", flat=True).first()
    if first is None:
        return 0
    entries = VerbatimChange.objects.filter(workspace_id=first).order_by("pk")
    workspace = Workspace.objects.filter(pk=first).first()
    if workspace is None:
        return entries.delete()[0]
    try:
        return _read_named(workspace, entries, now) or _read_following(workspace, entries[0], now)
    except LearnedMeanwhileError:
        return 1


def _read_named(workspace: Workspace, entries: QuerySet[VerbatimChange], now: datetime) -> int:
    named = entries.exclude(row_id=None).values_list("row_id", "pk")[:BATCH]
    rows = {entry: row for row, entry in named if row is not None}
    lengths = _lengths(Response.objects.filter(workspace=workspace, pk__among=list(rows.values())))
    fitting = _fitting((row, lengths.get(row, 0)) for row in rows.values())
    reader, read = read_comments(workspace, fitting)
    with transaction.atomic():
        keep_readings(workspace=workspace, responses=set(fitting), read=read, learned=reader.learned, now=now)
        VerbatimChange.objects.filter(pk__among=list(rows)[: len(fitting)]).delete()
    return len(fitting)


def _read_following(workspace: Workspace, entry: VerbatimChange, now: datetime) -> int:
    following = Response.objects.filter(workspace=workspace, pk__gt=entry.after or 0).exclude(verbatim="")
    fitting = _fitting(_lengths(following.order_by("pk"), most=BATCH).items())
    reader, read = read_comments(workspace, fitting)
    with transaction.atomic():
        keep_readings(workspace=workspace, responses=fitting, read=read, learned=reader.learned, now=now)
        mine = VerbatimChange.objects.filter(pk=entry.pk)
        mine.update(after=fitting[-1]) if fitting else mine.delete()
    return 1 + len(fitting)


def read_comments(workspace: Workspace, ids: Iterable[int]) -> tuple[Reader, list[Read]]:
    """Return what the comments of these answers say, and what read them."""
    reader = Reader(workspace)
    found = Response.objects.filter(workspace=workspace, pk__among=list(ids)).order_by("pk")
    found = found.only("workspace", "verbatim", "language", "version")
    return reader, _read_all(reader, list(found))


def _read_all(reader: Reader, responses: Sequence[Response]) -> list[Read]:
    try:
        return reader.read(responses)
    except Exception:
        # One comment that cannot be read must not keep all that follow from being read.
        if len(responses) == 1:
            log.exception("comment_not_read", response=responses[0].pk)
            return []
        middle = len(responses) // 2
        return _read_all(reader, responses[:middle]) + _read_all(reader, responses[middle:])


def _lengths(responses: QuerySet[Response], most: int | None = None) -> dict[int, int]:
    return dict(responses.values_list("pk", Length("verbatim"))[:most])


def _fitting(lengths: Iterable[tuple[int, int]]) -> list[int]:
    """Return the first ids, as many as have few enough characters together."""
    fitting, characters = list[int](), 0
    for row, length in lengths:
        characters += length
        if fitting and characters > MOST_CHARACTERS:
            break
        fitting.append(row)
    return fitting
