"""What came of an act in many cases at once, in words."""

from django.contrib import messages
from django.utils.translation import ngettext

from kuule.act.services.cases.bulk import BulkOutcome
from kuule.act.templatetags.cases import refusal_words
from kuule.ui.formats import count
from kuule.workspaces.auth import MemberRequest


def tell_outcome(request: MemberRequest, act: str, outcome: BulkOutcome) -> None:
    """Tell the next page in how many cases an act was done, and why not in others."""
    if outcome.done:
        n = outcome.done
        words = {
            "hand_over": ngettext("%(n)s case is handed over.", "%(n)s cases are handed over.", n),
            "snooze": ngettext("%(n)s case rests.", "%(n)s cases rest.", n),
            "close": ngettext("%(n)s case is closed.", "%(n)s cases are closed.", n),
        }
        messages.success(request, words[act] % {"n": count(n)})
    for code, n in outcome.refused.items():
        words_not = ngettext("%(n)s case stays as it was: %(why)s.", "%(n)s cases stay as they were: %(why)s.", n)
        messages.warning(request, words_not % {"n": count(n), "why": refusal_words(code)})
