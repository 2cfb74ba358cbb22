"""How often somebody asks the same thing: counted by the minute, in the memory of this process alone."""

from dataclasses import dataclass
from math import ceil
from threading import Lock

from django.core.cache import cache

MINUTE = 60
MOST_REMEMBERED = 10_000


def is_too_often(who: str, *, most: int, at: float) -> bool:
    """Count one more request of somebody and tell whether they are more than so many in this minute."""
    key = f"pace:{who}:{int(at) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # crowded out in between
        return False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one more request: whether it is made, how many more may follow at once, and when all may."""

    is_made: bool
    left: int
    seconds_to_next: int
    seconds_to_full: int


class Buckets:
    """How many requests each may make: so many at once, and as many again in each minute, evenly.

    Known in the memory of this process alone. Threads take one after the other.
    """

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, who: str, *, most: int, at: float) -> Taken:
        """Take one of the `most` requests a minute of somebody. `at` is in seconds."""
        with self._lock:
            if len(self._left) >= MOST_REMEMBERED:
                self._forget_full(most, at)
            left, since = self._left.get(who, (float(most), at))
            left = min(float(most), left + max(at - since, 0) * most / MINUTE)
            is_made = left >= 1
            left -= is_made
            self._left[who] = (left, at)
        return Taken(is_made, int(left), ceil(max(1 - left, 0) * MINUTE / most), ceil((most - left) * MINUTE / most))

    def _forget_full(self, most: int, at: float) -> None:
        self._left = {
            who: (left, since)
            for who, (left, since) in self._left.items()
            if left + (at - since) * most / MINUTE < most
        }
