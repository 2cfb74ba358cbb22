"""Places in a list of cases: behind which row a page begins, whatever the list is ordered by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from kuule.act.models import Case
from kuule.lib.cursors import cursor_of, parts_of
from kuule.ui.paging import row_id

# What a list is ordered by, and whether each key descends; the last is the id, so that no two rows are equal.
Keys = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: in which part of the list, behind the row with these values of its keys."""

    part: int
    values: Sequence[datetime | int]


def parts_from(parts: Sequence[Q], place: Place | None, *, backwards: bool) -> list[tuple[int, Q]]:
    """Return the parts of a list from a place on, in the order in which they are walked through."""
    numbered = list(enumerate(parts))
    if place is None:
        return numbered
    return numbered[place.part :: -1] if backwards else numbered[place.part :]


def beyond(keys: Keys, place: Place) -> Q:
    """Return the condition on the rows that come behind a place."""
    later, same = Q(), Q()
    for (name, descends), value in zip(keys, place.values, strict=True):
        later |= same & Q(**{f"{name}__{'lt' if descends else 'gt'}": value})
        same &= Q(**{name: value})
    # The first key alone opens the index at the right place; the rest drops the rows that are equal in it.
    (first, descends), value = keys[0], place.values[0]
    return Q(**{f"{first}__{'lte' if descends else 'gte'}": value}) & later


def place_after(part: int, case: Case, keys: Keys) -> str:
    """Return the place of a case, as it stands in an address."""
    values = (getattr(case, name) for name, _descends in keys)
    return cursor_of(part, *(each.isoformat() if isinstance(each, datetime) else each for each in values))


def place_of(cursor: str, parts: int, keys: Keys) -> Place | None:
    """Return the place that an address tells, None for what tells none in this order."""
    told = parts_of(cursor) if cursor else None
    if told is None or len(told) != 1 + len(keys):
        return None
    part = row_id(told[0])
    named = zip(keys, told[1:], strict=True)
    values = [_moment(text) if name.endswith("_at") else row_id(text) for (name, _descends), text in named]
    known = [value for value in values if value is not None]
    return None if part is None or part >= parts or len(known) < len(keys) else Place(part, known)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
