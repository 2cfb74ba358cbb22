"""Bars: how many gave each answer on a scale other than 0–10, in the look of the histogram."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.analysis.report.scales import answers_of, group_of
from kuule.analysis.results import Scale
from kuule.insight.charts import spoken
from kuule.insight.charts.histogram import BAR, BOX, THINNEST, short
from kuule.insight.charts.points import point, tooltip
from kuule.insight.charts.svg import at, element, frame, text
from kuule.insight.charts.theme import PAGE, Theme
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER
from kuule.ui.formats import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Answers by what was answered; an answer that is missing here was given by nobody."""

    counts: Mapping[int, int]
    scale: Scale

    @property
    def total(self) -> int:
        """Return how many answered."""
        return sum(self.counts.values())

    @property
    def tallest(self) -> int:
        """Return the largest count."""
        return max(self.counts.values(), default=0)


def draw_bars(bars: Bars, theme: Theme = PAGE) -> SafeString:
    """Return one bar per answer as SVG, the worst answer first; without answers the axis stands alone and says so."""
    answers = answers_of(bars.scale)
    title = _("Answers by score")
    content = element("line", x1=0, x2="100%", y1="100%", y2="100%", stroke=theme.line)
    content += "".join(_label(place, answer, len(answers), theme) for place, answer in enumerate(answers))
    if not bars.total:
        content += text(spoken.no_answers(), x="50%", y="50%", text_anchor="middle", fill=theme.muted)
        return frame(content, kind="histogram", label=f"{title}: {spoken.no_answers()}", box=BOX, theme=theme)
    content += "".join(_bar(bars, place, theme) for place, answer in enumerate(answers) if bars.counts.get(answer))
    if theme is not PAGE:
        return frame(content, kind="histogram", label=title, box=BOX, theme=theme)
    content += "".join(_resting_place(bars, place, theme) for place in range(len(answers)))
    return frame(content, kind="histogram", label=title, box=BOX, theme=theme, role="group")


def _label(place: int, answer: int, places: int, theme: Theme) -> str:
    return text(answer, x=at((place + 0.5) / places), y="100%", dy=17, text_anchor="middle", fill=theme.muted)


def _bar(bars: Bars, place: int, theme: Theme) -> str:
    answers = answers_of(bars.scale)
    count, places = bars.counts[answers[place]], len(answers)
    height = max(count / bars.tallest, THINNEST)
    colours = {DETRACTOR: theme.detractor, PASSIVE: theme.passive, PROMOTER: theme.promoter}
    colour = colours[group_of(answers[place], bars.scale)]
    middle = (place + 0.5) / places
    left, width = at(middle - BAR / 2 / places), at(BAR / places)
    return element("rect", x=left, y=at(1 - height), width=width, height=at(height), rx=2, fill=colour) + text(
        short(count), x=at(middle), y=at(1 - height), dy=-5, text_anchor="middle", fill=theme.muted
    )


def _resting_place(bars: Bars, place: int, theme: Theme) -> str:
    answers = answers_of(bars.scale)
    count, places = bars.counts.get(answers[place], 0), len(answers)
    said = _("Score %(score)s") % {"score": answers[place]}
    figures = f"{spoken.answers(count)} · {percent(count / bars.total)}"
    column = element("rect", class_="column", x=at(place / places), width=at(1 / places), height="100%", rx=4)
    tip = tooltip((said, figures), x=(place + 0.5) / places, y=1 - count / bars.tallest, theme=theme)
    return point(column + tip, label=f"{said}: {figures}")
