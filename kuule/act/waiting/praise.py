"""What happy customers wrote about a member: nothing to do, only to enjoy."""

from datetime import datetime

from django.utils.translation import gettext as _

from kuule.act.selectors.praise import praise_of
from kuule.act.waiting.base import Part, Waiting
from kuule.workspaces.models import Member

SHOWN = 3


class WaitingPraise(Waiting):
    """Happy comments of the last month that name the member or come from their accounts."""

    permission = "see_comments"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the praise that a member got."""
        rows = praise_of(member, now=now, count=SHOWN)
        if not rows:
            return None
        return Part(
            title=_("Praise you got"),
            icon="heart",
            template="act/waiting/_praise.html",
            rows=rows,
            count=len(rows),
            waits=False,
        )
