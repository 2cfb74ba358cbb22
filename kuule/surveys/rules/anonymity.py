"""What may be told of a group of people who were promised that nobody learns what one of them said.

Two things keep the promise. An answer takes along only facts that it shares with many of those who were asked. And of
the answers only such slices are shown that, put together and taken from each other in any way, never leave a group
smaller than was promised: the slices cut the whole into pieces, and every piece is large enough.
"""

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Words are read as a whole only where so many answered.
LEAST_FOR_WORDS = 10

Facts = Mapping[str, Hashable]


class Panel:
    """Those who were asked, and which facts about one of them may be kept beside an answer.

    Fact by fact the panel falls into groups by value. Those in groups that are too small keep none, and if together
    they are still too few, those of the next smallest group keep none either: not to tell is a group as well. So at
    least `least` of the panel keep the same. What was found out for one answer serves the next: the groups form a tree.
    """

    def __init__(self, people: Iterable[Facts], *, least: int) -> None:
        """Take everybody, or some drawn without regard to their facts: then what is kept is shared by more."""
        known = list(people)
        self._least = least
        self._names = sorted({name for each in known for name in each})
        self._people = [tuple(each.get(name) for name in self._names) for each in known]
        self._groups: dict[tuple[Hashable, ...], _Group] = {}

    def shared(self, mine: Facts) -> dict[str, Hashable]:
        """Return what may be kept of the facts of one who was asked."""
        kept: dict[str, Hashable] = {}
        path: tuple[Hashable, ...] = ()
        for name in self._names if len(self._people) >= self._least else ():
            value = mine.get(name)
            is_told = value in self._group(path).told
            if is_told:
                kept[name] = value
            path = (*path, value if is_told else None)
        return kept

    def _group(self, path: tuple[Hashable, ...]) -> "_Group":
        """Return those who are alike in the first facts: `path` has the value of each, None where it is not told."""
        if path not in self._groups:
            members = self._members(path)
            sizes = Counter(self._people[each][len(path)] for each in members)
            self._groups[path] = _Group(members, frozenset(_told_values(sizes, self._least)))
        return self._groups[path]

    def _members(self, path: tuple[Hashable, ...]) -> "array[int]":
        if not path:
            return array("l", range(len(self._people)))
        whole, place, value = self._group(path[:-1]), len(path) - 1, path[-1]
        values = ((each, self._people[each][place]) for each in whole.members)
        if value is None:
            return array("l", (each for each, theirs in values if theirs not in whole.told))
        return array("l", (each for each, theirs in values if theirs == value))


@dataclass(frozen=True, slots=True)
class _Group:
    """People who are alike so far, by their places, and the values of the next fact that may be told of them."""

    members: "array[int]"
    told: frozenset[Hashable]


def _told_values(sizes: Mapping[Hashable, int], least: int) -> set[Hashable]:
    # People without the fact tell nothing, whatever their number.
    told = {value for value, size in sizes.items() if value is not None and size >= least}
    silent = sum(size for value, size in sizes.items() if value not in told)
    for value in sorted(told, key=lambda value: (sizes[value], str(value))):
        if silent == 0 or silent >= least:
            break
        told.discard(value)
        silent += sizes[value]
    return told


class Pieces:
    """A whole, and the slices that may be shown of it so far. Its parts are rows, each of so many answers."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self._piece = [0] * len(sizes)
        self._pieces = 1

    def take(self, inside: Sequence[bool], *, least: int) -> bool:
        """Cut along a slice if every piece that it makes has at least `least` answers; tell whether it may be shown."""
        whole: Counter[int] = Counter()
        part: Counter[int] = Counter()
        for piece, size, is_inside in zip(self._piece, self._sizes, inside, strict=True):
            whole[piece] += size
            part[piece] += size if is_inside else 0
        cut = [piece for piece, size in part.items() if 0 < size < whole[piece]]
        if any(min(part[piece], whole[piece] - part[piece]) < least for piece in cut):
            return False
        names = {piece: self._pieces + number for number, piece in enumerate(cut)}
        self._pieces += len(cut)
        self._piece = [
            names.get(piece, piece) if is_inside else piece
            for piece, is_inside in zip(self._piece, inside, strict=True)
        ]
        return True


def last_whole_step(answers: Mapping[date, int], *, least: int) -> date | None:
    """Return the last day whose answers are shown: results grow by at least `least` answers at once, or not at all."""
    shown, waiting = None, 0
    for day in sorted(answers):
        waiting += answers[day]
        if waiting >= least:
            shown, waiting = day, 0
    return shown
