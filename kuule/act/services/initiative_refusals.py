"""Why something was not done to an initiative, in words."""

from django.utils.translation import gettext as _

from kuule.act.templatetags.initiatives import state_word
from kuule.ui.money import money
from kuule.workspaces.rules import Refused


def initiative_refusal(refused: Refused, *, currency: str) -> str:
    """Return what stands against it, and what to do."""
    if refused.code == "wrong_state":
        words = _("Nothing was changed: meanwhile it is “%(state)s”. Look at the page again.")
        return words % {"state": state_word(str(refused.params["state"]))}
    if refused.code == "more_than_asked":
        words = _("That is more than was asked for. Grant %(asked)s or less, or let the owner ask anew.")
        return words % {"asked": money(refused.params["asked"], currency)}  # type: ignore[arg-type]  # a Decimal
    return {
        "no_owner": _("Nobody would do it yet: name an owner first."),
        "no_reason": _("Say why: others will read it."),
        "not_accepted": _("The owner has not taken it on by name yet. Ask them to do so on this page."),
        "felt_before": _("That day is past, so its figure could have been seen. Choose today or a later day."),
        "not_judged": _("Nothing is written down to judge it by, so there is nothing to measure."),
        "too_early": _("The time after the start is not over. A look before its end decides nothing."),
        "not_the_owner": _("Only the owner can take it on."),
        "ended": _("It is over: nothing more is planned for it."),
        "review_made": _("Somebody else decided first. Look at the page again."),
        "under_way": _("The work has begun: what it is judged by stays as it was written."),
        "not_done": _("It is not done yet. Tell people when it is."),
        "no_text": _("Write at least one text first."),
        "nothing_said": _("Write both parts in one language at least."),
        "anonymous": _("Anonymous answers cannot be pinned: nothing may lead to who gave them."),
    }[refused.code]
