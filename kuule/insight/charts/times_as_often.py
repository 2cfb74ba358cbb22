"""Times as often: how many times as often one group does something as another, with its interval, on a log axis.

The line in the middle is "just as often": twice as often and half as often lie equally far from it.
"""

from dataclasses import dataclass
from math import log2

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import rounded

BOX, SCALE_BOX = Box(width=260, height=30, left=10, right=10), Box(width=260, height=16, left=10, right=10)
# The axis of all lines of a table: from a quarter as often to sixteen times as often.
LEAST, MOST = 0.25, 16.0
TICKS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesAsOften:
    """A ratio with its interval; without a value only the axis. `published` is what somebody else found."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    published: float | None = None


@dataclass(frozen=True, slots=True)
class TimesScale:
    """The axis of the lines below it, for the head of the column."""


def times_words(ratio: float) -> str:
    """Return a ratio: `4.2×`."""
    return f"{number_format(rounded(ratio, 1), 1)}×"


def draw_times(chart: TimesAsOften, theme: Theme = PAGE) -> SafeString:
    """Return the line as SVG: the own ratio as a dot with its interval, the published one as a diamond."""
    one = at(_share(1.0))
    content = element("line", x1=0, x2="100%", y1="50%", y2="50%", stroke=theme.line)
    content += element("line", x1=one, x2=one, y1="10%", y2="90%", stroke=theme.muted, stroke_width=1.5)
    said = []
    if chart.published is not None:
        content += _diamond(_share(chart.published), theme)
        said.append(_("published %(times)s") % {"times": times_words(chart.published)})
    if chart.value is not None:
        if chart.lower is not None:
            x1, x2 = at(_share(chart.lower)), at(_share(chart.upper if chart.upper is not None else MOST))
            content += element(
                "line",
                x1=x1, x2=x2, y1="50%", y2="50%",
                stroke=theme.accent, stroke_width=7, stroke_opacity=0.35, stroke_linecap="round",
            )  # fmt: skip
        content += element("circle", cx=at(_share(chart.value)), cy="50%", r=5, fill=theme.accent)
        said.insert(0, _("your own %(times)s") % {"times": times_words(chart.value)})
    return frame(content, kind="times", label=", ".join(said) or spoken.no_answers(), box=BOX, theme=theme)


def draw_times_scale(scale: TimesScale, theme: Theme = PAGE) -> SafeString:
    """Return the numbers of the axis."""
    del scale
    parts = []
    for tick in TICKS:
        words = f"{number_format(tick, 0 if tick >= 1 else 2).rstrip('0') if tick < 1 else int(tick)}×"
        parts.append(text(words, x=at(_share(tick)), y="100%", dy=-3, text_anchor="middle", fill=theme.muted))
    return frame("".join(parts), kind="times-scale", label=_("times as often"), box=SCALE_BOX, theme=theme)


def _share(ratio: float) -> float:
    within = min(max(ratio, LEAST), MOST)
    return log2(within / LEAST) / log2(MOST / LEAST)


def _diamond(x: float, theme: Theme) -> str:
    shape = element("path", d="M0 -6L6 0L0 6L-6 0Z", fill=theme.surface, stroke=theme.ink, stroke_width=1.5)
    return element("svg", shape, x=at(x), y="50%", overflow="visible")


TIMES = ChartKind("times_as_often", TimesAsOften, draw_times)
TIMES_SCALE = ChartKind("times_scale", TimesScale, draw_times_scale)
