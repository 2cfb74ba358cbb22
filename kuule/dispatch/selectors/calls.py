"""Calls that are going on."""

from kuule.dispatch.models import AskHold
from kuule.dispatch.rules.reasons import CALLING
from kuule.workspaces.models import Workspace


def call_of(workspace: Workspace, *, call_id: int) -> AskHold | None:
    """Return a call with whom it is to, ended or not, or None."""
    calls = AskHold.objects.select_related("workspace", "contact__account").filter(workspace=workspace, reason=CALLING)
    return calls.filter(pk=call_id, contact__isnull=False).first()
