"""The score of some answers."""

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.rules.goals import MONTH, NPS, QUARTER, YEAR, GoalFigure
from kuule.insight.answers import answer


def _figure(question: Question) -> GoalFigure:
    found = answer(question.query)
    if found.value is None:
        return GoalFigure(value=None, missing="no_answers")
    return GoalFigure(value=found.value, lower=found.lower, upper=found.upper, n=found.n)


NPS_METRIC = GoalMetric(
    key=NPS,
    figure=_figure,
    windows=(QUARTER, MONTH, YEAR),
    fields=frozenset({"family", "touchpoint_id", "team_id", "role", "language", "account_id", "properties", "whom"}),
    is_score=True,
)
