"""Everybody who can be asked has been asked within a year."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from kuule.act.checks.base import CONTACT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, YEAR_DAYS, Line
from kuule.act.selectors.health import asks_between, reachable
from kuule.dispatch.models import Turn
from kuule.dispatch.rules.programmes import RUNNING

# A turn that came so long ago and was not taken is late.
LATE = timedelta(days=14)


def _look(span: Span) -> Finding:
    asked = asks_between(span.workspace, span.until - timedelta(days=YEAR_DAYS), span.until)
    people = reachable(span.workspace, known_before=span.since)
    people = people.annotate(was_asked=Exists(asked.filter(contact=OuterRef("pk"))))
    n, forgotten = people.count(), people.filter(was_asked=False)
    late = Turn.objects.filter(
        workspace=span.workspace, programme__state=RUNNING, next_on__lt=(span.until - LATE).date()
    )
    rows = [
        Row(CONTACT, pk, at) for pk, at in forgotten.order_by("created_at").values_list("pk", "created_at")[:ROWS_SHOWN]
    ]
    hits = n - forgotten.count()
    return share_found(hits, n, missing="no_people", rows=rows, late_turns=late.count())


CADENCE = Check(key="cadence", half=MEASURING, line=Line(0.9, 0.6), look=_look, page="wave_list")
