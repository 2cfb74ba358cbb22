"""How an owner of accounts is known by the link in a mail: signed, for some weeks, good for guessing alone."""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from kuule.insight.rules import GUESS_LINK_WORKS
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
