"""There are enough answers for the decisions that are taken by the score."""

from datetime import timedelta

from kuule.act.checks.base import Check, Finding, Span
from kuule.act.rules.health import MEASURING, POINTS, YEAR_DAYS, Line
from kuule.insight.answers import answer
from kuule.insight.query import Query


def _look(span: Span) -> Finding:
    found = answer(
        Query(
            workspace_id=span.workspace.pk,
            timezone=span.workspace.timezone,
            since=span.until - timedelta(days=YEAR_DAYS),
            until=span.until,
        )
    )
    if found.lower is None or found.upper is None:
        return Finding(value=None, missing="no_answers")
    return Finding(value=(found.upper - found.lower) / 2, n=found.n, hits=found.n)


ENOUGH = Check(
    key="enough", half=MEASURING, line=Line(5.0, 10.0), look=_look, page="calculator", unit=POINTS, most=100.0
)
