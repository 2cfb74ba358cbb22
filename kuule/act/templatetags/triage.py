"""The words for why a case comes first, and for whom one stands in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.act.models import Case
from kuule.act.rules.triage import BY_RENEWAL, BY_SCORE, BY_URGENCY, BY_VALUE, Because, Stake, reasons_first
from kuule.ui.formats import count
from kuule.ui.money import money
from kuule.ui.templatetags.ui import bidi, person_name

register = template.Library()


def why_first(stake: Stake, *, currency: str) -> list[str]:
    """Return why a case comes before others, what weighs most first; money only where a currency is given."""
    words = (_words(each, currency) for each in reasons_first(stake, day=timezone.localdate()))
    return [each for each in words if each]


def _words(because: Because, currency: str) -> str:
    if because.code == BY_URGENCY:
        return _("cannot wait")
    if because.code == BY_SCORE:
        return _("score %(score)s") % {"score": because.figure}
    if because.code == BY_VALUE and currency:
        return _("bought %(amount)s in twelve months") % {"amount": money(Decimal(because.figure), currency)}
    if because.code == BY_RENEWAL and currency:
        days = int(because.figure)
        return ngettext("contract ends in %(n)s day", "contract ends in %(n)s days", days) % {"n": count(days)}
    return ""


@register.filter
def stood_in(case: Case, absent: Mapping[int, date]) -> str:
    """Return for whom a case is looked after because they are away, "" for one's own."""
    until = absent.get(case.owner_id) if case.owner_id else None
    if until is None or case.owner is None:
        return ""
    told = {"name": bidi(person_name(case.owner.user)), "day": date_format(until, _("j M"))}
    return format_html(_("for {name}, away until {day}"), **told)
