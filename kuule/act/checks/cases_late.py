"""Cases are looked after by the time that was promised."""

from django.db.models import F, Q

from kuule.act.checks.base import CASE, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import Case
from kuule.act.rules import MERGED
from kuule.act.rules.health import USING, Line


def _look(span: Span) -> Finding:
    due = Case.objects.filter(workspace=span.workspace, due_at__gte=span.since, due_at__lt=span.until)
    due = due.exclude(state=MERGED)
    late = due.filter(Q(contacted_at=None) | Q(contacted_at__gt=F("due_at")))
    waiting = late.filter(contacted_at=None, closed_at=None)
    rows = [Row(CASE, pk, at) for pk, at in waiting.order_by("due_at").values_list("pk", "due_at")[:ROWS_SHOWN]]
    return share_found(late.count(), due.count(), missing="no_cases", rows=rows, waiting=waiting.count())


CASES_LATE = Check(key="cases_late", half=USING, line=Line(0.05, 0.2), look=_look, page="case_list")
