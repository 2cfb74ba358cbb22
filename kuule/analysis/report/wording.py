"""Puts a report together: every text in the reader's language, every chart in the colours of its medium."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.analysis.report import pictures
from kuule.analysis.report.cautions import weighty_cautions
from kuule.analysis.report.certainty import certainty_words
from kuule.analysis.report.contents import AnswersSection, PeriodRow, Report, ScoreSection, Share, TrendSection
from kuule.analysis.report.groups import group_sections
from kuule.analysis.report.making import confidence_decimals, making_section
from kuule.analysis.report.periods import period_name
from kuule.analysis.report.quotes import comment_section
from kuule.analysis.report.scales import is_nps
from kuule.analysis.report.themes import theme_section
from kuule.analysis.report.words import facts_line, group_word, headline, name_words, scale_words, score_word
from kuule.analysis.results import Analysis
from kuule.insight.charts import Theme, spoken
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER, is_few
from kuule.ui.formats import NOTHING, count, percent, signed

# One period alone is no trend.
FEWEST_PERIODS = 2


def report_of(analysis: Analysis, theme: Theme | None = None) -> Report:
    """Return the contents of a report in the language being spoken.

    Parameters
    ----------
    analysis : Analysis
        What was found in a file.
    theme : Theme or None
        None for a page, whose charts follow the reader's light or dark mode; else literal colours.
    """
    return Report(
        language=get_language() or "en",
        title=headline(analysis),
        file=name_words(analysis.source.name),
        facts=facts_line(analysis),
        cautions=weighty_cautions(analysis),
        score=_score(analysis, theme),
        answers=AnswersSection(
            title=_("Scores"), note=scale_words(analysis.scale), chart=pictures.answers(analysis, theme)
        ),
        trend=_trend(analysis, theme),
        groups=group_sections(analysis, theme),
        themes=theme_section(analysis),
        comments=comment_section(analysis),
        making=making_section(analysis),
        trademark=_trademark() if is_nps(analysis.scale) else "",
        made_by=_("Made with Kuule"),
        page_word=_("Page"),
    )


def _score(analysis: Analysis, theme: Theme | None) -> ScoreSection:
    score = analysis.score
    shares, parts = score.shares, score.shares.proportions
    counts = (shares.detractors, shares.passives, shares.promoters)
    return ScoreSection(
        title=pictures.score_name(analysis),
        note="" if is_nps(analysis.scale) else _("not NPS"),
        gauge=pictures.gauge(analysis, theme),
        split=pictures.split(score, theme),
        shares=tuple(
            Share(group=group, name=group_word(group), answers=count(number), share=percent(part))
            for group, number, part in zip((DETRACTOR, PASSIVE, PROMOTER), counts, parts or (None,) * 3, strict=True)
        ),
        certainty=certainty_words(analysis),
        few=_few_words(analysis),
    )


def _few_words(analysis: Analysis) -> str:
    if not is_few(analysis.score.n):
        return ""
    if analysis.comments:
        return _("Few answers: read the comments")
    return _("Few answers: the range says more than the score")


def _trend(analysis: Analysis, theme: Theme | None) -> TrendSection | None:
    if len(analysis.trend) < FEWEST_PERIODS:
        return None
    share = percent(analysis.confidence, confidence_decimals(analysis.confidence))
    return TrendSection(
        title=_("Trend"),
        note=_("Shaded: %(confidence)s confidence · hollow: fewer than 30 answers") % {"confidence": share},
        chart=pictures.trend(analysis, theme),
        table_title=_("Trend as table"),
        columns=(_("Time"), score_word(analysis), _("Interval"), _("Answers")),
        rows=tuple(
            PeriodRow(
                name=period_name(point, analysis.bucket),
                score=signed(point.value),
                interval=spoken.interval(point.lower, point.upper) or NOTHING,
                answers=count(point.n),
            )
            for point in analysis.trend
        ),
    )


def _trademark() -> str:
    return _(
        "Net Promoter® and NPS® are registered trademarks, and Net Promoter Score℠ and Net Promoter System℠ are "
        "service marks, of Bain & Company, Inc., NICE Systems, Inc. and Fred Reichheld."
    )
