"""What a team is asked about itself, and what it said."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kuule.act.rules.pulse import ASKING
from kuule.act.selectors.pulse import is_seen_by, pulses_of, state_of, turns_that_wait
from kuule.act.waiting.base import Part, Waiting
from kuule.workspaces.models import Member

TALKED_ABOUT_FOR = timedelta(days=14)


class WaitingPulses(Waiting):
    """Pulses to answer, and the last one to talk about for two weeks."""

    permission = "see_results"

    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return the pulses of a member."""
        to_answer = [turn.pulse for turn in turns_that_wait(member, now=now)]
        closed = pulses_of(member).filter(closes_at__gt=now - TALKED_ABOUT_FOR, closes_at__lte=now)
        to_read = [each for each in closed[:1] if is_seen_by(each, member, now=now)]
        rows = [(pulse, state_of(pulse, now=now) == ASKING) for pulse in (*to_answer, *to_read)]
        if not rows:
            return None
        return Part(
            title=_("Your team"),
            icon="activity",
            template="act/waiting/_pulses.html",
            rows=rows,
            count=len(rows),
            waits=bool(to_answer),
        )
