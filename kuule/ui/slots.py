"""Places on pages of lower rooms that higher rooms fill: a lower room only names them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.safestring import mark_safe

# Returns what is shown there, given the context of the page; safe HTML, "" for nothing.
Filling = Callable[[Mapping[str, Any]], str]

# Returns what is shown beside rows of a page, by their ids.
Marking = Callable[[Mapping[str, Any], Sequence[int]], Mapping[int, str]]

_FILLINGS: dict[str, list[Filling]] = {}
_MARKINGS: dict[str, list[Marking]] = {}


def fill_slot(slot: str, filling: Filling) -> None:
    """Show something at a place of a page, behind what others show there. Called when a room is set up."""
    _FILLINGS.setdefault(slot, []).append(filling)


def fillings_of(slot: str) -> list[Filling]:
    """Return what higher rooms show at a place."""
    return _FILLINGS.get(slot, [])


def mark_rows(rows: str, marking: Marking) -> None:
    """Show something beside each of some rows, behind what others show there. Called when a room is set up."""
    _MARKINGS.setdefault(rows, []).append(marking)


def marks_of(rows: str, page: Mapping[str, Any], ids: Sequence[int]) -> dict[int, str]:
    """Return what higher rooms show beside the rows with these ids: safe HTML."""
    found = [marking(page, ids) for marking in _MARKINGS.get(rows, [])]
    return {pk: mark_safe("".join(marks.get(pk, "") for marks in found)) for pk in ids}  # noqa: S308
