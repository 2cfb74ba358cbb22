"""Nobody is asked again within the pause that the company promised itself."""

from datetime import datetime, timedelta

from kuule.act.checks.base import CONTACT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.act.selectors.health import asks_between


def _look(span: Span) -> Finding:
    pause = timedelta(days=span.workspace.quarantine_days)
    asked = asks_between(span.workspace, span.since - pause, span.until).filter(contact__isnull=False)
    last: dict[int | None, datetime] = {}
    n, too_soon = 0, []
    for contact, at in asked.order_by("asked_at", "pk").values_list("contact_id", "asked_at").iterator():
        if at is None or contact is None:
            continue
        if at >= span.since:
            n += 1
            # A pause of whole days: the hour of the day does not make it shorter.
            if contact in last and (at - last[contact]).days + 1 < pause.days:
                too_soon.append(Row(CONTACT, contact, at))
        last[contact] = at
    return share_found(len(too_soon), n, missing="nobody_asked", rows=too_soon[::-1][:ROWS_SHOWN])


OVER_ASKING = Check(key="over_asking", half=MEASURING, line=Line(0.01, 0.05), look=_look, page="limit_list")
