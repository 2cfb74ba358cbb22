"""Dots: every single answer on the line from 0 to 10, for when there are too few to speak of a score."""

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme

BOX = Box(width=360, height=96, top=8, right=4, bottom=24, left=4)
SCORES = range(11)
RADIUS, ROOMY_STACK = 5.5, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Single 0–10 scores; None and numbers outside the scale are left out."""

    scores: tuple[int | None, ...]
    title: str = ""


def stack(score: int, height: int, pitch: float, theme: Theme) -> str:
    """Return the dots above one score, the first on the line."""
    x = at((score + 0.5) / len(SCORES))
    return "".join(
        element("circle", cx=x, cy=at(1 - (place + 0.5) * pitch), r=RADIUS, fill=theme.of_score(score))
        for place in range(height)
    )


def draw_dots(dots: Dots, theme: Theme = PAGE) -> SafeString:
    """Return one dot per answer as SVG; dots overlap when a stack grows tall."""
    stacks = Counter(score for score in dots.scores if score is not None and score in SCORES)
    pitch = 1 / max(ROOMY_STACK, *stacks.values()) if stacks else 1.0
    content = element("line", x1=0, x2="100%", y1="100%", y2="100%", stroke=theme.line)
    content += "".join(
        text(score, x=at((score + 0.5) / len(SCORES)), y="100%", dy=17, text_anchor="middle", fill=theme.muted)
        for score in SCORES
    )
    said = spoken.no_answers()
    if stacks:
        content += "".join(stack(score, height, pitch, theme) for score, height in stacks.items())
        said = f"{spoken.answers(stacks.total())}: {', '.join(map(str, sorted(stacks.elements())))}"
    else:
        content += text(said, x="50%", y="50%", text_anchor="middle", fill=theme.muted)
    return frame(content, kind="dots", label=f"{dots.title or _('Answers')}: {said}", box=BOX, theme=theme)


DOTS = ChartKind("dots", Dots, draw_dots)
