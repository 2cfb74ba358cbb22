"""Enough of those who are asked answer."""

from datetime import timedelta

from django.db.models import Count

from kuule.act.checks.base import CONTACT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.act.selectors.health import asks_between

# Whoever was asked later than this has not had the time.
TIME_TO_ANSWER = timedelta(days=14)


def _look(span: Span) -> Finding:
    asked = asks_between(span.workspace, span.since - TIME_TO_ANSWER, span.until - TIME_TO_ANSWER)
    counted = asked.aggregate(n=Count("pk"), answered=Count("answered_at"))
    silent = asked.filter(answered_at=None, contact__isnull=False, version__survey__is_anonymous=False)
    rows = [
        Row(CONTACT, pk, at)
        for pk, at in silent.order_by("-asked_at").values_list("contact_id", "asked_at")[:ROWS_SHOWN]
    ]
    return share_found(counted["answered"], counted["n"], missing="nobody_asked", rows=rows)


RESPONSE_RATE = Check(key="response_rate", half=MEASURING, line=Line(0.4, 0.2), look=_look, page="wave_list")
