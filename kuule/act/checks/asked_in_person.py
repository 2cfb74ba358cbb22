"""Who is asked is chosen by a rule, not by those whom the score is about."""

from django.db.models import F, Q

from kuule.act.checks.base import ANSWER, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.dispatch.rules.collectors import HANDED_OUT, INTERVIEWER
from kuule.responses.models import Response
from kuule.responses.rules import PERSON


def _look(span: Span) -> Finding:
    given = Response.objects.filter(
        workspace=span.workspace, verdict=PERSON, answered_at__gte=span.since, answered_at__lt=span.until
    )
    chosen = given.filter(channel__in=(*HANDED_OUT, INTERVIEWER))
    own = chosen.filter(
        Q(collector__member=F("account__owner")) | Q(entered_by=F("account__owner__user")), account__isnull=False
    )
    rows = [
        Row(ANSWER, pk, at) for pk, at in own.order_by("-answered_at").values_list("pk", "answered_at")[:ROWS_SHOWN]
    ]
    return share_found(chosen.count(), given.count(), missing="no_answers", rows=rows, own=own.count())


ASKED_IN_PERSON = Check(key="asked_in_person", half=MEASURING, line=Line(0.1, 0.25), look=_look, page="survey_list")
