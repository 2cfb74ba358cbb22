"""How often somebody asks the same thing: counted by the minute, in the memory of this process alone."""

from django.core.cache import cache

MINUTE = 60


def is_too_often(who: str, *, most: int, at: float) -> bool:
    """Count one more request of somebody and tell whether they are more than so many in this minute."""
    key = f"pace:{who}:{int(at) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # crowded out in between
        return False
