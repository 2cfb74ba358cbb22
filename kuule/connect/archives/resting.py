"""A workspace that just came in asks nobody: where it came from may still be asking the same people."""

from collections.abc import Mapping
from datetime import datetime

from kuule.act.models import Letter
from kuule.dispatch.models import CarePlan, Delivery, Invitation, Programme, Wave
from kuule.dispatch.rules import DROPPED, OPEN_DELIVERY_STATES, OPEN_WAVE_STATES
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.rules.reasons import SWITCHED_OFF
from kuule.dispatch.services import cancel_wave, pause_programme
from kuule.insight.models import GuessPlan
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM


def lay_to_rest(workspace: Workspace, *, now: datetime) -> Mapping[str, int]:
    """Stop all that would write to people by itself; return how many of each kind that were.

    Programmes are paused, waves that were not sent cancelled, touchpoints and care switched off, messages that waited
    dropped. Each is begun again where it always is.
    """
    programmes = list(Programme.objects.filter(workspace=workspace, state=RUNNING))
    for programme in programmes:
        pause_programme(programme=programme, actor=SYSTEM, now=now)
    waves = list(Wave.objects.filter(workspace=workspace, state__in=OPEN_WAVE_STATES))
    for wave in waves:
        cancel_wave(wave=wave, actor=SYSTEM, now=now)
    touchpoints = Touchpoint.objects.filter(workspace=workspace, is_on=True).update(is_on=False)
    care = CarePlan.objects.filter(workspace=workspace, is_on=True).update(is_on=False)
    GuessPlan.objects.filter(workspace=workspace).update(is_on=False)
    Invitation.objects.filter(workspace=workspace, remind_at__isnull=False).update(remind_at=None)
    messages = sum(
        model.objects.filter(workspace=workspace, state__in=OPEN_DELIVERY_STATES).update(
            state=DROPPED, reason=SWITCHED_OFF
        )
        for model in (Delivery, Letter)
    )
    counted = {
        "programmes paused": len(programmes),
        "waves cancelled": len(waves),
        "touchpoints switched off": touchpoints,
        "care plans switched off": care,
        "messages dropped": messages,
    }
    return {what: number for what, number in counted.items() if number}
