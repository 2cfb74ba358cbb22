"""Few people are taken out of being asked, and not the unhappy ones."""

from django.db.models import Q

from kuule.act.checks.base import CONTACT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.act.selectors.health import customers
from kuule.dispatch.models import Exclusion
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, ZERO_TO_TEN


def _look(span: Span) -> Finding:
    out = Exclusion.objects.filter(Q(lifted_at=None) | Q(lifted_at__gte=span.until), workspace=span.workspace)
    out = out.filter(placed_at__lt=span.until).order_by("-placed_at", "-pk")
    rows = [Row(CONTACT, each.contact_id, each.placed_at, each.reason) for each in out[:ROWS_SHOWN]]
    unhappy = Response.objects.filter(
        workspace=span.workspace, verdict=PERSON, scale=ZERO_TO_TEN, score__lte=6, contact__in=out.values("contact")
    )
    people = customers(span.workspace, known_before=span.until).count()
    detractors = unhappy.order_by().values("contact").distinct().count()
    return share_found(out.count(), people, missing="no_people", rows=rows, unhappy=detractors)


TAKEN_OUT = Check(key="taken_out", half=MEASURING, line=Line(0.01, 0.03), look=_look, page="contact_list")
