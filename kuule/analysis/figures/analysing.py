"""Everything that a file says, put together."""

from __future__ import annotations

from kuule.analysis.figures.comments import newest_comments
from kuule.analysis.figures.daily import daily_counts
from kuule.analysis.figures.groups import groups_of
from kuule.analysis.figures.oddities import oddities
from kuule.analysis.figures.scores import score_of, shares_of
from kuule.analysis.figures.themes import themes_of
from kuule.analysis.figures.trend import trend_of
from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.request import Request
from kuule.analysis.results import Analysis

OTHER_VALUES_SHOWN = 8
LONGEST_VALUE = 60


def analysis_of(answers: Answers, request: Request) -> Analysis:
    """Compute the figures of the answers in a file.

    Raises
    ------
    RefusedError
        `small_population` if more have answered than there are.
    RejectedInput
        If the confidence is out of range.
    """
    score = score_of(shares_of(answers.judgement.kinds), population=request.population, confidence=request.confidence)
    daily = daily_counts(answers)
    bucket, trend = trend_of(daily, request.confidence)
    groups, group_notes = groups_of(answers, request.confidence)
    other_values = answers.judgement.other_values.most_common(OTHER_VALUES_SHOWN)
    return Analysis(
        source=answers.source,
        scale=answers.scale,
        score=score,
        confidence=request.confidence,
        histogram=answers.judgement.histogram,
        population=request.population,
        bucket=bucket,
        trend=trend,
        undated=score.n - sum(point.n for point in trend) if answers.source.columns["date"] else 0,
        groups=groups,
        comments=newest_comments(answers) if answers.source.columns["comment"] else (),
        themes=themes_of(answers, request.themes, request.confidence) if request.themes else (),
        other_values=tuple((text[:LONGEST_VALUE], count) for text, count in other_values),
        notes=(*answers.notes, *daily.notes, *oddities(answers, daily), *group_notes),
    )
