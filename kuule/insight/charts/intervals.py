"""Intervals: a few figures of one kind below each other, each with its interval, on one axis: this year and last."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import is_number

BOX, ROW_HEIGHT = Box(width=300, height=64, top=4, right=12, bottom=4, left=12), 32
# Of the height of a row: where its label stands, and its figure.
LABEL, FIGURE = 0.3, 0.75
ROOM, TICK = 0.04, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalRow:
    """A figure with its limits, all in one unit, its label, and the figure in words."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """The rows, the one that is spoken of first. A line shows where zero is, if it lies between them."""

    rows: tuple[IntervalRow, ...]
    title: str = ""


def interval_domain(rows: Iterable[IntervalRow]) -> tuple[float, float]:
    """Return an axis that holds all figures and limits, with a little room; never without width."""
    known = [each for row in rows for each in (row.value, row.lower, row.upper) if each is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = (high - low) * ROOM or max(abs(high) * ROOM, 1e-9)
    return low - room, high + room


def draw_intervals(intervals: Intervals, theme: Theme = PAGE) -> SafeString:
    """Return the rows as SVG: the first in the accent's colour, the others muted."""
    rows = [row for row in intervals.rows if is_number(row.value)]
    said = "; ".join(f"{row.label}: {row.words}" for row in rows) or spoken.no_answers()
    content = _zero(interval_domain(rows), len(rows), theme) if rows else ""
    for place, row in enumerate(rows):
        content += _row(row, place, len(rows), interval_domain(rows), theme)
    label = f"{intervals.title}: {said}" if intervals.title else said
    box = replace(BOX, height=ROW_HEIGHT * max(len(rows), 2))
    return frame(content, kind="intervals", label=label, box=box, theme=theme)


def _zero(domain: tuple[float, float], count: int, theme: Theme) -> str:
    if not domain[0] < 0 < domain[1]:
        return ""
    x = at(_share(0, domain))
    middles = [(place + FIGURE) / count for place in range(count)]
    return "".join(
        element("line", x1=x, x2=x, y1=at(y - TICK / count), y2=at(y + TICK / count), stroke=theme.muted)
        for y in middles
    )


def _row(row: IntervalRow, place: int, count: int, domain: tuple[float, float], theme: Theme) -> str:
    y, colour = at((place + FIGURE) / count), theme.muted if place else theme.accent
    parts = [
        text(row.label, x=0, y=at((place + LABEL) / count), dy="0.35em", fill=theme.muted),
        text(row.words, x="100%", y=at((place + LABEL) / count), dy="0.35em", text_anchor="end", fill=theme.muted),
        element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line),
    ]
    if row.lower is not None and row.upper is not None:
        x1, x2 = at(_share(row.lower, domain)), at(_share(row.upper, domain))
        parts.append(
            element(
                "line",
                x1=x1, x2=x2, y1=y, y2=y,
                stroke=colour, stroke_width=7, stroke_opacity=0.35, stroke_linecap="round",
            )
        )  # fmt: skip
    parts.append(element("circle", cx=at(_share(row.value or 0.0, domain)), cy=y, r=4, fill=colour))
    return "".join(parts)


def _share(value: float, domain: tuple[float, float]) -> float:
    low, high = domain
    return min(max((value - low) / (high - low), 0.0), 1.0)


INTERVALS = ChartKind("intervals", Intervals, draw_intervals)
