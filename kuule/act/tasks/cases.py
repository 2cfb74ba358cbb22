"""The drains of cases."""

from django.utils import timezone

from kuule.act.selectors.settings import workspaces_to_begin
from kuule.act.services.attention import attend_to_some
from kuule.act.services.beginning import begin_cases
from kuule.act.services.silence import hear_silence
from kuule.act.services.watching import hear_some
from kuule.workspaces.models import Workspace


def drain_cases() -> int:
    """Open the cases that new and changed answers need. Returns how many entries of their outbox that was."""
    for workspace in workspaces_to_begin():
        begin_cases(workspace=workspace, now=timezone.now())
    return hear_some(now=timezone.now())


def drain_reminders_of_cases() -> int:
    """Remind owners of cases that are due soon, and tell others of late ones. Returns how many cases that was."""
    return attend_to_some(now=timezone.now())


def drain_silent_contacts() -> int:
    """Open cases about key contacts who fell silent. Returns how many."""
    return sum(hear_silence(workspace=workspace, now=timezone.now()) for workspace in Workspace.objects.order_by("pk"))
