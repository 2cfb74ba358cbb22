"""Why something about an answer cannot be done, in words."""

from django.utils.translation import gettext as _

from kuule.workspaces.rules import Refused


def refusal_words(refused: Refused) -> str:
    """Return why it was refused and what to do instead."""
    return against_words(refused.code) or {
        "already_asked": _("Somebody has asked this already. Wait for the decision, and ask again if you must."),
        "already_decided": _("Somebody has decided this meanwhile. Nothing was changed."),
        "anonymous": _("Answers to an anonymous survey cannot be corrected: nobody knows whom to ask what they meant."),
        "nothing_said": _("Write what was said, or its rating."),
        "known": _("This stands here already."),
    }.get(refused.code, _("This cannot be done now. Open the answer again and try once more."))


def against_words(code: str) -> str:
    """Return why somebody may not decide, or "" when they may."""
    return {
        "owns_account": _("You own this account, so somebody else decides."),
        "asked_themselves": _("You asked this, so somebody else decides."),
    }.get(code, "")
