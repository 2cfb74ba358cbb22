"""Of each closed case it is known why the customer was unhappy."""

from kuule.act.checks.base import CASE, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import Case
from kuule.act.rules import CLOSED
from kuule.act.rules.health import USING, Line


def _look(span: Span) -> Finding:
    closed = Case.objects.filter(
        workspace=span.workspace, state=CLOSED, closed_at__gte=span.since, closed_at__lt=span.until
    )
    without = closed.filter(root_cause=None)
    rows = [Row(CASE, pk, at) for pk, at in without.order_by("-closed_at").values_list("pk", "closed_at")[:ROWS_SHOWN]]
    n = closed.count()
    return share_found(n - without.count(), n, missing="no_closed_cases", rows=rows)


CAUSES = Check(key="causes", half=USING, line=Line(0.8, 0.5), look=_look, page="cause_list")
