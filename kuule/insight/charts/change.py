"""Change: one difference between two scores with its interval, around the line of no difference."""

from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import FEW, ChartKind
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import is_number, signed

BOX = Box(width=480, height=84, top=22, right=16, bottom=22, left=16)
# Two scores from −100 to 100 differ by 200 at most. A short axis would make a mountain of every point.
LONGEST, SHORTEST = 200.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference in NPS points with its interval; `n` is the smaller number of answers behind it."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    title: str = ""


def within_reach(value: float | None) -> float | None:
    """Return a difference in points, kept between −200 and 200; None when there is no finite figure."""
    if value is None or not is_number(value):
        return None
    return min(max(float(value), -LONGEST), LONGEST)


def reach_of(*values: float | None) -> float:
    """Return how far the axis goes to both sides: full tens that hold all values, at least 20."""
    farthest = max((abs(value) for value in values if value is not None), default=0.0)
    return max(ceil(farthest / 10) * 10.0, SHORTEST)


def axis(reach: float, theme: Theme) -> str:
    """Return the line of no difference, which is the strongest, and the words and numbers around it."""
    parts = [
        element("line", x1=0, x2="100%", y1="50%", y2="50%", stroke=theme.line),
        element("line", x1="50%", x2="50%", y1=0, y2="100%", stroke=theme.muted, stroke_width=1.5),
        text(_("lower"), x=0, y=0, dy=-8, text_anchor="start", fill=theme.muted),
        text(_("no difference"), x="50%", y=0, dy=-8, text_anchor="middle", fill=theme.muted),
        text(_("higher"), x="100%", y=0, dy=-8, text_anchor="end", fill=theme.muted),
        text(signed(-reach), x=0, y="100%", dy=16, text_anchor="start", fill=theme.muted),
        text(signed(0), x="50%", y="100%", dy=16, text_anchor="middle", fill=theme.muted),
        text(signed(reach), x="100%", y="100%", dy=16, text_anchor="end", fill=theme.muted),
    ]
    return "".join(parts)


def draw_change(change: Change, theme: Theme = PAGE) -> SafeString:
    """Return the difference as SVG: hollow under 30 answers on a side, only the axis without any."""
    value, lower, upper = map(within_reach, (change.value, change.lower, change.upper))
    reach = reach_of(value, lower, upper)

    def place(points: float) -> str:
        return at((points + reach) / (2 * reach))

    content = axis(reach, theme)
    if value is not None:
        if lower is not None and upper is not None:
            content += element(
                "line",
                x1=place(lower), x2=place(upper), y1="50%", y2="50%",
                stroke=theme.accent, stroke_width=10, stroke_opacity=0.35, stroke_linecap="round",
            )  # fmt: skip
        fill = theme.surface if change.n < FEW else theme.accent
        content += element("circle", cx=place(value), cy="50%", r=5.5, fill=fill, stroke=theme.accent, stroke_width=2)
    label = f"{change.title or _('Difference')}: {spoken.score(value, lower, upper)}"
    return frame(content, kind="change", label=label, box=BOX, theme=theme)


CHANGE = ChartKind("change", Change, draw_change)
