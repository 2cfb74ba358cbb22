"""Staying: which share of each group is still there after a time, in steps with their bands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import Box, at, element, frame, number, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.insight.rules import DETRACTOR, PROMOTER
from kuule.ui.formats import percent

BOX = Box(width=640, height=260, top=12, right=86, bottom=28, left=46)
QUARTERS = 4
# Names of curves that end nearer to each other than this share of the plot are moved apart.
LEAST_APART = 0.085
# On a phone every second of more labels is left out.
FEW_LABELS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StayingStep:
    """The share that is still there after a time, with its interval; `label` names the time, `name` in full."""

    share: float
    lower: float | None = None
    upper: float | None = None
    label: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayingCurve:
    """A group by its key and its name; its steps are at equal times, the first at none."""

    group: str
    name: str
    steps: Sequence[StayingStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """The curves, on one axis of time; `last` is the number of steps that the axis has."""

    curves: Sequence[StayingCurve]
    last: int
    title: str = ""


def draw_staying(chart: Staying, theme: Theme = PAGE) -> SafeString:
    """Return the curves as SVG. The axis of shares begins at the quarter below everything that is drawn."""
    title = chart.title or _("Share still there")
    limits = [limit for curve in chart.curves for step in curve.steps for limit in (step.share, step.lower)]
    lowest = min((limit for limit in limits if limit is not None), default=0.0)
    floor = min(int(lowest * QUARTERS), QUARTERS - 1) / QUARTERS
    content = _axis(floor, theme) + _times(chart, theme)
    content += "".join(_curve(curve, chart.last, floor, theme) for curve in chart.curves) + _names(chart, floor, theme)
    if theme is PAGE and chart.curves:
        content += "".join(_places(curve, chart.last, floor, theme) for curve in chart.curves)
        return frame(content, kind="staying", label=title, box=BOX, theme=theme, role="group")
    said = ". ".join((title, *map(_said, chart.curves))) if chart.curves else f"{title}: {spoken.no_answers()}"
    return frame(content, kind="staying", label=said, box=BOX, theme=theme)


def _y(share: float, floor: float) -> float:
    return 1 - (max(share, floor) - floor) / (1 - floor)


def _colour(group: str, theme: Theme) -> str:
    return {PROMOTER: theme.promoter, DETRACTOR: theme.detractor}.get(group, theme.passive)


def _axis(floor: float, theme: Theme) -> str:
    parts = []
    for place in range(round(floor * QUARTERS), QUARTERS + 1):
        share = place / QUARTERS
        y = at(_y(share, floor))
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line))
        parts.append(text(percent(share, 0), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted))
    return "".join(parts)


def _times(chart: Staying, theme: Theme) -> str:
    steps = max((curve.steps for curve in chart.curves), key=len, default=())
    labels = [(place, step.label) for place, step in enumerate(steps) if step.label]
    return "".join(
        text(
            label,
            x=at(place / chart.last), y="100%", dy=20, text_anchor="middle", fill=theme.muted,
            class_="from-middle" if turn % 2 and len(labels) > FEW_LABELS else None,
        )
        for turn, (place, label) in enumerate(labels)
    )  # fmt: skip


def _curve(curve: StayingCurve, last: int, floor: float, theme: Theme) -> str:
    colour = _colour(curve.group, theme)
    # The axis stretches, its lines do not: a path in percent needs a box of a hundred by a hundred.
    banded = [
        (place, step.lower, step.upper)
        for place, step in enumerate(curve.steps)
        if step.lower is not None and step.upper is not None
    ]
    over = _stairs([(place / last, _y(upper, floor)) for place, _lower, upper in banded])
    under = _stairs([(place / last, _y(lower, floor)) for place, lower, _upper in banded])
    band = "M" + "L".join([*over, *reversed(under)]) + "Z" if len(banded) > 1 else ""
    line = "M" + "L".join(_stairs([(place / last, _y(step.share, floor)) for place, step in enumerate(curve.steps)]))
    drawn = element("path", d=band, fill=colour, fill_opacity=0.12) if band else ""
    drawn += element("path", d=line, fill="none", stroke=colour, stroke_width=2, vector_effect="non-scaling-stroke")
    return element("svg", drawn, width="100%", height="100%", viewBox="0 0 100 100", preserveAspectRatio="none")


def _stairs(places: Sequence[tuple[float, float]]) -> list[str]:
    found: list[str] = []
    for place, (x, y) in enumerate(places):
        if place:
            found.append(f"{number(x * 100)} {number(places[place - 1][1] * 100)}")
        found.append(f"{number(x * 100)} {number(y * 100)}")
    return found


def _names(chart: Staying, floor: float, theme: Theme) -> str:
    ends = sorted(
        ((_y(curve.steps[-1].share, floor), curve) for curve in chart.curves if curve.steps), key=lambda end: end[0]
    )
    parts, free = [], float("-inf")
    for y, curve in ends:
        free = max(y, free + LEAST_APART)
        x, colour = at((len(curve.steps) - 1) / chart.last), _colour(curve.group, theme)
        parts.append(text(curve.name, x=x, dx=8, y=at(free), dy="0.35em", fill=colour, font_weight=600))
    return "".join(parts)


def _places(curve: StayingCurve, last: int, floor: float, theme: Theme) -> str:
    return "".join(
        _place(curve, step, place / last, _y(step.share, floor), theme)
        for place, step in enumerate(curve.steps)
        if place and step.name
    )


def _place(curve: StayingCurve, step: StayingStep, x: float, y: float, theme: Theme) -> str:
    colour = _colour(curve.group, theme)
    drawn = element("circle", cx=at(x), cy=at(y), r=4, fill=colour) + element(
        "circle", class_="ring", cx=at(x), cy=at(y), r=8, fill="none", stroke=theme.accent
    )
    finger = element("circle", cx=at(x), cy=at(y), r=12, fill="transparent")
    lines = (f"{curve.name}: {percent(step.share)}", step.name, _interval(step))
    return point(finger + drawn + tooltip(lines, x=x, y=y, theme=theme), label=", ".join(filter(None, lines)))


def _interval(step: StayingStep) -> str:
    if step.lower is None or step.upper is None:
        return ""
    return _("between %(lower)s and %(upper)s") % {"lower": percent(step.lower), "upper": percent(step.upper)}


def _said(curve: StayingCurve) -> str:
    named = [f"{step.name} {percent(step.share)}" for step in curve.steps if step.name]
    return f"{curve.name}: {', '.join(named)}"


STAYING = ChartKind("staying", Staying, draw_staying)
