"""Gauge: one score on a half circle from −100 to +100, with its confidence interval as an arc."""

from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import HIGHEST, LOWEST, ChartKind, within_scale
from kuule.insight.charts.svg import Attribute, element, number, standalone, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import NOTHING, percent, signed

WIDTH, HEIGHT = 260, 164
CENTRE_X, CENTRE_Y, RADIUS, THICKNESS = 130.0, 124.0, 100.0, 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A score with its interval, in NPS points; `value` None means that nobody answered."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    confidence: float = 0.95
    title: str = "Net Promoter Score"


def spot(value: float, radius: float) -> tuple[float, float]:
    """Return where a score lies on a circle of this radius: −100 at the left end, 0 at the top."""
    angle = pi * (1 - (value - LOWEST) / (HIGHEST - LOWEST))
    return CENTRE_X + radius * cos(angle), CENTRE_Y - radius * sin(angle)


def arc(start: float, end: float, **attributes: Attribute) -> str:
    """Return the part of the ring between two scores."""
    (x1, y1), (x2, y2) = spot(start, RADIUS), spot(end, RADIUS)
    path = f"M{number(x1)} {number(y1)}A{number(RADIUS)} {number(RADIUS)} 0 0 1 {number(x2)} {number(y2)}"
    return element("path", d=path, fill="none", **attributes)


def tick(value: float, inward: float, outward: float, **attributes: Attribute) -> str:
    """Return a line across the ring at a score."""
    (x1, y1), (x2, y2) = spot(value, RADIUS - inward), spot(value, RADIUS + outward)
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def dial(theme: Theme) -> str:
    """Return the empty ring with its ends and its middle marked."""
    middle: dict[str, Attribute] = {"text_anchor": "middle", "fill": theme.muted}
    return (
        arc(LOWEST, HIGHEST, stroke=theme.track, stroke_width=THICKNESS)
        + tick(0, THICKNESS / 2, THICKNESS / 2, stroke=theme.muted, stroke_width=1.5)
        + text(signed(LOWEST), x=CENTRE_X - RADIUS, y=CENTRE_Y + 18, **middle)
        + text(signed(HIGHEST), x=CENTRE_X + RADIUS, y=CENTRE_Y + 18, **middle)
    )


def reading(gauge: Gauge, theme: Theme) -> str:
    """Return the figure in the middle and the lines below it."""
    value, lower, upper = map(within_scale, (gauge.value, gauge.lower, gauge.upper))
    middle: dict[str, Attribute] = {"x": CENTRE_X, "text_anchor": "middle"}
    figure = text(
        NOTHING if value is None else signed(value),
        y=110,
        fill=theme.ink,
        class_="chart-figure",
        font_size=46,
        font_weight=700,
        letter_spacing="-0.02em",
        **middle,
    )
    between = spoken.interval(lower, upper)
    below = spoken.no_answers()
    if value is not None:
        certainty = _("%(share)s confidence") % {"share": percent(gauge.confidence, 0)} if between else ""
        below = " · ".join(part for part in (certainty, spoken.answers(gauge.n)) if part)
    return (
        figure
        + (text(between, y=134, fill=theme.ink, font_weight=600, **middle) if value is not None and between else "")
        + text(below, y=160, fill=theme.muted, **middle)
    )


def draw_gauge(gauge: Gauge, theme: Theme = PAGE) -> SafeString:
    """Return the gauge as SVG. Without an answer the ring stays empty and says so."""
    value, lower, upper = map(within_scale, (gauge.value, gauge.lower, gauge.upper))
    content = dial(theme)
    if value is not None:
        if lower is not None and upper is not None and lower < upper:
            content += arc(lower, upper, stroke=theme.accent, stroke_width=THICKNESS, stroke_opacity=0.4)
        content += tick(value, 12, 12, stroke=theme.accent, stroke_width=5, stroke_linecap="round")
    content += reading(gauge, theme)
    label = f"{gauge.title}: {spoken.score(value, lower, upper, gauge.n)}"
    if theme is PAGE:
        size = f"0 0 {WIDTH} {HEIGHT}"
        drawing = element("svg", content, class_="chart chart-gauge", role="img", aria_label=label, viewBox=size)
        return SafeString(drawing)
    return standalone(content, label=label, width=WIDTH, height=HEIGHT, theme=theme)


GAUGE = ChartKind("gauge", Gauge, draw_gauge)
