"""Driver map: what goes with the score, by how important each driver is and how well it is rated.

Each dot has the number of its line in the table beside the chart: names would stand upon each other where drivers lie
close, which is where one looks most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.quadrants import Span, across_span, ground, quadrant_words, up_span
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.insight.rules.drivers import IMPROVE, KEEP, Drivers
from kuule.ui.formats import percent

BOX = Box(width=640, height=330, top=28, right=14, bottom=44, left=46)
RADIUS, NUMBER_AWAY = 6, 10
# Of dots nearer than these shares of the plot the left one has its number on its left.
CLOSE_ACROSS, CLOSE_UP = 0.06, 0.09
LONGEST_TIP = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverDot:
    """One driver: shares between 0 and 1 for its importance, with limits, and for how well it is rated.

    `place` is its quadrant; `is_clear` tells whether the limits leave out an equal share.
    """

    number: int
    name: str
    share: float
    lower: float
    upper: float
    performance: float
    place: str
    is_clear: bool
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverMap:
    """The drivers that have a place, and the lines that part the quadrants."""

    dots: Sequence[DriverDot]
    equal_share: float
    average_performance: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A driver, and where it lies in the plot (shares, y from the top)."""

    of: DriverDot
    x: float
    y: float


def driver_map_of(found: Drivers, names: Mapping[str, str], urls: Mapping[str, str] | None = None) -> DriverMap:
    """Return the map of compared drivers; `names` and `urls` are by key, the number is the place among them."""
    return DriverMap(
        dots=tuple(
            DriverDot(
                number=number,
                name=names[each.key],
                share=each.share,
                lower=each.lower,
                upper=each.upper,
                performance=each.performance,
                place=each.place,
                is_clear=each.is_clear,
                url=(urls or {}).get(each.key, ""),
            )
            for number, each in enumerate(found.drivers, 1)
            if each.share is not None
            and each.lower is not None
            and each.upper is not None
            and each.performance is not None
        ),
        equal_share=found.equal_share,
        average_performance=found.average_performance or 0.0,
    )


def draw_driver_map(chart: DriverMap, theme: Theme = PAGE) -> SafeString:
    """Return the map as SVG: hollow where the limits hold an equal share, only the axes without drivers."""
    across = across_span([each.performance for each in chart.dots], chart.average_performance)
    up = up_span(max((each.upper for each in chart.dots), default=0.0))
    label = chart.title or _("Importance and rating of each driver")
    x, y = at(across.place(chart.average_performance)), at(1 - up.place(chart.equal_share))
    content = ground(x, y, across, up, theme)
    spots = [_Spot(each, across.place(each.performance), 1 - up.place(each.share)) for each in chart.dots]
    content += "".join(_whisker(spot, up, theme) for spot in spots)
    # The most important lie on top of the others.
    content += "".join(_dot(spot, _is_left(spot, spots), theme) for spot in reversed(spots))
    role = "group" if theme is PAGE and chart.dots else "img"
    if role == "img":
        label = ". ".join((label, *map(_said, chart.dots))) if chart.dots else f"{label}: {spoken.no_answers()}"
    return frame(content, kind="drivers", label=label, box=BOX, theme=theme, role=role)


def _whisker(spot: _Spot, up: Span, theme: Theme) -> str:
    return element(
        "line",
        x1=at(spot.x), x2=at(spot.x), y1=at(1 - up.place(spot.of.lower)), y2=at(1 - up.place(spot.of.upper)),
        stroke=_colour(spot.of, theme), stroke_width=5, stroke_opacity=0.35, stroke_linecap="round",
    )  # fmt: skip


def _is_left(spot: _Spot, spots: Sequence[_Spot]) -> bool:
    """Tell whether the number of a dot stands on its left, because another dot is where it would be."""
    return any(
        abs(other.y - spot.y) < CLOSE_UP and 0 <= other.x - spot.x < CLOSE_ACROSS for other in spots if other != spot
    )


def _dot(spot: _Spot, is_left: bool, theme: Theme) -> str:
    dot, x, y = spot.of, spot.x, spot.y
    colour = _colour(dot, theme)
    fill = colour if dot.is_clear else theme.surface
    drawn = element("circle", cx=at(x), cy=at(y), r=RADIUS, fill=fill, stroke=colour, stroke_width=2) + text(
        dot.number,
        x=at(x), dx=-NUMBER_AWAY if is_left else NUMBER_AWAY, y=at(y), dy="0.35em",
        text_anchor="end" if is_left else "start", fill=colour, font_weight=700,
        stroke=theme.surface, stroke_width=3, paint_order="stroke",
    )  # fmt: skip
    if theme is not PAGE:
        return drawn
    name = dot.name if len(dot.name) <= LONGEST_TIP else dot.name[: LONGEST_TIP - 1] + "…"
    figures = _("%(share)s importance · rated %(rated)s") % {
        "share": percent(dot.share, 0),
        "rated": percent(dot.performance, 0),
    }
    # A finger is wider than a dot.
    finger = element("circle", cx=at(x), cy=at(y), r=2 * RADIUS, fill="transparent")
    ring = element("circle", class_="ring", cx=at(x), cy=at(y), r=RADIUS + 4, fill="none", stroke=theme.accent)
    content = finger + drawn + ring + tooltip((name, figures), x=x, y=y, theme=theme)
    return point(content, label=_said(dot), url=dot.url)


def _said(dot: DriverDot) -> str:
    return _(
        "%(number)s %(name)s: importance %(share)s, between %(lower)s and %(upper)s; rated %(rated)s. %(place)s"
    ) % {
        "number": dot.number,
        "name": dot.name,
        "share": percent(dot.share, 0),
        "lower": percent(dot.lower, 0),
        "upper": percent(dot.upper, 0),
        "rated": percent(dot.performance, 0),
        "place": quadrant_words(dot.place),
    }


def _colour(dot: DriverDot, theme: Theme) -> str:
    return {IMPROVE: theme.detractor, KEEP: theme.accent}.get(dot.place, theme.muted)


DRIVER_MAP = ChartKind("driver_map", DriverMap, draw_driver_map)
