"""Histogram: how many gave each score from 0 to 10."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts import spoken
from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import Box, at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.formats import percent, rounded

BOX = Box(width=360, height=200, top=20, right=4, bottom=24, left=4)
SCORES = range(11)
BAR, THINNEST = 0.8, 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Answers per score, 0 first; `urls` lead to the answers behind each bar."""

    counts: tuple[int, ...]
    urls: tuple[str, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        if len(self.counts) != len(SCORES) or (self.urls and len(self.urls) != len(SCORES)):
            raise ValueError("A histogram has eleven counts, for the scores 0 to 10.")


def bar(histogram: Histogram, score: int, theme: Theme) -> str:
    """Return the bar of one score with its count above and its score below."""
    count, tallest = histogram.counts[score], max(histogram.counts)
    height = max(count / tallest, THINNEST) if count else 0.0
    middle = (score + 0.5) / len(SCORES)
    x, width = at(middle - BAR / 2 / len(SCORES)), at(BAR / len(SCORES))
    parts = [
        text(score, x=at(middle), y="100%", dy=17, text_anchor="middle", fill=theme.muted),
    ]
    if count:
        parts += [
            element("rect", x=x, y=at(1 - height), width=width, height=at(height), rx=2, fill=theme.of_score(score)),
            text(short(count), x=at(middle), y=at(1 - height), dy=-5, text_anchor="middle", fill=theme.muted),
        ]
    return "".join(parts)


def short(count: int) -> str:
    """Return a count that fits above a narrow bar: 440, 1.3k, 12k."""
    if count < 1000:
        return str(count)
    return _("%(n)sk") % {"n": number_format(rounded(count / 1000, 0 if count >= 10_000 else 1))}


def resting_place(histogram: Histogram, score: int, theme: Theme) -> str:
    """Return the column of one score: pointing at it or focusing it shows its count and share."""
    count, total = histogram.counts[score], sum(histogram.counts)
    height = count / max(histogram.counts)
    said = _("Score %(score)s") % {"score": score}
    figures = f"{spoken.answers(count)} · {percent(count / total)}"
    content = (
        element("rect", class_="column", x=at(score / len(SCORES)), width=at(1 / len(SCORES)), height="100%", rx=4)
        + tooltip((said, figures), x=(score + 0.5) / len(SCORES), y=1 - height, theme=theme)
    )  # fmt: skip
    url = histogram.urls[score] if histogram.urls and count else ""
    return point(content, label=f"{said}: {figures}", url=url)


def draw_histogram(histogram: Histogram, theme: Theme = PAGE) -> SafeString:
    """Return the histogram as SVG; without answers the axis stands alone and says so."""
    axis = element("line", x1=0, x2="100%", y1="100%", y2="100%", stroke=theme.line)
    title = histogram.title or _("Answers by score")
    if not any(histogram.counts):
        numbers = "".join(
            text(score, x=at((score + 0.5) / len(SCORES)), y="100%", dy=17, text_anchor="middle", fill=theme.muted)
            for score in SCORES
        )
        words = text(spoken.no_answers(), x="50%", y="50%", text_anchor="middle", fill=theme.muted)
        label = f"{title}: {spoken.no_answers()}"
        return frame(axis + numbers + words, kind="histogram", label=label, box=BOX, theme=theme)
    content = axis + "".join(bar(histogram, score, theme) for score in SCORES)
    if theme is not PAGE:
        return frame(content, kind="histogram", label=title, box=BOX, theme=theme)
    content += "".join(resting_place(histogram, score, theme) for score in SCORES)
    return frame(content, kind="histogram", label=title, box=BOX, theme=theme, role="group")


HISTOGRAM = ChartKind("histogram", Histogram, draw_histogram)
