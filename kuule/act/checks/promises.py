"""What was promised to customers is done by its day."""

from zoneinfo import ZoneInfo

from kuule.act.checks.base import CASE, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import AgreedAction
from kuule.act.rules.health import USING, Line


def _look(span: Span) -> Finding:
    zone = ZoneInfo(span.workspace.timezone)
    promised = AgreedAction.objects.filter(
        workspace=span.workspace,
        due_on__gte=span.since.astimezone(zone).date(),
        due_on__lt=span.until.astimezone(zone).date(),
        dropped_at=None,
    )
    n, kept, broken = 0, 0, list[Row]()
    for case, due_on, done_at, text in promised.order_by("-due_on").values_list("case_id", "due_on", "done_at", "text"):
        n += 1
        if done_at is not None and done_at.astimezone(zone).date() <= due_on:
            kept += 1
        elif len(broken) < ROWS_SHOWN:
            broken.append(Row(CASE, case, note=text))
    return share_found(kept, n, missing="no_promises", rows=broken)


PROMISES = Check(key="promises", half=USING, line=Line(0.9, 0.7), look=_look, page="case_list")
