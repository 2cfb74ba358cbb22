"""The huddles of the week."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kuule.act.models import Huddle
from kuule.act.rules.huddles import PLANNED, RUNNING
from kuule.act.selectors.huddles import plans_attended_by
from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member

WEEK = timedelta(days=7)


class WaitingHuddles(Waiting):
    """Huddles of own teams and touchpoints that run or come within a week."""

    permission = "see_huddles"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the huddles that a member goes to."""
        attended = plans_attended_by(member).order_by().values("pk")
        coming = Huddle.objects.filter(plan__in=attended, state__in=(PLANNED, RUNNING), planned_at__lt=now + WEEK)
        known = coming.select_related("plan__team", "plan__touchpoint").order_by("planned_at", "pk")
        rows = list(known[:ROWS_SHOWN])
        if not rows:
            return None
        return Part(
            title=_("Huddles this week"),
            icon="users",
            template="act/waiting/_huddles.html",
            rows=rows,
            count=len(rows),
            waits=any(each.state == RUNNING for each in rows),
        )
