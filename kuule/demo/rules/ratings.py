"""How people rate parts of the service beside their score: the unhappy rate most parts lower, and one of them most."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuule.demo.rules import chance
from kuule.demo.rules.mood import INVOICING, MENDED

RATES, SKIPS_ONE = 0.8, 0.05
LOWEST, HIGHEST = 1, 5
USUAL_SCORE = 7.5
ALIKE, APART = 0.25, 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is rated: what people of a usual mood give it, how much a point of score moves it, and its themes."""

    usual: float
    by_score: float
    themes: tuple[str, ...]


# Bills weigh most and are rated worst; whoever writes about a part rates it lower, too.
PARTS: Mapping[str, Part] = {
    "planning": Part(4.1, 0.16, ("planning", "reliability")),
    "app": Part(3.7, 0.10, ("app",)),
    "support": Part(4.2, 0.22, ("support", "people")),
    "invoicing": Part(3.2, 0.34, (INVOICING, MENDED, "payroll")),
    "price": Part(3.0, 0.06, ("price",)),
}


def ratings_beside(score: int, theme: str, *, who: str) -> dict[str, int]:
    """Return what somebody rates who gave a score and thinks of a theme; nothing, if they stop after the first page."""
    luck = chance("ratings", who)
    if luck.random() >= RATES:
        return {}
    mood = luck.gauss(0, ALIKE)
    given = {}
    for key, part in PARTS.items():
        rated = part.usual + part.by_score * (score - USUAL_SCORE) - 0.5 * (theme in part.themes and score < 7)
        point = round(rated + mood + luck.gauss(0, APART))
        if luck.random() >= SKIPS_ONE:
            given[key] = max(LOWEST, min(HIGHEST, point))
    return given
