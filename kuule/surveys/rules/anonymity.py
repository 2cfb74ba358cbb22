"""What may be told of a group of people who were promised that nobody learns what one of them said.

Two things keep the promise. An answer takes along only facts that it shares with many of those who were asked. And of
the answers only such slices are shown that, put together and taken from each other in any way, never leave a group
smaller than was promised: the slices cut the whole into pieces, and every piece is large enough.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date

# Words are read as a whole only where so many answered.
LEAST_FOR_WORDS = 10

Facts = Mapping[str, Hashable]


def shared_facts(mine: Facts, panel: Sequence[Facts], *, least: int) -> dict[str, Hashable]:
    """Return what may be kept of the facts of one of the panel, so that at least `least` of it have kept the same.

    Fact by fact the panel falls into groups by value. Those in groups that are too small keep none, and if together
    they are still too few, those of the next smallest group keep none either: not to tell is a group as well.
    """
    kept: dict[str, Hashable] = {}
    alike = list(panel)
    if len(alike) < least:
        return kept
    for fact in sorted({name for each in panel for name in each}):
        told = _told_values(Counter(each.get(fact) for each in alike), least)
        value = mine.get(fact)
        if value in told and value is not None:
            kept[fact] = value
            alike = [each for each in alike if each.get(fact) == value]
        else:
            alike = [each for each in alike if each.get(fact) not in told]
    return kept


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
