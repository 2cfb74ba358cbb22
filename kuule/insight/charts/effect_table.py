"""Effect table: the points of the score that go with each theme, with its interval on one common axis, as a picture."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.score_table import HEAD, LONGEST_NAME, ROW, WIDTH
from kuule.insight.charts.svg import element, standalone, text
from kuule.insight.charts.theme import LIGHT, PAGE, Theme
from kuule.insight.charts.whisker import Whisker, WhiskerScale, draw_whisker, draw_whisker_scale, whisker_domain
from kuule.ui.formats import count, percent, signed

N_AT, SHARE_AT, EFFECT_AT, WHISKER_AT = 290, 360, 440, 460


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """One line: a theme, how many comments speak of it (as a number and a share), and its effect in points."""

    name: str
    n: int
    share: float
    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class EffectTable:
    """The lines, in their order."""

    lines: tuple[EffectLine, ...]


def draw_effect_table(table: EffectTable, theme: Theme = LIGHT) -> SafeString:
    """Return the table as SVG; it is a picture also on a page, which has tables of its own."""
    theme = LIGHT if theme is PAGE else theme
    domain = whisker_domain(limit for line in table.lines for limit in (line.lower, line.upper))
    parts = [
        text(_("Comments"), x=N_AT, y=20, text_anchor="end", fill=theme.muted),
        text(_("Share"), x=SHARE_AT, y=20, text_anchor="end", fill=theme.muted),
        text(_("Effect"), x=EFFECT_AT, y=20, text_anchor="end", fill=theme.muted),
        element("g", draw_whisker_scale(WhiskerScale(domain=domain), theme), transform=f"translate({WHISKER_AT} 8)"),
    ]
    for number, line in enumerate(table.lines):
        parts += _line(line, HEAD + number * ROW, domain, theme)
    height = HEAD + ROW * len(table.lines)
    label = _("Effect of each theme on the score")
    return standalone("".join(parts), label=label, width=WIDTH, height=height, theme=theme)


def _line(line: EffectLine, top: int, domain: tuple[float, float], theme: Theme) -> list[str]:
    name = line.name if len(line.name) <= LONGEST_NAME else line.name[: LONGEST_NAME - 1] + "…"
    y = top + 21
    whisker = Whisker(value=line.value, lower=line.lower, upper=line.upper, n=line.n, domain=domain)
    return [
        element("line", x1=0, x2=WIDTH, y1=top, y2=top, stroke=theme.line),
        text(name, x=0, y=y, fill=theme.ink),
        text(count(line.n), x=N_AT, y=y, text_anchor="end", fill=theme.ink),
        text(percent(line.share, 0), x=SHARE_AT, y=y, text_anchor="end", fill=theme.ink),
        text(signed(line.value, 1), x=EFFECT_AT, y=y, text_anchor="end", fill=theme.ink, font_weight=600),
        element("g", draw_whisker(whisker, theme), transform=f"translate({WHISKER_AT} {top + 4})"),
    ]


EFFECT_TABLE = ChartKind("effect_table", EffectTable, draw_effect_table)
