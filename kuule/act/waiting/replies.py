"""Customers who wrote back and wait for an answer."""

from datetime import datetime

from django.utils.translation import gettext as _

from kuule.act.rules import OPEN
from kuule.act.selectors.own_cases import absent_people, own_cases
from kuule.act.waiting.base import MOST_COUNTED, ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member


class WaitingReplies(Waiting):
    """Open cases with a reply that nobody answered, the first to come at the top; also of those one stands in for."""

    permission = "see_cases"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the cases of a member in which a reply waits."""
        waiting = own_cases(member, now=now).filter(state=OPEN, reply_waits_since__isnull=False)
        known = waiting.select_related("account", "contact", "response", "owner__user").order_by(
            "reply_waits_since", "pk"
        )
        rows = list(known[:ROWS_SHOWN])
        if not rows:
            return None
        return Part(
            title=_("They wrote back"),
            icon="reply",
            template="act/waiting/_replies.html",
            rows=rows,
            facts={"absent": absent_people(member, now=now)},
            count=len(rows) if len(rows) < ROWS_SHOWN else waiting.order_by()[: MOST_COUNTED + 1].count(),
        )
