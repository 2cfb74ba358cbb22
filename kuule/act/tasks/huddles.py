"""The drains of huddles, promises and pulses."""

import structlog
from django.utils import timezone

from kuule.act.selectors.huddles import plans_to_look_at
from kuule.act.selectors.promises import workspaces_with_overdue_promises
from kuule.act.selectors.pulse import pulses_to_part
from kuule.act.services.huddles import call_huddle
from kuule.act.services.promises import remind_of_promises
from kuule.act.services.pulse import part_pulse

log = structlog.get_logger("kuule.act")

PLANS_PER_CALL = 100


def drain_huddles() -> int:
    """Mail agendas whose morning has come, and plan the next huddles. Returns how many mails were written."""
    written = 0
    for plan in plans_to_look_at(now=timezone.now(), limit=PLANS_PER_CALL):
        try:
            written += call_huddle(plan=plan, now=timezone.now())
        except Exception:
            log.exception("huddle_not_called", plan=plan.pk)
    return written


def drain_promises() -> int:
    """Remind members of promises that are overdue. Returns how many mails were written."""
    now, written = timezone.now(), 0
    for workspace in workspaces_with_overdue_promises(now=now):
        try:
            written += remind_of_promises(workspace=workspace, now=now)
        except Exception:
            log.exception("promises_not_reminded", workspace=workspace.pk)
    return written


def drain_pulses() -> int:
    """Part the turns of closed pulses from their answers. Returns how many pulses that was."""
    parted = 0
    for pulse in pulses_to_part(now=timezone.now()):
        try:
            part_pulse(pulse=pulse, now=timezone.now())
        except Exception:
            log.exception("pulse_not_parted", pulse=pulse.pk)
            continue
        parted += 1
    return parted
