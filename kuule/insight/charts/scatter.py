"""Scatter: one dot for each unit, by its score and by another figure, with a line through them where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.scale import ScoreAxis, score_axis
from kuule.insight.charts.series import round_axis, short_number
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import signed

BOX = Box(width=640, height=280, top=16, right=16, bottom=44, left=52)
LEAST_RADIUS, MOST_RADIUS = 4.0, 16.0
LONGEST_TIP = 40
# So few dots have their names beside them; those that lie this far to the right, before them.
FEW_DOTS, FAR_RIGHT, LONGEST_NAME = 8, 0.5, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterDot:
    """A unit: its score in points, its other figure, and how large it is (a share of the largest)."""

    name: str
    score: float
    value: float
    words: str
    size: float = 0.0
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """The dots; `line` is the other figure at the lowest and at the highest score, None without a line."""

    dots: Sequence[ScatterDot]
    up: str
    line: tuple[float, float] | None = None
    title: str = ""


def draw_scatter(chart: Scatter, theme: Theme = PAGE) -> SafeString:
    """Return the dots as SVG, the largest below the others."""
    across = score_axis([dot.score for dot in chart.dots] or [0.0, 50.0])
    ticks = round_axis([*(dot.value for dot in chart.dots), *(chart.line or ())] or [0.0, 1.0])
    content = _ground(chart, across, ticks, theme)
    if chart.line and chart.dots:
        scores = [dot.score for dot in chart.dots]
        ends = zip((min(scores), max(scores)), chart.line, strict=True)
        (x1, y1), (x2, y2) = [(across.share(score), _y(value, ticks)) for score, value in ends]
        content += element("line", x1=at(x1), y1=at(y1), x2=at(x2), y2=at(y2), stroke=theme.accent, stroke_width=2)
    ordered = sorted(chart.dots, key=lambda dot: -dot.size)
    content += "".join(_dot(dot, across.share(dot.score), _y(dot.value, ticks), theme) for dot in ordered)
    if len(chart.dots) <= FEW_DOTS:
        content += "".join(_name(dot, across.share(dot.score), _y(dot.value, ticks), theme) for dot in chart.dots)
    if theme is PAGE and chart.dots:
        return frame(content, kind="scatter", label=chart.title, box=BOX, theme=theme, role="group")
    said = ". ".join(map(_said, chart.dots)) or spoken.no_answers()
    return frame(content, kind="scatter", label=f"{chart.title}: {said}", box=BOX, theme=theme)


def _y(value: float, ticks: Sequence[float]) -> float:
    return 1 - (value - ticks[0]) / (ticks[-1] - ticks[0])


def _ground(chart: Scatter, across: ScoreAxis, ticks: Sequence[float], theme: Theme) -> str:
    parts = []
    for tick in ticks:
        y = at(_y(tick, ticks))
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line))
        parts.append(text(short_number(tick), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted))
    for score in across.ticks:
        x = at(across.share(score))
        parts.append(text(signed(score), x=x, y="100%", dy=18, text_anchor="middle", fill=theme.muted))
    parts.append(text(_("NPS"), x="100%", y="100%", dy=36, text_anchor="end", fill=theme.muted))
    parts.append(text(chart.up, x=0, y=0, dx=6, dy=10, fill=theme.muted))
    return "".join(parts)


def _dot(dot: ScatterDot, x: float, y: float, theme: Theme) -> str:
    radius = _radius(dot)
    drawn = element("circle", cx=at(x), cy=at(y), r=radius, fill=theme.accent, fill_opacity=0.45, stroke=theme.accent)
    if theme is not PAGE:
        return drawn
    name = _cut(dot.name, LONGEST_TIP)
    ring = element("circle", class_="ring", cx=at(x), cy=at(y), r=radius + 3, fill="none", stroke=theme.accent)
    lines = (name, f"{_('NPS')} {signed(dot.score)} · {dot.words}")
    return point(drawn + ring + tooltip(lines, x=x, y=y, theme=theme), label=_said(dot), url=dot.url)


def _name(dot: ScatterDot, x: float, y: float, theme: Theme) -> str:
    gap, is_far = _radius(dot) + 5, x > FAR_RIGHT
    anchor, dx = ("end", -gap) if is_far else ("start", gap)
    return text(
        _cut(dot.name, LONGEST_NAME), x=at(x), y=at(y), dx=dx, dy="0.35em", text_anchor=anchor, fill=theme.muted
    )


def _radius(dot: ScatterDot) -> float:
    return LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * sqrt(max(dot.size, 0.0))


def _cut(name: str, longest: int) -> str:
    return name if len(name) <= longest else name[: longest - 1] + "…"


def _said(dot: ScatterDot) -> str:
    return f"{dot.name}: {_('NPS')} {signed(dot.score)}, {dot.words}"


SCATTER = ChartKind("scatter", Scatter, draw_scatter)
