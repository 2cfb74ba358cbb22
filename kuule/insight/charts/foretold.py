"""Foretold: how often something happened against how often it was expected, in groups by what was expected."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import percent

BOX = Box(width=320, height=280, top=12, right=16, bottom=44, left=52)
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForetoldGroup:
    """A group: shares from 0 to 1 that were expected and that happened, the limits of the latter, and how many."""

    expected: float
    observed: float
    lower: float
    upper: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """The groups. On the slanted line what was expected happened."""

    groups: tuple[ForetoldGroup, ...]
    title: str = ""


def draw_foretold(chart: Foretold, theme: Theme = PAGE) -> SafeString:
    """Return the groups as SVG: those whose line crosses the slanted one were foretold well."""
    title = chart.title or _("Expected and observed")
    if not chart.groups:
        return frame("", kind="foretold", label=f"{title}: {spoken.no_answers()}", box=BOX, theme=theme)
    content = "".join(_lines(tick, theme) for tick in TICKS)
    content += element("line", x1=0, y1="100%", x2="100%", y2=0, stroke=theme.muted, stroke_dasharray="4 4")
    content += text(_("expected"), x="50%", y="100%", dy=38, text_anchor="middle", fill=theme.muted)
    content += text(_("happened"), x=0, y=0, dx=6, dy=12, fill=theme.muted)
    content += "".join(_group(group, theme) for group in chart.groups)
    role = "group" if theme is PAGE else "img"
    return frame(content, kind="foretold", label=title, box=BOX, theme=theme, role=role)


def _lines(tick: float, theme: Theme) -> str:
    return (
        element("line", x1=0, x2="100%", y1=at(1 - tick), y2=at(1 - tick), stroke=theme.line)
        + text(percent(tick, 0), x=0, dx=-8, y=at(1 - tick), dy="0.35em", text_anchor="end", fill=theme.muted)
        + text(percent(tick, 0), x=at(tick), y="100%", dy=20, text_anchor="middle", fill=theme.muted)
    )


def _group(group: ForetoldGroup, theme: Theme) -> str:
    x, y = at(group.expected), at(1 - group.observed)
    drawn = element(
        "line",
        x1=x, x2=x, y1=at(1 - group.lower), y2=at(1 - group.upper),
        stroke=theme.accent, stroke_width=7, stroke_opacity=0.35, stroke_linecap="round",
    )  # fmt: skip
    drawn += element("circle", cx=x, cy=y, r=4, fill=theme.accent)
    if theme is not PAGE:
        return drawn
    words = (
        _("Expected %(share)s") % {"share": percent(group.expected, 0)},
        _("Happened %(share)s, %(lower)s to %(upper)s, n = %(n)s")
        % {
            "share": percent(group.observed, 0),
            "lower": percent(group.lower, 0),
            "upper": percent(group.upper, 0),
            "n": group.n,
        },
    )
    shown = tooltip(words, x=group.expected, y=1 - group.observed, theme=theme)
    return point(drawn + shown, label=", ".join(words))


FORETOLD = ChartKind("foretold", Foretold, draw_foretold)
