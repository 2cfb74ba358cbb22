"""How the tree of root causes is built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# A theme, a cause, a detail: deeper trees are filled in by nobody.
MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class CauseNode:
    """A root cause with the one above it, None on top, and its place among its sisters."""

    pk: int
    parent: int | None
    position: int


@dataclass(frozen=True, slots=True)
class PlacedCause:
    """A root cause in the order in which a tree is read. `path` leads to it from the top, itself last."""

    pk: int
    path: Sequence[int]

    @property
    def depth(self) -> int:
        """Return how deep it stands: 0 on top."""
        return len(self.path) - 1


def in_tree_order(nodes: Iterable[CauseNode]) -> list[PlacedCause]:
    """Return all causes, each followed by what is below it. One whose parent is not among them stands on top."""
    known = list(nodes)
    there = {node.pk for node in known}
    below: dict[int | None, list[CauseNode]] = {}
    for node in sorted(known, key=lambda each: (each.position, each.pk)):
        below.setdefault(node.parent if node.parent in there else None, []).append(node)
    found: list[PlacedCause] = []
    _walk(None, (), below, found)
    return found


def _walk(
    parent: int | None,
    path: tuple[int, ...],
    below: Mapping[int | None, Sequence[CauseNode]],
    found: list[PlacedCause],
) -> None:
    for node in below.get(parent, ()):
        found.append(PlacedCause(node.pk, (*path, node.pk)))
        _walk(node.pk, (*path, node.pk), below, found)


def within(cause: int, placed: Iterable[PlacedCause]) -> list[int]:
    """Return a cause and all below it."""
    return [each.pk for each in placed if cause in each.path]


def levels_below(cause: int, placed: Iterable[PlacedCause]) -> int:
    """Return over how many levels a cause reaches: 1 for one with nothing below it."""
    depths = [each.depth for each in placed if cause in each.path]
    return max(depths) - min(depths) + 1
