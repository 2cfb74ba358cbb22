"""Split bar: detractors, passives and promoters as parts of one bar, always in this order."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.svg import Box, at, element, frame
from kuule.insight.charts.theme import PAGE, Theme

BOX, SMALL_BOX = Box(width=480, height=10), Box(width=135, height=9)
THINNEST = 0.008


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitBar:
    """How many of each group answered; `small` for table rows."""

    detractors: int
    passives: int
    promoters: int
    small: bool = False

    @property
    def total(self) -> int:
        """Return how many answered."""
        return self.detractors + self.passives + self.promoters


def widths(counts: tuple[int, ...], gap: float) -> list[float]:
    """Return the width of each part as a share of the bar; nobody who answered is too thin to see."""
    total = sum(counts)
    visible = [max(count / total, THINNEST) if count else 0.0 for count in counts]
    room = 1 - gap * (sum(1 for count in counts if count) - 1)
    return [room * share / sum(visible) for share in visible]


def draw_split_bar(bar: SplitBar, theme: Theme = PAGE) -> SafeString:
    """Return the bar as SVG. Without answers only its track is drawn."""
    counts = (bar.detractors, bar.passives, bar.promoters)
    parts = [element("rect", width="100%", height="100%", rx=2, fill=theme.track)]
    label = spoken.no_answers()
    if bar.total:
        gap, left, parts = (0.014 if bar.small else 0.006), 0.0, []
        label = spoken.shares(*(count / bar.total for count in counts))
        for width, colour in zip(widths(counts, gap), (theme.detractor, theme.passive, theme.promoter), strict=True):
            if width:
                parts.append(element("rect", x=at(left), width=at(width), height="100%", rx=2, fill=colour))
                left += width + gap
    box = SMALL_BOX if bar.small else BOX
    return frame("".join(parts), kind="split-small" if bar.small else "split", label=label, box=box, theme=theme)


SPLIT_BAR = ChartKind("split_bar", SplitBar, draw_split_bar)
