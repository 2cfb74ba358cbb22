"""The figures that the Delighted API tells: whole numbers, rounded once and at the end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

# Without a time of its own, what counts are the thirty days that end with the most recent answer.
WINDOW = timedelta(days=30)
_PROMOTERS, _PASSIVES = range(9, 11), range(7, 9)


def core_figures(counts: Mapping[int, int]) -> dict[str, Any]:
    """Return the score, and the three groups as counts and percentages, of how often each score from 0 to 10 came.

    Halves are rounded away from zero. Percentages are rounded one by one, so that their sum may not be 100.

    >>> core_figures({9: 3, 7: 3, 2: 1})["nps"]
    29
    """
    total = sum(counts.values())
    promoters = sum(number for score, number in counts.items() if score in _PROMOTERS)
    passives = sum(number for score, number in counts.items() if score in _PASSIVES)
    detractors = total - promoters - passives
    return {
        "nps": rounded_percent(promoters - detractors, total) if total else None,
        "promoter_count": promoters,
        "promoter_percent": rounded_percent(promoters, total),
        "passive_count": passives,
        "passive_percent": rounded_percent(passives, total),
        "detractor_count": detractors,
        "detractor_percent": rounded_percent(detractors, total),
        "response_count": total,
    }


def rounded_percent(part: int, total: int) -> int:
    """Return how many percent a part is of a total, halves away from zero; of nothing it is 0.

    >>> rounded_percent(1, 8), rounded_percent(-1, 8)
    (13, -13)
    """
    if total == 0:
        return 0
    size = (200 * abs(part) + total) // (2 * total)
    return size if part >= 0 else -size
