"""The tree of root causes, with the cases in it."""

from datetime import datetime

from django.utils import timezone
from ninja import Field, Schema

from kuule.act.api.router import router
from kuule.act.selectors.causes import CauseRow, cases_without_cause, cause_rows
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class CauseOut(Schema):
    """A root cause, and its cases of twelve months with those of all below it.

    `value` is what the customers of these cases bought in twelve months, each account once; null without `money:read`.
    """

    id: int
    name: str
    parent: int | None
    depth: int
    archived_at: datetime | None
    merged_into: int | None
    opened: int
    still_open: int
    value: str | None


class CauseTree(Schema):
    """Every root cause, each before those below it."""

    causes: list[CauseOut]
    without_cause: int = Field(description="Cases of twelve months whose cause nobody named.")


@router.get("/causes", response=CauseTree, summary="Read the tree of root causes", tags=["cases"])
@endpoint("cases:read")
def cause_tree(request: KeyRequest) -> CauseTree:
    """Return the whole tree, with the cases of the last twelve months."""
    now = timezone.now()
    rows = cause_rows(request.workspace, now=now)
    with_value = request.may("money:read")
    return CauseTree(
        causes=[_shown(each, with_value=with_value) for each in rows],
        without_cause=cases_without_cause(request.workspace, now=now),
    )


def _shown(row: CauseRow, *, with_value: bool) -> CauseOut:
    cause = row.cause
    return CauseOut(
        id=cause.pk,
        name=cause.name,
        parent=cause.parent_id,
        depth=row.depth,
        archived_at=cause.archived_at,
        merged_into=cause.merged_into_id,
        opened=row.opened,
        still_open=row.still_open,
        value=str(row.value) if row.value is not None and with_value else None,
    )
