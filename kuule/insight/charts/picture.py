"""A picture to take away: a chart with its title, what it counts, what its marks mean, and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight.charts.svg import element, standalone, text
from kuule.insight.charts.theme import LIGHT, Theme

PADDING, TITLE, LINE = 24, 28, 18
LETTER = 6.6


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing with its size and, if it is not the first, the words above it."""

    drawing: SafeString
    width: int
    height: int
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What stands in a picture, from top to bottom."""

    title: str
    facts: Sequence[str]
    panels: Sequence[Panel]
    legend: Sequence[str] = ()
    source: str


def draw_picture(picture: Picture, theme: Theme = LIGHT) -> SafeString:
    """Return the picture as SVG that needs neither page nor style sheet."""
    width = _width(picture)
    parts = [text(picture.title, x=PADDING, y=PADDING + 14, fill=theme.ink, font_size=18, font_weight=600)]
    y = PADDING + TITLE
    y = _lines(parts, picture.facts, y, theme.muted)
    for panel in picture.panels:
        if panel.heading:
            y = _lines(parts, (panel.heading,), y + LINE // 2, theme.ink)
        parts.append(element("g", panel.drawing, transform=f"translate({PADDING} {y + LINE // 2})"))
        y += panel.height + LINE
    y = _lines(parts, picture.legend, y, theme.ink)
    y = _lines(parts, (picture.source,), y + LINE // 2, theme.muted)
    return standalone("".join(parts), label=picture.title, width=width, height=y + PADDING // 2, theme=theme)


def _width(picture: Picture) -> int:
    longest = max(map(len, (*picture.facts, *picture.legend, picture.source)))
    return 2 * PADDING + max(*(panel.width for panel in picture.panels), 320, round(longest * LETTER))


def _lines(parts: list[str], lines: Sequence[str], y: int, colour: str) -> int:
    for line in lines:
        parts.append(text(line, x=PADDING, y=y + 12, fill=colour))
        y += LINE
    return y
