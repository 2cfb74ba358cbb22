"""Those who raised something are told what was done about it."""

from datetime import timedelta

from kuule.act.checks.base import INITIATIVE, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import Initiative
from kuule.act.rules.health import USING, YEAR_DAYS, Line


def _look(span: Span) -> Finding:
    done = Initiative.objects.filter(
        workspace=span.workspace, done_at__gte=span.until - timedelta(days=YEAR_DAYS), done_at__lt=span.until
    )
    silent = done.filter(telling_began_at=None)
    rows = [Row(INITIATIVE, pk, at) for pk, at in silent.values_list("pk", "done_at")[:ROWS_SHOWN]]
    n = done.count()
    return share_found(n - silent.count(), n, missing="nothing_finished", rows=rows)


TOLD = Check(key="told", half=USING, line=Line(0.9, 0.5), look=_look, page="initiative_list")
