"""How many people usually answer, for plans of how many to ask."""

from datetime import datetime

from django.db.models import Count

from kuule.dispatch.models import Invitation
from kuule.dispatch.selectors.programme_figures import ENOUGH_ASKED, EXPECTED_RESPONSE_RATE, MEMORY
from kuule.workspaces.models import Workspace


def usual_response_rate(workspace: Workspace, *, now: datetime) -> tuple[float, bool]:
    """Return the share of the asked who answered lately, and whether it is only expected: too few were asked."""
    asked = Invitation.objects.filter(workspace=workspace, asked_at__gt=now - MEMORY, asked_at__lte=now)
    counted = asked.aggregate(n=Count("pk"), answered=Count("answered_at"))
    if counted["n"] < ENOUGH_ASKED or not counted["answered"]:
        return EXPECTED_RESPONSE_RATE, True
    return counted["answered"] / counted["n"], False
