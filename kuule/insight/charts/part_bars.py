"""Part bars: an amount for each of some periods, and the part of it that is spoken of, such as what is at risk."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.axes import period_labels
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.series import round_axis, short_number
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme

BOX = Box(width=640, height=180, top=12, right=12, bottom=28, left=48)
WIDTH = 0.62


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBar:
    """A period: its label and full name, the whole amount, the part of it (None: not known), and both in words."""

    label: str
    name: str
    whole: float
    part: float | None = None
    words: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBars:
    """The periods, the earliest first."""

    bars: tuple[PartBar, ...]
    title: str = ""


def draw_part_bars(chart: PartBars, theme: Theme = PAGE) -> SafeString:
    """Return the bars as SVG, from zero up; only the words that there is nothing without any amount."""
    title = chart.title or _("Amount by period")
    if not any(bar.whole for bar in chart.bars):
        return frame("", kind="part-bars", label=f"{title}: {spoken.no_answers()}", box=BOX, theme=theme)
    ticks = round_axis([0.0, *(bar.whole for bar in chart.bars)])
    content = "".join(_line(tick, ticks[-1], theme) for tick in ticks)
    content += period_labels([bar.label for bar in chart.bars], theme)
    count, is_page = len(chart.bars), theme is PAGE
    for place, bar in enumerate(chart.bars):
        drawn = _bar(bar, (place + 0.5) / count, WIDTH / count, ticks[-1], theme)
        content += _resting_place(drawn, bar, (place + 0.5) / count, count, ticks[-1], theme) if is_page else drawn
    return frame(content, kind="part-bars", label=title, box=BOX, theme=theme, role="group" if is_page else "img")


def _line(tick: float, top: float, theme: Theme) -> str:
    y = at(1 - tick / top)
    line = element("line", x1=0, x2="100%", y1=y, y2=y, stroke=theme.line if tick else theme.muted)
    return line + text(short_number(tick), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted)


def _bar(bar: PartBar, middle: float, width: float, top: float, theme: Theme) -> str:
    return "".join(
        element(
            "rect", x=at(middle - width / 2), width=at(width), y=at(1 - size / top), height=at(size / top), fill=colour
        )
        for size, colour in ((bar.whole, theme.track), (bar.part or 0.0, theme.detractor))
        if size
    )


def _resting_place(drawn: str, bar: PartBar, x: float, count: int, top: float, theme: Theme) -> str:
    column = element("rect", class_="column", x=at(x - 0.5 / count), width=at(1 / count), height="100%", rx=4)
    shown = tooltip((bar.name, *bar.words), x=x, y=1 - bar.whole / top, theme=theme)
    return point(column + drawn + shown, label=", ".join((bar.name, *bar.words)), url=bar.url)


PART_BARS = ChartKind("part_bars", PartBars, draw_part_bars)
