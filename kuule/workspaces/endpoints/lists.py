"""Lists by pages: how many, since when, and from where the last page ended."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from ninja import Query

from kuule.lib.places import LONGEST_CURSOR, Place, cursor_to, place_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.faults import field_error, not_valid

MOST_ON_A_PAGE = 1_000

Cursor = Annotated[str, Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before, as it is.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many at most.")]
Row = TypeVar("Row")


def moment_asked(request: KeyRequest, moment: datetime | None, *, field: str) -> datetime | None:
    """Return a moment of the query in UTC; one without a time zone is in that of the workspace."""
    if moment is None:
        return None
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(request.workspace.timezone))
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise not_valid([field_error(field, "long_ago")]) from error


def place_asked(request: KeyRequest, cursor: str, *, by_moment: bool = False) -> Place | None:
    """Return where the page begins that is asked for; None is the beginning.

    A list that is in the order of a moment only when so asked (`by_moment`) takes no cursor from its other order.
    """
    if not cursor:
        return None
    place = place_of(cursor, of=_list_of(request))
    if place is None or (by_moment and place.at is None):
        raise not_valid([field_error("cursor", "bad_cursor")])
    return place


def page_of(
    request: KeyRequest, rows: Sequence[Row], *, limit: int, place: Callable[[Row], Place]
) -> tuple[Sequence[Row], str | None]:
    """Return the rows of a page, and the cursor of the next. One row more than `limit` tells that there is one."""
    page = rows[:limit]
    return page, cursor_to(place(page[-1]), of=_list_of(request)) if len(rows) > limit else None


def _list_of(request: KeyRequest) -> str:
    return f"{request.workspace.pk} {request.path}"
