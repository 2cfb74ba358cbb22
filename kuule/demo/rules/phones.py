"""Phone numbers that nobody has: authorities keep them for films and books."""

from collections.abc import Iterator, Mapping

# Sweden's PTS keeps 070-174 06 05 to 99, Germany's Bundesnetzagentur 0171 39200 00 to 99. Each place has its own part.
PLACES = ("First weeks", "Ticket solved", "Is trained", "kumppani", "kunddag")
SHARE = 18


def phones(place: str) -> Mapping[str, Iterator[str]]:
    """Return the numbers of one place in the story by language, each given out once; other places have none."""
    if place not in PLACES:
        return {}
    first = PLACES.index(place) * SHARE
    return {
        "sv": (f"+46701740{number}" for number in range(605 + first, 605 + first + SHARE)),
        "de": (f"+49171392{number:04}" for number in range(first, first + SHARE)),
    }
