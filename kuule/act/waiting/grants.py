"""Money that was granted and waits for the owner of an initiative to begin."""

from datetime import datetime

from django.utils.translation import gettext as _

from kuule.act.rules.initiatives import GRANTED
from kuule.act.selectors.initiatives import initiatives_owned_by
from kuule.act.waiting.base import ROWS_SHOWN, Part, Waiting
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.models import Member


class WaitingGrants(Waiting):
    """Own initiatives that may begin; one that nobody has taken on by name yet waits for that first."""

    permission = "see_improvements"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the initiatives of a member that were granted and have not begun, the oldest decision first."""
        del now
        granted = initiatives_owned_by(member).filter(state=GRANTED, owner_accepted_at__isnull=False)
        rows = list(granted.order_by("decided_at", "pk"))
        if not rows:
            return None
        return Part(
            title=_("Granted: you can begin"),
            icon="hand-coins",
            template="act/waiting/_grants.html",
            rows=rows[:ROWS_SHOWN],
            count=len(rows),
            facts={"currency": money_settings(member.workspace).currency},
        )
