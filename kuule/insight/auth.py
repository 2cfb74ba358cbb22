"""How an owner of accounts is known by the link in a mail: signed, for some weeks, good for guessing alone."""

from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from kuule.insight.rules import GUESS_LINK_WORKS
from kuule.responses.auth import is_signal, shown_at
from kuule.responses.rules import PERSON, VisitFacts, verdict_on
from kuule.workspaces.models import Member

_SALT = "kuule.insight.guesses"


def guess_link(member: Member) -> str:
    """Return the whole address by which a member can guess without signing in."""
    return f"{settings.KUULE_BASE_URL}/g/{TimestampSigner(salt=_SALT).sign(str(member.pk))}"


def member_of_link(token: str) -> Member | None:
    """Return whose link this is, or None for one that is false, too old, or of somebody who can sign in no more."""
    try:
        number = TimestampSigner(salt=_SALT).unsign(token, max_age=GUESS_LINK_WORKS)
    except BadSignature:
        return None
    found = Member.objects.select_related("workspace", "user").filter(pk=int(number), user__is_active=True)
    return found.first()


def is_from_a_person(token: str, *, seal: str, signal: str, now: datetime) -> bool:
    """Tell whether a form that came by a link was sent by a person, by the same rules as an answer to a survey."""
    shown = shown_at(seal, token)
    seconds = None if shown is None or shown > now else (now - shown).total_seconds()
    facts = VisitFacts(method="POST", seconds_shown=seconds, has_signal=is_signal(signal, seal))
    return verdict_on(facts).verdict == PERSON
