"""Questions about answers that the member decides."""

from datetime import datetime

from django.utils.translation import gettext as _

from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.responses.selectors import open_reviews
from kuule.workspaces.models import Member


class WaitingDecisions(Waiting):
    """Corrections and doubts that somebody else asked about; those that the member may not decide are left out."""

    permission = "decide_answers"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the questions that a member may decide."""
        del now
        found, _has_more = open_reviews(member.workspace, user=member.user)
        mine = [each.review for each in found if not each.against]
        if not mine:
            return None
        return Part(
            title=_("For you to decide"),
            icon="scale",
            template="act/waiting/_decisions.html",
            rows=mine[:ROWS_SHOWN],
            count=len(mine),
        )
