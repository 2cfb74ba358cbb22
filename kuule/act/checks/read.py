"""Results are looked at: the people of the programme come in, or open the agenda of their huddle."""

from datetime import timedelta

from django.db.models import Q

from kuule.act.checks.base import MEMBER, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.models import HuddleReading
from kuule.act.rules.health import USING, Line
from kuule.workspaces.models import Member

LATELY = timedelta(days=30)


def _look(span: Span) -> Finding:
    members = Member.objects.filter(workspace=span.workspace, user__is_active=True, created_at__lt=span.until)
    lately = (span.until - LATELY, span.until)
    # Whoever stays signed in is seen by what they open.
    opened = HuddleReading.objects.filter(workspace=span.workspace, read_at__range=lately)
    came = members.filter(Q(user__last_login__gte=lately[0]) | Q(pk__in=opened.values("member")))
    stayed_away = members.exclude(pk__in=came.values("pk")).order_by("user__last_login", "pk")
    rows = [Row(MEMBER, pk, at) for pk, at in stayed_away.values_list("pk", "user__last_login")[:ROWS_SHOWN]]
    return share_found(came.count(), members.count(), missing="no_members", rows=rows)


READ = Check(key="read", half=USING, line=Line(0.7, 0.4), look=_look, page="member_list", is_of_now=True)
