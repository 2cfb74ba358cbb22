"""Share bar: one share of a whole with its interval, for the rows of a table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.svg import Box, at, element, frame
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import percent

BOX = Box(width=160, height=16)
THINNEST = 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBar:
    """A share between 0 and 1, None where nobody answered, and its interval."""

    value: float | None
    lower: float | None = None
    upper: float | None = None


def draw_share_bar(bar: ShareBar, theme: Theme = PAGE) -> SafeString:
    """Return the bar as SVG, with a line for the interval; without answers only its track."""
    content = element("rect", width="100%", height="100%", rx=3, fill=theme.track)
    label = spoken.no_answers()
    if bar.value is not None:
        label = percent(bar.value)
        if bar.value:
            content += element(
                "rect", width=at(max(bar.value, THINNEST)), height="100%", rx=3, fill=theme.accent, fill_opacity=0.55
            )
        if bar.lower is not None and bar.upper is not None:
            content += element(
                "line", x1=at(bar.lower), x2=at(bar.upper), y1="50%", y2="50%", stroke=theme.ink, stroke_width=1.5
            )
            limits = {"lower": percent(bar.lower), "upper": percent(bar.upper)}
            label += ", " + _("between %(lower)s and %(upper)s") % limits
    return frame(content, kind="share", label=label, box=BOX, theme=theme)


SHARE_BAR = ChartKind("share_bar", ShareBar, draw_share_bar)
