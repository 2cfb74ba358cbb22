"""Bridge: how one amount became another, part by part, each bar below the one before and where it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.series import round_axis, short_number
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme

BOX = Box(width=640, height=300, top=8, right=84, bottom=24, left=150)
FULL, UP, DOWN, OPEN = "full", "up", "down", "open"
THICK, THINNEST = 0.62, 0.004
# Where all that happens is in the upper part of the axis, the axis begins below that.
WORTH_CUTTING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeBar:
    """One bar: a whole amount (`full`), or a part that adds (`up`), takes away (`down`) or is not known (`open`).

    `label` stands before it, `words` behind it, `name` is read out.
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

    @property
    def begins_at(self) -> float:
        """Return where the axis begins: 0, or above it where the parts would else be too thin to be seen."""
        return _ticks(self.bars)[0]


def draw_bridge(chart: Bridge, theme: Theme = PAGE) -> SafeString:
    """Return the bridge as SVG; a part that leads to a page is a link."""
    ticks, spans = _ticks(chart.bars), _spans(chart.bars)
    content = "".join(_tick(tick, ticks, theme) for tick in ticks)
    count = max(len(chart.bars), 1)
    for place, (bar, span) in enumerate(zip(chart.bars, spans, strict=True)):
        content += _bar(bar, span, (place + 0.5) / count, 1 / count, ticks, theme)
    role = "group" if theme is PAGE else "img"
    return frame(content, kind="bridge", label=chart.title, box=BOX, theme=theme, role=role)


def _spans(bars: Sequence[BridgeBar]) -> list[tuple[float, float]]:
    found, height = list[tuple[float, float]](), 0.0
    for bar in bars:
        start = 0.0 if bar.kind == FULL else height
        height = start + bar.amount
        found.append((min(start, height), max(start, height)))
    return found


def _ticks(bars: Sequence[BridgeBar]) -> list[float]:
    spans = _spans(bars)
    lowest = min((end if bar.kind == FULL else start for bar, (start, end) in zip(bars, spans, strict=True)), default=0)
    highest = max((end for _start, end in spans), default=0.0)
    begins = lowest - (highest - lowest) / 2 if lowest > WORTH_CUTTING * highest > 0 else min(lowest, 0.0)
    return round_axis([begins, highest])


def _x(amount: float, ticks: Sequence[float]) -> float:
    return max((amount - ticks[0]) / (ticks[-1] - ticks[0]), 0.0)


def _tick(tick: float, ticks: Sequence[float], theme: Theme) -> str:
    x = at(_x(tick, ticks))
    line = element("line", x1=x, x2=x, y1=0, y2="100%", stroke=theme.muted if tick == 0 else theme.line)
    cut = None if tick in (ticks[0], ticks[-1]) else "from-wide"
    return line + text(short_number(tick), x=x, y="100%", dy=16, text_anchor="middle", fill=theme.muted, class_=cut)


def _bar(bar: BridgeBar, span: tuple[float, float], y: float, room: float, ticks: Sequence[float], theme: Theme) -> str:
    left, right = _x(span[0], ticks), _x(span[1], ticks)
    colour = {FULL: theme.muted, UP: theme.promoter, DOWN: theme.detractor}.get(bar.kind, theme.surface)
    drawn = element(
        "rect",
        x=at(left), width=at(max(right - left, THINNEST)), y=at(y - room * THICK / 2), height=at(room * THICK), rx=2,
        fill=colour,
        stroke=theme.muted if bar.kind == OPEN else None,
        stroke_dasharray="4 3" if bar.kind == OPEN else None,
    )  # fmt: skip
    words = text(
        bar.words, x=at(max(right, left + THINNEST)), dx=6, y=at(y), dy="0.35em", fill=theme.ink, font_weight=600
    )
    label = text(bar.label, x=0, dx=-10, y=at(y), dy="0.35em", text_anchor="end", fill=theme.ink)
    if theme is not PAGE:
        return drawn + words + label
    if not bar.url:
        return element("g", drawn + words + label, role="img", aria_label=bar.name)
    return element("a", drawn + words + label, class_="point", href=bar.url, aria_label=bar.name)


BRIDGE = ChartKind("bridge", Bridge, draw_bridge)
