"""Series: figures of another kind on the time axis of the trend, in a chart of their own with an axis of their own.

With two axes in one chart, any two lines cross, touch or part as their scales are chosen: so there are two charts.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts.axes import period_labels
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.marks import Mark, mark_lines
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import rounded

BOX = Box(width=640, height=150, top=12, right=26, bottom=28, left=42)
STEPS = (1, 2, 2.5, 5, 10)
MOST_LINES, MOST_DOTS, MOST_PLACES = 3, 80, 120
SAME = 1e-9
LARGE = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpot:
    """What a period of the trend shows: its label and name, the value or None, and the value in words."""

    label: str
    name: str
    value: float | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLine:
    """A series over the periods of a trend, with the lines of its marks."""

    title: str
    spots: tuple[SeriesSpot, ...]
    marks: tuple[Mark, ...] = ()


def round_axis(values: list[float]) -> list[float]:
    """Return a few round numbers around all values, the lowest first."""
    low, high = min(values), max(values)
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    size = 10.0 ** floor(log10((high - low) / MOST_LINES))
    for step in (each * size for each in (*STEPS, 20, 50)):
        first, last = floor(low / step), ceil(high / step)
        if last - first <= MOST_LINES:
            break
    return [place * step for place in range(first, last + 1)]


def short_number(value: float) -> str:
    """Return a number that fits beside an axis: `2.5`, `40k`, `1.2M`."""
    size, letter = next((each for each in LARGE if abs(value) >= each[0]), (1.0, ""))
    scaled = value / size
    decimals = next((each for each in range(3) if abs(scaled - round(scaled, each)) < SAME), 3)
    return number_format(rounded(scaled, decimals), decimals).replace("-", "−") + letter


def draw_series(series: SeriesLine, theme: Theme = PAGE) -> SafeString:
    """Return the chart as SVG. Values are joined also over periods without one: their dots say where they are."""
    count = len(series.spots)
    known = [(place, spot, spot.value) for place, spot in enumerate(series.spots) if spot.value is not None]
    if not known:
        words = _("No values in this time")
        said = text(words, x="50%", y="50%", dy="0.35em", text_anchor="middle", fill=theme.muted)
        return frame(said, kind="series", label=f"{series.title}: {words}", box=BOX, theme=theme)
    ticks = round_axis([value for _place, _spot, value in known])
    places = [((place + 0.5) / count, 1 - _share(value, ticks), spot) for place, spot, value in known]
    content = _lines(ticks, theme) + mark_lines(series.marks, theme) + _line(places, theme)
    content += period_labels([spot.label for spot in series.spots], theme)
    if len(known) <= MOST_DOTS:
        content += "".join(element("circle", cx=at(x), cy=at(y), r=3, fill=theme.ink) for x, y, _spot in places)
    if theme is not PAGE or count > MOST_PLACES:
        return frame(content, kind="series", label=series.title, box=BOX, theme=theme)
    content += "".join(_resting_place(x, y, spot, count, theme) for x, y, spot in places)
    return frame(content, kind="series", label=series.title, box=BOX, theme=theme, role="group")


def _share(value: float, ticks: list[float]) -> float:
    return (value - ticks[0]) / (ticks[-1] - ticks[0])


def _lines(ticks: list[float], theme: Theme) -> str:
    parts = []
    for tick in ticks:
        y = at(1 - _share(tick, ticks))
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line))
        parts.append(text(short_number(tick), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted))
    return "".join(parts)


def _line(places: list[tuple[float, float, SeriesSpot]], theme: Theme) -> str:
    strokes = "".join(
        element("line", x1=at(one[0]), y1=at(one[1]), x2=at(other[0]), y2=at(other[1]))
        for one, other in pairwise(places)
    )
    return element("g", strokes, stroke=theme.ink, stroke_width=1.5, stroke_linecap="round") if strokes else ""


def _resting_place(x: float, y: float, spot: SeriesSpot, count: int, theme: Theme) -> str:
    content = (
        element("rect", x=at(x - 0.5 / count), width=at(1 / count), height="100%", fill="transparent")
        + element("circle", class_="ring", cx=at(x), cy=at(y), r=7, fill="none", stroke=theme.accent)
        + tooltip((spot.words, spot.name), x=x, y=y, theme=theme)
    )
    return point(content, label=f"{spot.name}: {spot.words}", in_tab_order=count <= MOST_DOTS // 2)


SERIES = ChartKind("series", SeriesLine, draw_series)
