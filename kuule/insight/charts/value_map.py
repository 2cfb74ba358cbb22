"""Value map: one dot for each customer, by its score from 0 to 10 and by what it brings, in the colour of its group."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.series import round_axis, short_number
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme

BOX = Box(width=640, height=300, top=28, right=16, bottom=44, left=52)
RADIUS, BEYOND_ENDS = 5.0, 0.4
LONGEST_TIP = 40
# Where one group ends on the scale and the next begins, as a mean score is rounded.
BETWEEN_GROUPS = (6.5, 8.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDot:
    """A customer: its score from 0 to 10, what it brings, and both in words."""

    name: str
    score: float
    value: float
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """The customers; `up` says what they bring."""

    dots: Sequence[ValueDot]
    up: str
    title: str = ""


def draw_value_map(chart: ValueMap, theme: Theme = PAGE) -> SafeString:
    """Return the dots as SVG: the valuable detractors are those at the top left."""
    if not chart.dots:
        return frame("", kind="value-map", label=f"{chart.title}: {spoken.no_answers()}", box=BOX, theme=theme)
    ticks = round_axis([0.0, *(dot.value for dot in chart.dots)])
    content = _ground(chart.up, ticks, theme)
    content += "".join(_dot(dot, _y(dot.value, ticks), theme) for dot in chart.dots)
    if theme is PAGE:
        return frame(content, kind="value-map", label=chart.title, box=BOX, theme=theme, role="group")
    said = ". ".join(f"{dot.name}: {dot.words}" for dot in chart.dots)
    return frame(content, kind="value-map", label=f"{chart.title}: {said}", box=BOX, theme=theme)


def _x(score: float) -> float:
    return (score + BEYOND_ENDS) / (10 + 2 * BEYOND_ENDS)


def _y(value: float, ticks: Sequence[float]) -> float:
    return 1 - (value - ticks[0]) / (ticks[-1] - ticks[0])


def _ground(up: str, ticks: Sequence[float], theme: Theme) -> str:
    parts = []
    for tick in ticks:
        y = at(_y(tick, ticks))
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line))
        parts.append(text(short_number(tick), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted))
    for border in BETWEEN_GROUPS:
        x = at(_x(border))
        parts.append(element("line", x1=x, x2=x, y1=0, y2="100%", stroke=theme.muted, stroke_dasharray="4 4"))
    parts += [
        text(str(score), x=at(_x(score)), y="100%", dy=18, text_anchor="middle", fill=theme.muted)
        for score in range(11)
    ]
    parts.append(text(_("Score"), x="100%", y="100%", dy=36, text_anchor="end", fill=theme.muted))
    parts.append(text(up, x=0, y=0, dx=-44, dy=-14, fill=theme.muted))
    return "".join(parts)


def _dot(dot: ValueDot, y: float, theme: Theme) -> str:
    x, colour = _x(dot.score), theme.of_score(int(dot.score + 0.5))
    drawn = element("circle", cx=at(x), cy=at(y), r=RADIUS, fill=colour, fill_opacity=0.55, stroke=colour)
    if theme is not PAGE:
        return drawn
    name = dot.name if len(dot.name) <= LONGEST_TIP else dot.name[: LONGEST_TIP - 1] + "…"
    ring = element("circle", class_="ring", cx=at(x), cy=at(y), r=RADIUS + 3, fill="none", stroke=colour)
    tip = tooltip((name, dot.words), x=x, y=y, theme=theme)
    return point(drawn + ring + tip, label=f"{dot.name}: {dot.words}", url=dot.url)


VALUE_MAP = ChartKind("value_map", ValueMap, draw_value_map)
