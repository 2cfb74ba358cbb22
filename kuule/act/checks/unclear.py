"""It is known of the answers that people gave them, and soon after they were asked."""

from datetime import timedelta

from django.db.models import F

from kuule.act.checks.base import ANSWER, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, UNCLEAR

LATE = timedelta(days=30)


def _look(span: Span) -> Finding:
    came = Response.objects.filter(
        workspace=span.workspace,
        verdict__in=(PERSON, UNCLEAR),
        answered_at__gte=span.since,
        answered_at__lt=span.until,
    )
    unclear = came.filter(verdict=UNCLEAR)
    late = came.filter(verdict=PERSON, invitation__asked_at__lt=F("answered_at") - LATE)
    newest = unclear.order_by("-answered_at").values_list("pk", "answered_at")[:ROWS_SHOWN]
    rows = [Row(ANSWER, pk, at) for pk, at in newest]
    return share_found(unclear.count(), came.count(), missing="no_answers", rows=rows, late=late.count())


UNCLEAR_ANSWERS = Check(key="unclear", half=MEASURING, line=Line(0.02, 0.1), look=_look, page="review_list")
