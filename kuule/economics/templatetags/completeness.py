"""Words for the figures of the place Value, and for what they lack."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.economics.rules import completeness as of
from kuule.economics.rules.completeness import Lack
from kuule.ui.formats import count

register = template.Library()

_NAMES: dict[str, str | Promise] = {
    of.GROUP_VALUE: gettext_lazy("Value of promoters, passives and detractors"),
    of.LIFETIME: gettext_lazy("Lifetime value"),
    of.MULTIPLIERS: gettext_lazy("Own multipliers: buying again, forgiving, trying an offer"),
    of.VALUE_SEGMENTS: gettext_lazy("Segments by value"),
    of.EARNED_GROWTH: gettext_lazy("Earned growth"),
    of.RENEWALS: gettext_lazy("Renewals and revenue at risk"),
    of.EFFECTS: gettext_lazy("Did it work?"),
    of.ANSWERING_PAYS: gettext_lazy("Does answering pay?"),
}


@register.filter
def figure_name(key: str) -> str:
    """Return what a figure is called."""
    return str(_NAMES[key])


@register.filter
def lack_words(lack: Lack) -> str:
    """Return what is missing for a figure, and what to bring."""
    if lack.more is None:
        return _unnumbered()[lack.what]
    return _numbered(lack.what, lack.more) % {"n": count(lack.more)}


def _unnumbered() -> dict[str, str]:
    return {
        of.REVENUE: _("What customers paid: import the ledger, or send it by API."),
        of.MARGIN: _("Margins: a column of the ledger, or one share for all in the settings of money."),
        of.CONTRACTS: _("Contracts with their start, end and value."),
        of.ORIGINS: _("What brought new customers. Until then all new revenue makes the range wider."),
    }


def _numbered(what: str, more: int) -> str:
    words = {
        of.SCORES: lambda: ngettext(
            "Answers by name of %(n)s more customer with money.",
            "Answers by name of %(n)s more customers with money.",
            more,
        ),
        of.TIME: lambda: ngettext(
            "%(n)s more day of the ledger: earlier ones, if you have them.",
            "%(n)s more days of the ledger: earlier ones, if you have them.",
            more,
        ),
        of.ENDED_CONTRACTS: lambda: ngettext(
            "%(n)s more contract of which you know whether it was renewed or lost.",
            "%(n)s more contracts of which you know whether they were renewed or lost.",
            more,
        ),
        of.INCIDENTS: lambda: ngettext(
            "%(n)s more incident, to see who forgives.", "%(n)s more incidents, to see who forgives.", more
        ),
        of.OFFERS: lambda: ngettext(
            "%(n)s more offer, taken or not, to see who tries something.",
            "%(n)s more offers, taken or not, to see who tries something.",
            more,
        ),
        of.CONTACTS: lambda: ngettext(
            "%(n)s more customer who was called after an answer.",
            "%(n)s more customers who were called after an answer.",
            more,
        ),
        of.RANDOM_CONTACTS: lambda: ngettext(
            "%(n)s more customer of whom chance decided whether they were called: only that shows a cause.",
            "%(n)s more customers of whom chance decided whether they were called: only that shows a cause.",
            more,
        ),
        of.RATES: lambda: ngettext(
            "An exchange rate for %(n)s line that is left out now.",
            "Exchange rates for %(n)s lines that are left out now.",
            more,
        ),
    }
    return words[what]()
