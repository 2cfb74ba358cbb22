"""The share of accounts that were heard in every role that somebody there has: a count, not an estimate."""

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.rules.goals import COVERAGE, YEAR, GoalFigure
from kuule.contacts.query import AccountFilter
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers.account_coverage import coverage_now


def _figure(question: Question) -> GoalFigure:
    found = coverage_now(
        question.workspace,
        settings=coverage_settings_of(question.workspace),
        filter=AccountFilter(team_id=question.segment.team_id),
        now=question.until,
    )
    if found.complete_share is None:
        return GoalFigure(value=None, missing="no_accounts")
    return GoalFigure(value=100 * found.complete_share, n=len(found.accounts))


# Who is in which account is known as it is now, so that the past is known by what was kept alone.
COVERAGE_METRIC = GoalMetric(
    key=COVERAGE, figure=_figure, windows=(YEAR,), fields=frozenset({"team_id"}), is_cut=False, knows_past=False
)
