"""Places on pages of lower rooms that higher rooms fill: a lower room only names them."""

from collections.abc import Callable, Mapping
from typing import Any

# Returns what is shown there, given the context of the page; safe HTML, "" for nothing.
Filling = Callable[[Mapping[str, Any]], str]

_FILLINGS: dict[str, list[Filling]] = {}


def fill_slot(slot: str, filling: Filling) -> None:
    """Show something at a place of a page, behind what others show there. Called when a room is set up."""
    _FILLINGS.setdefault(slot, []).append(filling)


def fillings_of(slot: str) -> list[Filling]:
    """Return what higher rooms show at a place."""
    return _FILLINGS.get(slot, [])
