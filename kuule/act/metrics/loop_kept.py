"""The share of detractors whom somebody from the company reached within 48 hours."""

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.rules.goals import LOOP_KEPT, MONTH, QUARTER, YEAR, GoalFigure
from kuule.economics.answers.loop import loop_kept
from kuule.economics.rules.loop import KEPT, WAITING
from kuule.stats.clustered_share import clustered_share


def _figure(question: Question) -> GoalFigure:
    found = loop_kept(question.workspace, now=question.until)
    if not found.noted:
        return GoalFigure(value=None, missing="no_contacts_noted")
    decided = [
        each for each in found.answers if each.answered_at >= question.since and found.states[each.pk] != WAITING
    ]
    share = clustered_share([found.states[each.pk] == KEPT for each in decided], [each.customer for each in decided])
    if share.value is None or share.lower is None or share.upper is None:
        return GoalFigure(value=None, missing="no_detractors")
    return GoalFigure(value=100 * share.value, lower=100 * share.lower, upper=100 * share.upper, n=len(decided))


LOOP_KEPT_METRIC = GoalMetric(key=LOOP_KEPT, figure=_figure, windows=(QUARTER, MONTH, YEAR))
