"""How many people usually answer, for plans of how many to ask."""

from datetime import datetime, timedelta

from django.db.models import Count

from kuule.dispatch.models import Invitation, Programme
from kuule.dispatch.selectors.programme_figures import ENOUGH_ASKED, EXPECTED_RESPONSE_RATE, MEMORY
from kuule.workspaces.models import Workspace

# Most of those who answer at all have answered by then.
TIME_TO_ANSWER = timedelta(days=3)


def usual_response_rate(
    workspace: Workspace, *, now: datetime, programme: Programme | None = None
) -> tuple[float, bool]:
    """Return the share of the asked who answered lately, and whether it is only expected: too few were asked.

    Of a `programme` that has asked enough people itself, only these count: a large wave to other people, who answer
    less, would make it ask many times as many from one day to the next. Whoever was asked less than `TIME_TO_ANSWER`
    ago is left out.
    """
    asked = Invitation.objects.filter(
        workspace=workspace, asked_at__gt=now - MEMORY, asked_at__lte=now - TIME_TO_ANSWER
    )
    for those in (asked.filter(programme=programme), asked) if programme else (asked,):
        counted = those.aggregate(n=Count("pk"), answered=Count("answered_at"))
        if counted["n"] >= ENOUGH_ASKED and counted["answered"]:
            return counted["answered"] / counted["n"], False
    return EXPECTED_RESPONSE_RATE, True
