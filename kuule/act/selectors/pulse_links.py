"""Whose turn in a pulse the link of a mail stands for: signed, good for answering that pulse alone."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from kuule.act.models import PulseTurn

_SALT = "kuule.act.pulse"


def pulse_link(turn: PulseTurn) -> str:
    """Return the whole address by which a member can answer without signing in."""
    return f"{settings.KUULE_BASE_URL}/p/{pulse_token(turn)}"


def pulse_token(turn: PulseTurn) -> str:
    """Return the token of the link."""
    return Signer(salt=_SALT).sign(str(turn.pk))


def turn_of_link(token: str) -> PulseTurn | None:
    """Return whose link this is, or None for one that is false or of somebody who can sign in no more."""
    try:
        number = Signer(salt=_SALT).unsign(token)
    except BadSignature:
        return None
    known = PulseTurn.objects.select_related("pulse__team", "workspace", "member__user")
    return known.filter(pk=int(number), member__user__is_active=True).first()
