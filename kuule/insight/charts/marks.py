"""Marks on the time axis: a thin line through a chart with a number at its top, told in the list below."""

from collections.abc import Iterator
from dataclasses import dataclass

from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import at, element, text
from kuule.insight.charts.theme import PAGE, Theme

RADIUS, ROW = 9, 20
# Nearer to each other than this share of the plot, numbers stand below each other.
CLOSE = 0.08
MOST_ROWS = 4
LONGEST_TIP = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What happened on a day: its number in the list, where it lies (a share of the plot), its day and its words."""

    number: int
    x: float
    day: str
    name: str


def mark_lines(marks: tuple[Mark, ...], theme: Theme) -> str:
    """Return the thin lines, to be drawn below everything else."""
    return "".join(
        element(
            "line", x1=at(each.x), x2=at(each.x), y1=0, y2="100%", stroke=theme.muted, stroke_dasharray="2 3"
        )
        for each in marks
    )  # fmt: skip


def mark_places(marks: tuple[Mark, ...], theme: Theme) -> str:
    """Return the numbers; on a page each can be rested on and says what it marks."""
    return "".join(_place(each, row, theme) for each, row in _in_rows(marks))


def _place(mark: Mark, row: int, theme: Theme) -> str:
    y = row * ROW
    badge = element("circle", cx=at(mark.x), cy=y, r=RADIUS, fill=theme.ink) + text(
        mark.number, x=at(mark.x), y=y, dy="0.35em", text_anchor="middle", fill=theme.surface, font_weight=600
    )
    if theme is not PAGE:
        return badge
    name = mark.name if len(mark.name) <= LONGEST_TIP else mark.name[: LONGEST_TIP - 1] + "…"
    ring = element("circle", class_="ring", cx=at(mark.x), cy=y, r=RADIUS + 3, fill="none", stroke=theme.accent)
    content = badge + ring + tooltip((name, mark.day), x=mark.x, y=0, theme=theme)
    return point(content, label=f"{mark.number}: {mark.day}, {mark.name}")


def _in_rows(marks: tuple[Mark, ...]) -> Iterator[tuple[Mark, int]]:
    ends = [float("-inf")] * MOST_ROWS
    for mark in sorted(marks, key=lambda each: each.x):
        row = next((place for place, end in enumerate(ends) if mark.x - end >= CLOSE), MOST_ROWS - 1)
        ends[row] = mark.x
        yield mark, row
