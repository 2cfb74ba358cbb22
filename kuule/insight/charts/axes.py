"""The lines and labels around a plot over time."""

from kuule.insight.charts.scale import ScoreAxis, every
from kuule.insight.charts.svg import at, element, text
from kuule.insight.charts.theme import Theme
from kuule.ui.formats import signed

# Width of the plot in the narrow, the middle and the wide cut of charts.css, in pixels.
NARROW, MIDDLE, WIDE = 226, 380, 560


def score_lines(axis: ScoreAxis, theme: Theme) -> str:
    """Return the horizontal lines with their scores; the zero line is the strongest."""
    parts = []
    for value in axis.ticks:
        y = at(1 - axis.share(value))
        colour = theme.muted if value == 0 else theme.line
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, stroke=colour, stroke_width=1))
        parts.append(text(signed(value), x=0, dx=-8, y=y, dy="0.35em", text_anchor="end", fill=theme.muted))
    return "".join(parts)


def period_labels(labels: list[str], theme: Theme) -> str:
    """Return the labels below; on a page the style sheet shows those that fit, the newest always."""
    count, longest = len(labels), max(map(len, labels))
    wide = every(count, WIDE, longest)
    middle = every(count, MIDDLE, longest, wide)
    narrow = every(count, NARROW, longest, middle)
    parts = []
    for place, label in enumerate(labels):
        back = count - 1 - place
        cut = None if back % narrow == 0 else "from-middle" if back % middle == 0 else "from-wide"
        if back % wide == 0:
            x = at((place + 0.5) / count)
            parts.append(text(label, x=x, y="100%", dy=20, text_anchor="middle", fill=theme.muted, class_=cut))
    return "".join(parts)
