"""Each goal has an owner who said so by name."""

from zoneinfo import ZoneInfo

from kuule.act.checks.base import GOAL, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import USING, Line
from kuule.act.selectors.goals import open_goals


def _look(span: Span) -> Finding:
    goals = open_goals(span.workspace, today=span.until.astimezone(ZoneInfo(span.workspace.timezone)).date())
    orphans = goals.filter(accepted_at=None)
    rows = [Row(GOAL, pk) for pk in orphans.values_list("pk", flat=True)[:ROWS_SHOWN]]
    n = goals.count()
    return share_found(n - orphans.count(), n, missing="no_goals", rows=rows, paid=goals.filter(is_paid=True).count())


GOALS = Check(key="goals", half=USING, line=Line(1.0, 0.5), look=_look, page="goal_list", is_of_now=True)
