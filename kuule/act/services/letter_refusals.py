"""Why a letter to a customer was refused, and how to mend it, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.channels.kept_files import DANGEROUS, TOO_LARGE, TOO_MANY_FILES
from kuule.act.templatetags.letters import hindrance_words
from kuule.workspaces.rules import Refused

_FILES = {
    DANGEROUS: gettext_lazy("The file %(name)s cannot be sent: only kinds that are safe to open go along."),
    TOO_LARGE: gettext_lazy("The file %(name)s is too large: 5 MB each at most, 10 MB together."),
    TOO_MANY_FILES: gettext_lazy("These are too many files: 5 at most."),
}


def letter_refusal(refused: Refused) -> tuple[str | None, str]:
    """Return which field is concerned, None for the whole letter, and what to do."""
    if refused.code in _FILES:
        return "enclosed", _FILES[refused.code] % {"name": refused.params.get("name", "")}
    if refused.code == "not_written_to":
        return None, hindrance_words(str(refused.params["reason"]))
    return "words", _("Write a subject and some words; %(limit)s characters are the most.") % refused.params
