"""The share of the people asked who answered."""

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.rules.goals import MONTH, QUARTER, RESPONSE_RATE, YEAR, GoalFigure
from kuule.insight.selectors.people import response_rate
from kuule.stats import share_interval


def _figure(question: Question) -> GoalFigure:
    found = response_rate(question.query)
    if found is None or not found.asked:
        return GoalFigure(value=None, missing="nobody_asked")
    share = share_interval(found.answered, found.asked)
    if share.value is None or share.lower is None or share.upper is None:
        return GoalFigure(value=None, missing="nobody_asked")
    return GoalFigure(value=100 * share.value, lower=100 * share.lower, upper=100 * share.upper, n=found.asked)


RESPONSE_RATE_METRIC = GoalMetric(
    key=RESPONSE_RATE,
    figure=_figure,
    windows=(QUARTER, MONTH, YEAR),
    fields=frozenset({"family", "touchpoint_id", "team_id", "role", "language", "account_id", "properties", "whom"}),
)
