"""Points one can rest on: a focusable or linked place with a spoken label and a tooltip that needs no script."""

from kuule.insight.charts.svg import at, element, text
from kuule.insight.charts.theme import Theme

LETTER, LINE, PADDING, DISTANCE = 6.4, 17, 10, 14


def tooltip(lines: tuple[str, ...], *, x: float, y: float, theme: Theme) -> str:
    """Return a box with text near a spot (shares of the plot), turned inward at the edges of the chart."""
    shown = [line for line in lines if line]
    width = max(len(line) for line in shown) * LETTER + 2 * PADDING
    height = len(shown) * LINE + 2 * PADDING - 6
    left = -PADDING if x < 0.25 else PADDING - width if x > 0.75 else -width / 2
    top = DISTANCE if y < 0.35 else -height - DISTANCE
    surface = element("rect", x=left, y=top, width=width, height=height, rx=6, fill=theme.ink)
    letters = "".join(
        text(
            line,
            x=left + PADDING,
            y=top + PADDING + 7 + LINE * place,
            fill=theme.surface,
            font_weight=600 if place == 0 else None,
        )
        for place, line in enumerate(shown)
    )
    return element("svg", surface + letters, class_="tip", x=at(x), y=at(y), overflow="visible", aria_hidden="true")


def point(content: str, *, label: str, url: str = "", in_tab_order: bool = True) -> str:
    """Return a place on a chart that can be pointed at and, if few enough, reached with the keyboard."""
    if url:
        return element("a", content, class_="point", href=url, aria_label=label, tabindex=None if in_tab_order else -1)
    return element("g", content, class_="point", role="img", aria_label=label, tabindex=0 if in_tab_order else None)
