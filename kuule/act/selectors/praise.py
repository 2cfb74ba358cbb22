"""What happy customers wrote about a member."""

from datetime import datetime, timedelta

from django.db.models import Q

from kuule.act.rules.huddles import first_name, named_in
from kuule.act.selectors.feedback import answers_to
from kuule.insight.query import Query
from kuule.insight.rules import PROMOTER
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL
from kuule.workspaces.models import Member

LATELY = timedelta(days=30)
MOST_LOOKED_AT = 50


def praise_of(member: Member, *, now: datetime, count: int) -> list[Response]:
    """Return happy comments of the last weeks that name a member, or come from an account of theirs; names first."""
    query = Query(
        workspace_id=member.workspace_id,
        timezone=member.workspace.timezone,
        since=now - LATELY,
        until=now,
        group=PROMOTER,
        only_comments=True,
    )
    happy = answers_to([query.asking(family=family) for family in (RELATIONSHIP, TRANSACTIONAL)], for_words=True)
    name = first_name(member.user.name)
    theirs = Q(account__owner=member) | (Q(verbatim__icontains=name) if name else Q())
    found = list(listed(happy.filter(theirs))[:MOST_LOOKED_AT])
    names = {member.pk: member.user.name}
    # Part of another word is not their name: `Timo` in `ultimo`.
    named = {each.pk for each in found if named_in(each.opening, names)}  # type: ignore[attr-defined]
    kept = [each for each in found if each.pk in named or (each.account and each.account.owner_id == member.pk)]
    return sorted(kept, key=lambda each: each.pk not in named)[:count]
