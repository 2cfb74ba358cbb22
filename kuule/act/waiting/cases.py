"""Customers who wait to hear from a member."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kuule.act.rules import OPEN
from kuule.act.selectors.own_cases import absent_people, own_cases
from kuule.act.waiting.base import MOST_COUNTED, ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member


class WaitingCases(Waiting):
    """Open cases in which nobody reached the customer yet, by the time until when somebody does.

    They are one's own, and those that are due of people one stands in for.
    """

    permission = "see_cases"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the cases of a member; one that is put off until later is not among them."""
        mine = own_cases(member, now=now)
        waiting = mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now), state=OPEN, contacted_at=None)
        shown = waiting.select_related("account", "contact", "response", "owner__user").order_by("due_at", "pk")
        rows = list(shown[:ROWS_SHOWN])
        if not rows:
            return None
        return Part(
            title=_("Customers who wait for you"),
            icon="phone",
            template="act/waiting/_cases.html",
            rows=rows,
            count=len(rows) if len(rows) < ROWS_SHOWN else waiting.order_by()[: MOST_COUNTED + 1].count(),
            facts={"is_late": rows[0].due_at < now, "absent": absent_people(member, now=now)},
        )
