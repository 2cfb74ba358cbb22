"""Words for rows of money, contracts and what happened with customers."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuule.economics import rules
from kuule.economics.models import ExchangeRate
from kuule.ui.formats import THIN_GAP

register = template.Library()


@register.filter
def entry_kind(kind: str) -> str:
    """Return what a kind of line is called."""
    return {rules.REVENUE: _("Revenue"), rules.REFUND: _("Refund"), rules.COST: _("Cost to serve")}.get(kind, kind)


@register.filter
def outcome_word(outcome: str) -> str:
    """Return how a contract ended, or that nobody said."""
    return {rules.RENEWED: _("Renewed"), rules.LOST: pgettext("contract", "Lost")}.get(outcome, _("Open"))


@register.filter
def event_kind(kind: str) -> str:
    """Return what a kind of event is called."""
    names = {
        rules.LEFT: _("Left"),
        rules.INCIDENT: _("Bad incident"),
        rules.OFFER: _("Offer"),
        rules.REFERRAL: _("Recommended us"),
        rules.CONTACTED: _("Contact after an answer"),
    }
    return names.get(kind, kind)


@register.filter
def source_word(source: str) -> str:
    """Return by which way an origin was told."""
    names = {
        rules.BY_ANSWER: _("in an answer"),
        rules.BY_FILE: _("in a file"),
        rules.BY_API: _("by API"),
        rules.BY_HAND: _("by hand"),
    }
    return names.get(source, source)


@register.filter
def origin_word(origin: str) -> str:
    """Return what brought a customer."""
    names = {
        rules.RECOMMENDED: _("Recommended to them"),
        rules.ADVERTISING: _("Advertising"),
        rules.SELLING: _("Selling"),
        rules.OTHER: _("Something else"),
    }
    return names.get(origin, origin)


@register.filter
def event_outcome(event: object) -> str:
    """Return how an event ended: an offer taken or not, somebody reached or left alone; nothing for others."""
    kind, outcome = getattr(event, "kind", ""), getattr(event, "outcome", None)
    if outcome is None:
        return ""
    if kind == rules.CONTACTED:
        return _("Reached") if outcome else _("Left alone on purpose")
    return (_("Taken") if outcome else _("Not taken")) if kind == rules.OFFER else ""


@register.filter
def rate_words(rate: ExchangeRate) -> str:
    """Return what one unit of a currency costs, without needless zeros: `0.085 EUR`."""
    decimals = max(0, -int(rate.rate.normalize().as_tuple().exponent))
    return f"{number_format(rate.rate, decimals)}{THIN_GAP}{rate.base}"
