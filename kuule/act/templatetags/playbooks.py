"""The words for rules about cases and how soon people reached out."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.act.models import Playbook
from kuule.act.rules import (
    ASSIGNED,
    BY_ACCOUNT,
    BY_NAME,
    BY_TOUCHPOINT,
    BY_TURN,
    CALLED,
    CLOSING,
    DETRACTOR,
    DRAWN,
    SILENT,
    URGENT,
)
from kuule.act.rules.hearing import (
    ANONYMOUS,
    BEFORE_CASES,
    BROUGHT_IN_OLD,
    NAMELESS,
    OF_COLLEAGUES,
)
from kuule.act.rules.triage import AT_ONCE, CALM, PRESSING, SOON
from kuule.stats import Estimate
from kuule.ui.formats import percent

register = template.Library()

PLAYBOOK_REASONS = (DETRACTOR, DRAWN, URGENT, SILENT)
REASON_WORDS = {
    DETRACTOR: gettext_lazy("Unhappy customers"),
    DRAWN: gettext_lazy("A sample of the others"),
    URGENT: gettext_lazy("Words that cannot wait"),
    SILENT: gettext_lazy("Decision-makers who fell silent"),
}
OWNER_WORDS = {
    BY_ACCOUNT: gettext_lazy("The owner of the account"),
    BY_TOUCHPOINT: gettext_lazy("The owner of the touchpoint"),
    BY_TURN: gettext_lazy("A team in turn"),
    BY_NAME: gettext_lazy("A member by name"),
}
URGENCY_WORDS = {
    CALM: gettext_lazy("As usual"),
    SOON: gettext_lazy("Sooner than others"),
    PRESSING: gettext_lazy("Urgent"),
    AT_ONCE: gettext_lazy("At once, also at night"),
}
NOTE_WORDS = {
    CALLED: gettext_lazy("When a call is logged"),
    ASSIGNED: gettext_lazy("When it is handed over"),
    CLOSING: gettext_lazy("When it is closed"),
}
SILENCED_WORDS = {
    NAMELESS: gettext_lazy("did not say who they are"),
    ANONYMOUS: gettext_lazy("were promised to stay anonymous"),
    OF_COLLEAGUES: gettext_lazy("are colleagues, whose answers are nobody’s case"),
    BROUGHT_IN_OLD: gettext_lazy("came in a file more than 14 days after they answered"),
    BEFORE_CASES: gettext_lazy("answered before cases began"),
}


@register.filter
def playbook_reason(reason: str) -> str:
    """Return what a playbook is about."""
    return str(REASON_WORDS.get(reason, reason))


@register.filter
def silenced_words(why: str) -> str:
    """Return why unhappy answers opened no case, to stand after how many they are."""
    return str(SILENCED_WORDS.get(why, why))


@register.filter
def owner_words(playbook: Playbook) -> str:
    """Return who gets the cases of a playbook."""
    if playbook.owner_rule == BY_NAME and playbook.member:
        return str(playbook.member.user)
    if playbook.owner_rule == BY_TURN and playbook.team:
        return _("%(team)s in turn") % {"team": playbook.team.name}
    return str(OWNER_WORDS[playbook.owner_rule])


@register.filter
def within_words(hours: int) -> str:
    """Return until when people reach out: `within 24 hours`."""
    return ngettext("within %(n)s hour", "within %(n)s hours", hours) % {"n": hours}


@register.filter
def whom_words(playbook: Playbook) -> str:
    """Return how many of those it is about get a case."""
    if playbook.reason == DRAWN:
        return _("%(n)s in a hundred, drawn by lot") % {"n": playbook.share}
    if playbook.reason == SILENT:
        days = playbook.silent_days or 0
        return ngettext("silent for %(n)s day", "silent for %(n)s days", days) % {"n": days}
    return _("all of them")


@register.filter
def share_words(share: Estimate) -> str:
    """Return a share with its range: `82 % (71 % to 89 %)`."""
    parts = {name: percent(getattr(share, name), 0) for name in ("value", "lower", "upper")}
    return _("%(value)s (%(lower)s to %(upper)s)") % parts
