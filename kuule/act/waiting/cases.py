"""Customers who wait to hear from a member."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kuule.act.models import Case
from kuule.act.rules import OPEN
from kuule.act.waiting.base import MOST_COUNTED, ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member


class WaitingCases(Waiting):
    """Own open cases in which nobody reached the customer yet, by the time until when somebody does."""

    permission = "see_cases"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the cases of a member; one that is put off until later is not among them."""
        mine = Case.objects.filter(workspace_id=member.workspace_id, owner=member, state=OPEN)
        waiting = mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now), contacted_at=None)
        rows = list(waiting.select_related("account", "contact", "response").order_by("due_at", "pk")[:ROWS_SHOWN])
        if not rows:
            return None
        return Part(
            title=_("Customers who wait for you"),
            icon="phone",
            template="act/waiting/_cases.html",
            rows=rows,
            count=len(rows) if len(rows) < ROWS_SHOWN else waiting.order_by()[: MOST_COUNTED + 1].count(),
            facts={"is_late": rows[0].due_at < now},
        )
