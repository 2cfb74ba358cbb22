"""What was put into a member's hands and waits for them to accept it by name."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.act.selectors.goals import goals_to_accept
from kuule.act.selectors.initiatives import initiatives_to_accept
from kuule.act.selectors.setup import parts_to_accept
from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.workspaces.models import Member


class WaitingAcceptances(Waiting):
    """A part in the programme, initiatives and goals: nobody can accept them in the place of somebody else."""

    permission = "see_improvements"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return what a member was named for, the programme first."""
        today = localtime(now).date()
        rows = [
            *(("part", each) for each in parts_to_accept(member)),
            *(("initiative", each) for each in initiatives_to_accept(member)),
            *(("goal", each) for each in goals_to_accept(member, today=today)),
        ]
        if not rows:
            return None
        return Part(
            title=_("For you to accept"),
            icon="signature",
            template="act/waiting/_acceptances.html",
            rows=rows[:ROWS_SHOWN],
            count=len(rows),
        )
