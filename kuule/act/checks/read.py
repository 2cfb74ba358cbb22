"""Results are looked at: the people of the programme come in."""

from datetime import timedelta

from kuule.act.checks.base import MEMBER, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import USING, Line
from kuule.workspaces.models import Member

LATELY = timedelta(days=30)


def _look(span: Span) -> Finding:
    members = Member.objects.filter(workspace=span.workspace, user__is_active=True, created_at__lt=span.until)
    came = members.filter(user__last_login__gte=span.until - LATELY)
    stayed_away = members.exclude(pk__in=came.values("pk")).order_by("user__last_login", "pk")
    rows = [Row(MEMBER, pk, at) for pk, at in stayed_away.values_list("pk", "user__last_login")[:ROWS_SHOWN]]
    return share_found(came.count(), members.count(), missing="no_members", rows=rows)


READ = Check(key="read", half=USING, line=Line(0.7, 0.4), look=_look, page="member_list", is_of_now=True)
