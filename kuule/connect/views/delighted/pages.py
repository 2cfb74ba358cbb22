"""Lists, a page at a time: by number, or by a cursor that the `Link` header carries."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from kuule.connect.rules.reading import Reader, whole_number
from kuule.connect.views.delighted.entry import Call, Reply
from kuule.lib.cursors import cursor_of, parts_of

USUAL_PER_PAGE, MOST_PER_PAGE = 20, 100
# Nobody turns so many pages by number; the database would read all rows before.
FURTHEST_PAGE = 1_000_000
CURSOR = "page_info"

Row = TypeVar("Row", bound=Model)


def per_page(reader: Reader) -> int:
    """Return how many rows a page has: what was asked for, from one to a hundred."""
    return min(max(reader.whole("per_page") or USUAL_PER_PAGE, 1), MOST_PER_PAGE)


def numbered(reader: Reader, rows: QuerySet[Row]) -> Sequence[Row]:
    """Return the page of a list that a call asks for; one past the end is empty."""
    size, page = per_page(reader), reader.whole("page") or 1
    reader.check()
    start = (min(max(page, 1), FURTHEST_PAGE) - 1) * size
    return list(rows[start : start + size])


def by_cursor(
    call: Call, reader: Reader, rows: QuerySet[Row], tell: Callable[[Sequence[Row]], list[dict[str, Any]]]
) -> Reply:
    """Return the page of a list in the order of its ids that a call asks for, with the way to the next one.

    Rows that come meanwhile come at the end: none is told twice, none is left out.
    """
    size, after = per_page(reader), _after(reader)
    reader.check()
    page = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    headers = {"Link": f'<{_next(call, page[size - 1].pk, size)}>; rel="next"'} if len(page) > size else {}
    return Reply(tell(page[:size]), headers=headers)


def _after(reader: Reader) -> int:
    cursor = reader.text(CURSOR)
    if not cursor:
        return 0
    parts = parts_of(cursor)
    place = whole_number(parts[0]) if parts and len(parts) == 1 else None
    if place is None:
        reader.fault(CURSOR, "is invalid")
    return place or 0


def _next(call: Call, last: int, size: int) -> str:
    # Some clients follow the address as it is, others take the cursor out and send their own parameters with it.
    kept = {name: value for name, value in call.params.items() if isinstance(value, str) and value}
    query = urlencode({**kept, CURSOR: cursor_of(last), "per_page": size})
    return call.request.build_absolute_uri(f"{call.request.path}?{query}")


def time_bounds(reader: Reader, since: str = "since", until: str = "until") -> tuple[datetime | None, datetime | None]:
    """Return the two moments that a list is asked for; both are meant."""
    return reader.moment(since), reader.moment(until)
