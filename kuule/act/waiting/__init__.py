"""What the Today page is made of. A new part is one file here, one line in the list, and its fragment."""

from collections.abc import Sequence
from datetime import datetime

from kuule.act.waiting.absences import WaitingAbsences
from kuule.act.waiting.acceptances import WaitingAcceptances
from kuule.act.waiting.base import Part, Waiting
from kuule.act.waiting.cases import WaitingCases
from kuule.act.waiting.decisions import WaitingDecisions
from kuule.act.waiting.grants import WaitingGrants
from kuule.act.waiting.huddles import WaitingHuddles
from kuule.act.waiting.praise import WaitingPraise
from kuule.act.waiting.promises import WaitingPromises
from kuule.act.waiting.pulses import WaitingPulses
from kuule.act.waiting.replies import WaitingReplies
from kuule.act.waiting.reviews import WaitingReviews
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed

__all__ = ["WAITING", "Part", "Waiting", "waiting_for"]

# In the order of the page: customers first.
WAITING: tuple[Waiting, ...] = (
    WaitingCases(),
    WaitingReplies(),
    WaitingPromises(),
    WaitingDecisions(),
    WaitingAcceptances(),
    WaitingReviews(),
    WaitingGrants(),
    WaitingPulses(),
    WaitingHuddles(),
    WaitingAbsences(),
    WaitingPraise(),
)


def waiting_for(member: Member, *, now: datetime) -> Sequence[Part]:
    """Return everything that waits for a member, as far as their role may see it."""
    allowed = (each for each in WAITING if is_allowed(member.role, each.permission))
    return [part for each in allowed if (part := each.part(member, now=now)) is not None]
