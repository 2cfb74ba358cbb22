"""Who is away: for whom a member stands in, and who stands in for them."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.act.models import Absence
from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member

AHEAD = timedelta(days=14)


class WaitingAbsences(Waiting):
    """Absences of now and of the next two weeks that concern the member."""

    permission = "see_cases"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the absences that concern a member."""
        today = localtime(now).date()
        near = Absence.objects.filter(
            workspace_id=member.workspace_id, last_day__gte=today, first_day__lte=today + AHEAD
        ).filter(Q(member=member) | Q(stand_in=member))
        rows = list(near.select_related("member__user", "stand_in__user").order_by("first_day", "pk")[:ROWS_SHOWN])
        if not rows:
            return None
        return Part(
            title=_("Who is away"),
            icon="plane",
            template="act/waiting/_absences.html",
            rows=rows,
            count=len(rows),
            waits=False,
            facts={"member": member},
        )
