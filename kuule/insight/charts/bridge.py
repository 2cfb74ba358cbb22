"""Bridge: how one amount became another, part by part, each bar where the one before it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.series import round_axis, short_number
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme

BOX = Box(width=640, height=260, top=16, right=10, bottom=40, left=52)
FULL, UP, DOWN, OPEN = "full", "up", "down", "open"
WIDTH = 0.62


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeBar:
    """One bar: a whole amount (`full`), or a part that adds (`up`), takes away (`down`) or is not known (`open`).

    `label` stands below it, `words` above it, `name` is read out.
    """

    kind: str
    amount: float
    label: str
    words: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The bars from the first amount to the last."""

    bars: Sequence[BridgeBar]
    title: str = ""


def draw_bridge(chart: Bridge, theme: Theme = PAGE) -> SafeString:
    """Return the bridge as SVG; a part that leads to a page is a link."""
    spans = _spans(chart.bars)
    ticks = round_axis([0.0, *(limit for span in spans for limit in span)])
    content = "".join(_tick(tick, ticks, theme) for tick in ticks)
    count = max(len(chart.bars), 1)
    for place, (bar, span) in enumerate(zip(chart.bars, spans, strict=True)):
        content += _bar(bar, span, (place + 0.5) / count, 1 / count, ticks, theme)
    return frame(
        content, kind="bridge", label=chart.title, box=BOX, theme=theme, role="group" if theme is PAGE else "img"
    )


def _spans(bars: Sequence[BridgeBar]) -> list[tuple[float, float]]:
    found, height = list[tuple[float, float]](), 0.0
    for bar in bars:
        start = 0.0 if bar.kind == FULL else height
        height = start + bar.amount
        found.append((min(start, height), max(start, height)))
    return found


def _y(amount: float, ticks: Sequence[float]) -> float:
    return 1 - (amount - ticks[0]) / (ticks[-1] - ticks[0])


def _tick(tick: float, ticks: Sequence[float], theme: Theme) -> str:
    y = at(_y(tick, ticks))
    line = element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.muted if tick == 0 else theme.line)
    return line + text(short_number(tick), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted)


def _bar(bar: BridgeBar, span: tuple[float, float], x: float, room: float, ticks: Sequence[float], theme: Theme) -> str:
    top, bottom = _y(span[1], ticks), _y(span[0], ticks)
    colour = {FULL: theme.muted, UP: theme.promoter, DOWN: theme.detractor}.get(bar.kind, theme.surface)
    drawn = element(
        "rect",
        x=at(x - room * WIDTH / 2), width=at(room * WIDTH), y=at(top), height=at(max(bottom - top, 0.004)), rx=2,
        fill=colour,
        stroke=theme.muted if bar.kind == OPEN else None,
        stroke_dasharray="4 3" if bar.kind == OPEN else None,
    )  # fmt: skip
    words = text(bar.words, x=at(x), y=at(top), dy=-6, text_anchor="middle", fill=theme.ink, font_weight=600)
    label = text(bar.label, x=at(x), y="100%", dy=20, text_anchor="middle", fill=theme.muted, class_="from-middle")
    if theme is not PAGE:
        return drawn + words + label
    named = element("g", drawn + words + label, role="img", aria_label=bar.name)
    if not bar.url:
        return named
    return element("a", drawn + words + label, class_="point", href=bar.url, aria_label=bar.name)


BRIDGE = ChartKind("bridge", Bridge, draw_bridge)
