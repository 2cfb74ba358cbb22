"""The ground of a driver map: four quadrants with their names between two lines, and an axis on two sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

from kuule.insight.charts.svg import at, element, text
from kuule.insight.charts.theme import Theme
from kuule.insight.rules.drivers import ENOUGH, IMPROVE, KEEP, WATCH
from kuule.ui.formats import percent

# Shorter axes would make a gulf of every tenth.
SHORTEST_ACROSS, SHORTEST_UP = 0.4, 0.3
# The lower corners have words, which drivers of no importance must not cover.
ROOM_BELOW = 0.1


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of shares."""

    low: float
    high: float

    def place(self, share: float) -> float:
        """Return where a share lies: 0 at `low`, 1 at `high`, never outside."""
        return min(max((share - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def ticks(self) -> list[float]:
        """Return the round shares on it."""
        step = 0.1 if self.high - self.low <= 0.55 else 0.2
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [place * step for place in range(first, last + 1)]


def quadrant_words(place: str) -> str:
    """Return what a quadrant means, in a word or two."""
    return {
        IMPROVE: _("Look here first"),
        KEEP: _("Keep it up"),
        WATCH: _("Keep an eye on it"),
        ENOUGH: _("Fine as it is"),
    }[place]


def across_span(performances: Sequence[float], average: float) -> Span:
    """Return the axis of the ratings: full tens around all of them and their average."""
    low, high = min((*performances, average)), max((*performances, average))
    missing = max(SHORTEST_ACROSS - (high - low), 0.1) / 2
    low, high = low - missing, high + missing
    low, high = max(min(low, 1 - SHORTEST_ACROSS), 0.0), min(max(high, SHORTEST_ACROSS), 1.0)
    return Span(floor(low * 10 + 1e-9) / 10, ceil(high * 10 - 1e-9) / 10)


def up_span(highest: float) -> Span:
    """Return the axis of the importance, from somewhat below 0 to a full ten above the highest limit."""
    top = max(SHORTEST_UP, ceil(highest * 10) / 10)
    return Span(-ROOM_BELOW * top, top)


def ground(x: str, y: str, across: Span, up: Span, theme: Theme) -> str:
    """Return the quadrants, parted at `x` and `y` in percent, with their names and the axes."""
    parts = [
        element("rect", x=0, y=0, width=x, height=y, fill=theme.detractor, fill_opacity=0.08),
        element("rect", width="100%", height="100%", fill="none", stroke=theme.line),
        element("line", x1=x, x2=x, y1=0, y2="100%", stroke=theme.muted, stroke_dasharray="3 3"),
        element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.muted, stroke_dasharray="3 3"),
    ]
    parts += [_corner(place, *where, theme) for place, where in _CORNERS.items()]
    parts += [
        text(percent(tick, 0), x=0, dx=-8, y=at(1 - up.place(tick)), dy="0.35em", text_anchor="end", fill=theme.muted)
        for tick in up.ticks
    ]
    parts += [
        text(percent(tick, 0), x=at(across.place(tick)), y="100%", dy=17, text_anchor="middle", fill=theme.muted)
        for tick in across.ticks
    ]
    rated = _("How well it is rated: mean, % of its scale")
    parts += [
        text(_("Importance: share of what goes with the score"), x=0, dx=-38, y=0, dy=-12, fill=theme.muted),
        text(rated, x="100%", y="100%", dy=36, text_anchor="end", fill=theme.muted),
    ]
    return "".join(parts)


# Which side of the plot each is on, from the left and from the top.
_CORNERS = {IMPROVE: (0, 0), KEEP: (1, 0), WATCH: (0, 1), ENOUGH: (1, 1)}


def _corner(place: str, right: int, low: int, theme: Theme) -> str:
    return text(
        quadrant_words(place),
        x=at(right), dx=-8 if right else 8, y=at(low), dy=-8 if low else 17,
        text_anchor="end" if right else "start",
        fill=theme.detractor if place == IMPROVE else theme.muted, font_weight=600,
    )  # fmt: skip
