"""What a member promised, to customers and to their team."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.act.models import AgreedAction, Case, HuddleItem
from kuule.act.selectors.huddles import promises_of
from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member

AHEAD = timedelta(days=7)


class Promised(NamedTuple):
    """A promise: to a customer in a case, or to the team in a huddle."""

    due_on: date
    text: str
    case: Case | None
    item: HuddleItem | None
    is_late: bool


class WaitingPromises(Waiting):
    """Promises that are due within a week, or were, by day."""

    permission = "see_cases"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the promises of a member."""
        today = localtime(now).date()
        until = today + AHEAD
        to_team = promises_of(member).filter(due_on__lte=until)
        to_customers = AgreedAction.objects.filter(
            workspace_id=member.workspace_id, owner=member, done_at=None, dropped_at=None, due_on__lte=until
        ).select_related("case__account", "case__contact")
        found = [
            Promised(each.due_on, each.text, None, each, each.due_on < today)
            for each in to_team[: ROWS_SHOWN + 1]
            if each.due_on is not None
        ]
        found += [
            Promised(each.due_on, each.text, each.case, None, each.due_on < today)
            for each in to_customers.order_by("due_on", "pk")[: ROWS_SHOWN + 1]
        ]
        if not found:
            return None
        rows = sorted(found, key=lambda each: each.due_on)
        return Part(
            title=_("What you promised"),
            icon="handshake",
            template="act/waiting/_promises.html",
            rows=rows[:ROWS_SHOWN],
            count=len(rows),
        )
