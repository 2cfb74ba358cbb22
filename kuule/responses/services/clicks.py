"""Keeping every raw visit to a personal link, with the verdict on it.

Visits have no actor and no audit line: the rows are the record themselves.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from kuule.dispatch.models import Invitation
from kuule.responses.models import Click, Response
from kuule.responses.rules import AT_ONCE, CLICKS_KEPT, SCANNER, UNCLEAR, RawClick, Verdict
from kuule.responses.rules.verdicts import ALL_LINKS
from kuule.responses.services.settling import settle


def keep_click(
    *, invitation: Invitation, click: RawClick, response: Response | None = None, kept_before: int = 0
) -> None:
    """Keep one visit: one statement. Of an invitation that has had very many, further visits are only counted."""
    if kept_before >= CLICKS_KEPT:
        newest = Click.objects.filter(invitation=invitation).order_by("-at", "-pk").values("pk")[:1]
        Click.objects.filter(pk__in=newest).update(repeats=F("repeats") + 1)
        return
    Click.objects.create(
        workspace_id=invitation.workspace_id,
        invitation=invitation,
        response=response,
        at=click.at,
        method=click.method,
        act=click.act,
        score=click.score,
        seconds_shown=click.seconds_shown,
        address_hash=click.address_hash,
        user_agent=click.user_agent,
        verdict=click.verdict.verdict,
        reason=click.verdict.reason,
    )


@transaction.atomic
def see_through_scanner(*, invitation: Invitation, now: datetime) -> None:
    """Take what somebody did by this invitation in the last seconds for a scanner's, because it opened all links."""
    since = now - AT_ONCE
    Click.objects.filter(invitation=invitation, verdict=UNCLEAR, at__gte=since).update(
        verdict=SCANNER, reason=ALL_LINKS
    )
    doubted = Response.objects.select_for_update(of=("self",)).select_related("invitation")
    for response in doubted.filter(invitation=invitation, verdict=UNCLEAR, answered_at__gte=since):
        settle(response=response, verdict=Verdict(SCANNER, ALL_LINKS), now=now)
