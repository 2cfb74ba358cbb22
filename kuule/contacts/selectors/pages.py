"""Pages of long lists: by key instead of by number, with counts that never read everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from kuule.workspaces.models import Workspace

PAGE_SIZE = 50
COUNT_CAP = 10_000

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list in order of (`name_key`, `id`). `before` and `after` are the ids to go on from, or None."""

    rows: Sequence[Row]
    before: int | None
    after: int | None


def page_of(
    workspace: Workspace, *, rows: QuerySet[Row], after: int | None = None, before: int | None = None
) -> Page[Row]:
    """Return the page that begins behind the row with the id `after`, or ends ahead of `before`, or the first page.

    An id that is no longer there gives the first page. Ids stand in addresses instead of keys, because keys are names.
    """
    backwards = before is not None
    start = _place(workspace, rows.model, before if backwards else after)
    sign = "-" if backwards else ""
    ordered = rows.order_by(f"{sign}name_key", f"{sign}id")
    if start is not None:
        key, row_id = start
        step = "lt" if backwards else "gt"
        # The first condition alone opens the index at the right place; the second drops the rows with an equal key.
        beyond = Q(**{f"name_key__{step}": key}) | Q(**{"name_key": key, f"id__{step}": row_id})
        ordered = ordered.filter(Q(**{f"name_key__{step}e": key}) & beyond)
    elif backwards:
        return page_of(workspace, rows=rows)
    found = list(ordered[: PAGE_SIZE + 1])
    more, shown = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if backwards:
        shown.reverse()
    return Page(
        rows=shown,
        before=shown[0].pk if shown and (more if backwards else start is not None) else None,
        after=shown[-1].pk if shown and (more or backwards) else None,
    )


def _place(workspace: Workspace, model: type[Row], row_id: int | None) -> tuple[str, int] | None:
    if row_id is None:
        return None
    found = model._default_manager.filter(workspace=workspace, pk=row_id)
    return found.values_list("name_key", "pk").first()


def capped_count(rows: QuerySet[Row], *, cap: int = COUNT_CAP) -> int:
    """Return how many rows there are, at most `cap` + 1: the list then says "10,000+"."""
    return rows.order_by()[: cap + 1].count()
