"""The drain of what is told to customers."""

from datetime import timedelta
from itertools import groupby

import structlog
from django.utils import timezone

from kuule.act.models import Telling
from kuule.act.selectors.telling import due_tellings
from kuule.act.services.telling import decide_tellings

log = structlog.get_logger("kuule.act")

TELLINGS_PER_CALL = 200
# What failed is tried again, but does not keep others waiting.
TRY_AGAIN = timedelta(hours=1)


def drain_tellings() -> int:
    """Write to people that something was done about what they said. Returns how many were decided about."""
    now = timezone.now()
    due = list(due_tellings(now=now)[:TELLINGS_PER_CALL])
    decided = 0
    for workspace, theirs in groupby(sorted(due, key=_workspace), key=_workspace):
        tellings = list(theirs)
        try:
            decided += decide_tellings(tellings=tellings, now=now)
        except Exception:
            log.exception("tellings_not_decided", workspace=workspace)
            waiting = Telling.objects.filter(pk__in=[each.pk for each in tellings], look_at__lte=now)
            waiting.update(look_at=now + TRY_AGAIN)
    return decided


def _workspace(telling: Telling) -> int:
    return telling.workspace_id
