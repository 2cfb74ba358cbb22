"""Messages whose worker must have died: shown as uncertain, or handed over by another if they were not begun with."""

from datetime import datetime

from django.db.models import Q

from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import HANDING_OVER, IN_LINE, INTERRUPTED, LINE_AFTER, STUCK_AFTER, UNCERTAIN
from kuule.dispatch.services.handover import leave_line
from kuule.lib.commits import nothing_lost_since


def give_back_stuck(*, now: datetime, limit: int) -> int:
    """Let messages wait again that a dead worker had in line and certainly not begun with. Return how many."""
    sure = nothing_lost_since()
    if sure is None:
        return 0
    in_line = Delivery.objects.filter(state=HANDING_OVER, reason=IN_LINE, claimed_at__lt=now - LINE_AFTER)
    return leave_line(deliveries=in_line.filter(claimed_at__gt=sure)[:limit])


def declare_uncertain(*, now: datetime, limit: int) -> int:
    """Stop waiting for handovers whose process must have died. Returns how many there were.

    Those in line are among them when the database may have lost that they were begun with.
    """
    stuck = Delivery.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    sure = nothing_lost_since()
    if sure is not None:
        stuck = stuck.exclude(Q(reason=IN_LINE, claimed_at__gt=sure))
    chosen = list(stuck.values_list("pk", flat=True)[:limit])
    return stuck.filter(pk__in=chosen).update(state=UNCERTAIN, reason=INTERRUPTED)
