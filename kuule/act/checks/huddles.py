"""Teams meet about what their customers said."""

from kuule.act.checks.base import Check, Finding, Span, share_found
from kuule.act.models import Huddle
from kuule.act.rules.health import USING, Line
from kuule.act.rules.huddles import HELD, MISSED


def _look(span: Span) -> Finding:
    planned = Huddle.objects.filter(
        workspace=span.workspace, planned_at__gte=span.since, planned_at__lt=span.until, state__in=(HELD, MISSED)
    )
    return share_found(planned.filter(state=HELD).count(), planned.count(), missing="no_huddles")


HUDDLES = Check(key="huddles", half=USING, line=Line(0.8, 0.5), look=_look, page="huddle_list")
