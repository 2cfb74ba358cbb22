"""What those who decide about initiatives are asked: money, and whether something goes on."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.act.rules.initiatives import ASKED
from kuule.act.selectors.initiatives import initiatives_of, reviews_due
from kuule.act.waiting.base import MOST_COUNTED, ROWS_SHOWN, Part, Waiting
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.models import Member


class WaitingReviews(Waiting):
    """Reviews whose day has come, to continue, redirect or stop; then the money that was asked for."""

    permission = "decide_improvements"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the decisions that wait in a workspace, the oldest first."""
        today = localtime(now).date()
        reviews = reviews_due(member.workspace, until=today)
        asked = initiatives_of(member.workspace).filter(state=ASKED).order_by("asked_at", "pk")
        rows = [
            *(("review", each.initiative, each) for each in reviews[:MOST_COUNTED]),
            *(("money", each, None) for each in asked[:MOST_COUNTED]),
        ]
        if not rows:
            return None
        return Part(
            title=_("Initiatives to decide on"),
            icon="gavel",
            template="act/waiting/_reviews.html",
            rows=rows[:ROWS_SHOWN],
            count=len(rows),
            facts={"currency": money_settings(member.workspace).currency, "today": today},
        )
