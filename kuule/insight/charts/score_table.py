"""Score table: names with their scores, each with its interval on one common axis, as a picture."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.split_bar import SplitBar, draw_split_bar
from kuule.insight.charts.svg import element, standalone, text
from kuule.insight.charts.theme import LIGHT, PAGE, Theme
from kuule.insight.charts.whisker import Whisker, WhiskerScale, draw_whisker, draw_whisker_scale, whisker_domain
from kuule.ui.formats import count, signed

WIDTH, HEAD, ROW = 640, 34, 32
N_AT, SCORE_AT, WHISKER_AT, MIX_AT = 270, 330, 344, 505
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One line: a name, its score with interval, and how many of each group."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    groups: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The lines, in their order."""

    lines: tuple[ScoreLine, ...]


def table_height(lines: int) -> int:
    """Return how high a table of so many lines is drawn."""
    return HEAD + ROW * lines


def draw_score_table(table: ScoreTable, theme: Theme = LIGHT) -> SafeString:
    """Return the table as SVG; it is a picture also on a page, which has tables of its own."""
    theme = LIGHT if theme is PAGE else theme
    domain = whisker_domain(limit for line in table.lines for limit in (line.lower, line.upper))
    scale = draw_whisker_scale(WhiskerScale(domain=domain), theme)
    parts = [
        text(_("Answers"), x=N_AT, y=20, text_anchor="end", fill=theme.muted),
        text(_("NPS"), x=SCORE_AT, y=20, text_anchor="end", fill=theme.muted),
        text(_("Mix"), x=MIX_AT, y=20, fill=theme.muted),
        element("g", scale, transform=f"translate({WHISKER_AT} 8)"),
    ]
    for number, line in enumerate(table.lines):
        parts += _line(line, HEAD + number * ROW, domain, theme)
    height = table_height(len(table.lines))
    return standalone("".join(parts), label=_("Scores side by side"), width=WIDTH, height=height, theme=theme)


def _line(line: ScoreLine, top: int, domain: tuple[float, float], theme: Theme) -> list[str]:
    name = line.name if len(line.name) <= LONGEST_NAME else line.name[: LONGEST_NAME - 1] + "…"
    n, y = sum(line.groups), top + 21
    whisker = draw_whisker(Whisker(value=line.value, lower=line.lower, upper=line.upper, n=n, domain=domain), theme)
    detractors, passives, promoters = line.groups
    bar = SplitBar(detractors=detractors, passives=passives, promoters=promoters, small=True)
    mix = draw_split_bar(bar, theme)
    return [
        element("line", x1=0, x2=WIDTH, y1=top, y2=top, stroke=theme.line),
        text(name, x=0, y=y, fill=theme.ink),
        text(count(n), x=N_AT, y=y, text_anchor="end", fill=theme.ink),
        text(signed(line.value), x=SCORE_AT, y=y, text_anchor="end", fill=theme.ink, font_weight=600),
        element("g", whisker, transform=f"translate({WHISKER_AT} {top + 4})"),
        element("g", mix, transform=f"translate({MIX_AT} {top + 12})"),
    ]


SCORE_TABLE = ChartKind("score_table", ScoreTable, draw_score_table)
