"""Why something about working time was refused, in words."""

from django.utils.translation import gettext as _

from kuule.workspaces.rules import Refused


def refusal_words(refused: Refused) -> str:
    """Return what is wrong and how to mend it."""
    words = {
        "day_off_already": _("This day is off already."),
        "ends_before_start": _("The last day is before the first. Correct one of them."),
        "too_long": _("An absence lasts a year at most. Write down when somebody is back, or take them off the cases."),
        "stands_in_for_themselves": _("Choose somebody else to stand in."),
        "no_hours": _("The hours for mails end before they begin. Correct one of them."),
        "owners_before_managers": _("The owners of the workspace hear after the managers. Correct one of the hours."),
    }
    return words[refused.code]
