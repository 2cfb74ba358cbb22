"""Turns of a panel: spread over its period so that about as many people have theirs on each sending day.

A panel keeps itself even: whoever is new gets a turn where few have theirs, and whoever was asked keeps the distance to
the next turn unless that day is crowded.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

# A newcomer waits no longer than it takes to stay about even.
FIRST_DAYS = 5
# So much more than the mean of the period may lie on the first days before newcomers are spread further.
SLACK = 1.15

Load = Mapping[date, int]


def places_for(n: int, days: Sequence[date], load: Load) -> list[date]:
    """Return days for the turns of n newcomers, in order: as early as the panel stays even.

    `days` are the sending days of one period from the earliest that is possible, `load` how many have turns on each.
    """
    if not days:
        raise ValueError("A period needs a sending day.")
    loads = [load.get(day, 0) for day in days]
    mean = (sum(loads) + n) / len(days)
    width = min(FIRST_DAYS, len(days))
    while width < len(days) and sum(loads[:width]) + n > SLACK * mean * width:
        width = min(width * 2, len(days))
    return [days[place] for place in _filled(n, loads[:width])]


def uncrowded(days: Sequence[date], load: Load, *, mean: float) -> date:
    """Return the day for the next turn of somebody who was asked: the first of `days` that is not crowded.

    `mean` is how many turns a sending day has on average. If all are crowded, the one with the fewest is taken.
    """
    free = (day for day in days if load.get(day, 0) < SLACK * mean)
    return next(free, None) or min(days, key=lambda day: (load.get(day, 0), day))


def _filled(n: int, loads: Sequence[int]) -> list[int]:
    """Return the places of n turns poured into the valleys of these loads, evenly, as water finds its level."""
    level = _level(n, loads)
    depths = list(accumulate(max(0.0, level - each) for each in loads))
    if not depths or not depths[-1]:
        return [place * len(loads) // n for place in range(n)]
    scale = depths[-1] / n
    return [min(bisect_left(depths, (each + 0.5) * scale), len(loads) - 1) for each in range(n)]


def _level(n: int, loads: Sequence[int]) -> float:
    """Return the level at which n more fill all that lies below it: sum(max(0, level - load)) = n."""
    ordered, below = sorted(loads), 0
    for count, each in enumerate(ordered, start=1):
        below += each
        level = (n + below) / count
        if count == len(ordered) or level <= ordered[count]:
            return level
    return float(n)
