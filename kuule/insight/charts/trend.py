"""Trend: the score over time with its confidence band; a hollow dot rests on fewer than 30 answers."""

from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.axes import period_labels, score_lines
from kuule.insight.charts.base import FEW, ChartKind, within_scale
from kuule.insight.charts.marks import Mark, mark_lines, mark_places
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.scale import ScoreAxis, score_axis
from kuule.insight.charts.svg import Box, at, element, frame, number, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import signed

BOX = Box(width=640, height=240, top=12, right=26, bottom=28, left=42)
MOST_TAB_STOPS, MOST_DOTS, MOST_POINTS_TO_REST_ON = 31, 80, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period: its label on the axis, its full name, and its score in NPS points or None."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Periods in order of time, and marks on days among them.

    Charts side by side share an axis when each has the `scores` of all on it.
    """

    points: tuple[TrendPoint, ...]
    title: str = ""
    scores: tuple[float, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A period with a figure, and where it lies in the plot (shares, y from the top)."""

    place: int
    value: float
    x: float
    y: float
    top: float | None
    bottom: float | None
    of: TrendPoint


def spots(points: tuple[TrendPoint, ...], axis: ScoreAxis) -> list[Spot]:
    """Return the periods that have a score."""
    found = []
    for place, period in enumerate(points):
        value, lower, upper = map(within_scale, (period.value, period.lower, period.upper))
        if value is not None:
            banded = lower is not None and upper is not None
            top = 1 - axis.share(upper) if banded and upper is not None else None
            bottom = 1 - axis.share(lower) if banded and lower is not None else None
            found.append(Spot(place, value, (place + 0.5) / len(points), 1 - axis.share(value), top, bottom, period))
    return found


def unbroken(found: list[Spot]) -> list[list[Spot]]:
    """Return runs of neighbouring periods: a period without answers leaves a gap in line and band."""
    runs = groupby(enumerate(found), key=lambda numbered: numbered[1].place - numbered[0])
    return [[spot for _place, spot in run] for _key, run in runs]


def band(run: list[Spot], theme: Theme) -> str:
    """Return the confidence band of a run: an area, or a bar where a period stands alone."""
    banded = [(spot.x, spot.top, spot.bottom) for spot in run if spot.top is not None and spot.bottom is not None]
    if len(banded) < 2:
        return "".join(
            element(
                "line",
                x1=at(x), x2=at(x), y1=at(top), y2=at(bottom),
                stroke=theme.accent, stroke_width=12, stroke_opacity=0.16,
            )
            for x, top, bottom in banded
        )  # fmt: skip
    over = [f"{number(x * 100)} {number(top * 100)}" for x, top, _bottom in banded]
    under = [f"{number(x * 100)} {number(bottom * 100)}" for x, _top, bottom in reversed(banded)]
    area = element("path", d="M" + "L".join(over + under) + "Z", fill=theme.accent, fill_opacity=0.16)
    return element("svg", area, width="100%", height="100%", viewBox="0 0 100 100", preserveAspectRatio="none")


def line(run: list[Spot], theme: Theme) -> str:
    """Return the line through a run."""
    strokes = "".join(
        element("line", x1=at(one.x), y1=at(one.y), x2=at(two.x), y2=at(two.y)) for one, two in pairwise(run)
    )
    return element("g", strokes, stroke=theme.accent, stroke_width=2, stroke_linecap="round") if strokes else ""


def dot(spot: Spot, radius: float, theme: Theme) -> str:
    """Return the mark of a period, hollow when few answered."""
    fill = theme.surface if spot.of.n < FEW else theme.accent
    return element("circle", cx=at(spot.x), cy=at(spot.y), r=radius, fill=fill, stroke=theme.accent, stroke_width=2)


def resting_place(spot: Spot, count: int, theme: Theme) -> str:
    """Return the column of a period: pointing at it or focusing it shows its figures."""
    period = spot.of
    name = period.name or period.label
    lower, upper = within_scale(period.lower), within_scale(period.upper)
    figures = spoken.score(spot.value, lower, upper, period.n)
    between = spoken.interval(lower, upper)
    second = " · ".join(part for part in (between, spoken.answers(period.n)) if part)
    content = (
        element("rect", x=at(spot.place / count), width=at(1 / count), height="100%", fill="transparent")
        + element("circle", class_="ring", cx=at(spot.x), cy=at(spot.y), r=8, fill="none", stroke=theme.accent)
        + tooltip((f"{name}\u2003{signed(spot.value)}", second), x=spot.x, y=spot.y, theme=theme)
    )
    return point(content, label=f"{name}: {figures}", url=period.url, in_tab_order=count <= MOST_TAB_STOPS)


def plot(found: list[Spot], trend: Trend, theme: Theme) -> str:
    """Return band, line and dots; a long trend keeps only the dots that warn of few answers."""
    runs, count = unbroken(found), len(trend.points)
    radius = 4 if count <= 40 else 2.5
    return (
        "".join(band(run, theme) for run in runs)
        + "".join(line(run, theme) for run in runs)
        + "".join(dot(spot, radius, theme) for spot in found if count <= MOST_DOTS or spot.of.n < FEW)
    )


def draw_trend(trend: Trend, theme: Theme = PAGE) -> SafeString:
    """Return the trend as SVG. Periods without answers leave gaps; without any answer the chart says so."""
    bounds = [within_scale(each) for period in trend.points for each in (period.value, period.lower, period.upper)]
    axis = score_axis([bound for bound in (*bounds, *map(within_scale, trend.scores)) if bound is not None] or [0, 50])
    label = trend.title or _("Score over time")
    found = spots(trend.points, axis)
    if not found:
        said = text(spoken.no_answers(), x="50%", y="50%", dy="0.35em", text_anchor="middle", fill=theme.muted)
        label = f"{label}: {spoken.no_answers()}"
        return frame(score_lines(axis, theme) + said, kind="trend", label=label, box=BOX, theme=theme)
    content = score_lines(axis, theme) + mark_lines(trend.marks, theme) + plot(found, trend, theme)
    content += period_labels([period.label for period in trend.points], theme)
    count = len(trend.points)
    if theme is not PAGE or count > MOST_POINTS_TO_REST_ON:
        content += mark_places(trend.marks, theme)
        return frame(content, kind="trend", label=label, box=BOX, theme=theme)
    content += "".join(resting_place(spot, count, theme) for spot in found) + mark_places(trend.marks, theme)
    return frame(content, kind="trend", label=label, box=BOX, theme=theme, role="group")


TREND = ChartKind("trend", Trend, draw_trend)
