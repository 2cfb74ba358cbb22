"""Each open initiative has an owner who accepted by name, and a day by which it shall be done."""

from django.db.models import Q

from kuule.act.checks.base import INITIATIVE, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import Initiative
from kuule.act.rules.health import USING, Line
from kuule.act.rules.initiatives import ENDED, PROPOSED


def _look(span: Span) -> Finding:
    open_ones = Initiative.objects.filter(workspace=span.workspace).exclude(state__in=(PROPOSED, *ENDED))
    loose = open_ones.filter(Q(owner_accepted_at=None) | Q(planned_end=None))
    rows = [Row(INITIATIVE, pk) for pk in loose.values_list("pk", flat=True)[:ROWS_SHOWN]]
    n = open_ones.count()
    return share_found(n - loose.count(), n, missing="no_initiatives", rows=rows)


INITIATIVES = Check(
    key="initiatives", half=USING, line=Line(0.9, 0.5), look=_look, page="initiative_list", is_of_now=True
)
