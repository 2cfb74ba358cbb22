"""Segment whisker: one score with its interval on an axis that all rows of a table share."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from django.utils.safestring import SafeString

from kuule.insight.charts import spoken
from kuule.insight.charts.base import FEW, HIGHEST, LOWEST, ChartKind, within_scale
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import signed

BOX, SCALE_BOX = Box(width=160, height=24, left=8, right=8), Box(width=160, height=16, left=8, right=8)
Domain = tuple[float, float]
WHOLE_SCALE: Domain = (LOWEST, HIGHEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisker:
    """A score in NPS points, its interval, and the axis from `whisker_domain`."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    domain: Domain = WHOLE_SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiskerScale:
    """The axis of the whiskers below it, for the head of the column."""

    domain: Domain = WHOLE_SCALE


def whisker_domain(figures: Iterable[float | None]) -> Domain:
    """Return an axis of full tens that holds all scores and limits of a table, and zero."""
    known = [figure for each in figures if (figure := within_scale(each)) is not None]
    if not known:
        return WHOLE_SCALE
    low, high = min(*known, 0.0), max(*known, 0.0)
    low, high = float(floor(low / 10) * 10), float(ceil(high / 10) * 10)
    return (low, high) if high > low else (-10.0, 10.0)


def share(value: float, domain: Domain) -> float:
    """Return where a score lies on the axis: 0 at its start, 1 at its end, never outside."""
    low, high = domain
    return min(max((value - low) / (high - low), 0.0), 1.0)


def draw_whisker(whisker: Whisker, theme: Theme = PAGE) -> SafeString:
    """Return the whisker as SVG: hollow under 30 answers, only the axis without any."""
    value, lower, upper = map(within_scale, (whisker.value, whisker.lower, whisker.upper))
    zero = at(share(0, whisker.domain))
    content = element("line", x1=0, x2="100%", y1="50%", y2="50%", stroke=theme.line)
    content += element("line", x1=zero, x2=zero, y1="20%", y2="80%", stroke=theme.muted, stroke_width=1.5)
    if value is not None:
        if lower is not None and upper is not None:
            x1, x2 = at(share(lower, whisker.domain)), at(share(upper, whisker.domain))
            content += element(
                "line",
                x1=x1, x2=x2, y1="50%", y2="50%",
                stroke=theme.accent, stroke_width=7, stroke_opacity=0.35, stroke_linecap="round",
            )  # fmt: skip
        fill = theme.surface if whisker.n < FEW else theme.accent
        x = at(share(value, whisker.domain))
        content += element("circle", cx=x, cy="50%", r=4, fill=fill, stroke=theme.accent, stroke_width=2)
    label = spoken.score(value, lower, upper, whisker.n)
    return frame(content, kind="whisker", label=label, box=BOX, theme=theme)


def draw_whisker_scale(scale: WhiskerScale, theme: Theme = PAGE) -> SafeString:
    """Return the numbers of the axis: both ends, and zero when it lies between them."""
    low, high = scale.domain
    zero = share(0, scale.domain)
    parts = [
        text(signed(low), x=0, y="100%", dy=-3, text_anchor="start" if zero else "middle", fill=theme.muted),
        text(signed(high), x="100%", y="100%", dy=-3, text_anchor="end" if zero < 1 else "middle", fill=theme.muted),
    ]
    if 0.2 < zero < 0.8:
        parts.append(text(signed(0), x=at(zero), y="100%", dy=-3, text_anchor="middle", fill=theme.muted))
    label = spoken.interval(low, high)
    return frame("".join(parts), kind="whisker-scale", label=label, box=SCALE_BOX, theme=theme)


WHISKER = ChartKind("whisker", Whisker, draw_whisker)
WHISKER_SCALE = ChartKind("whisker_scale", WhiskerScale, draw_whisker_scale)
