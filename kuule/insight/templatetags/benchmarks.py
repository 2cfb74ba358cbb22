"""Words for figures of others: how they were made, what they count, how near the source is."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.insight.rules.benchmarks import (
    ABOVE,
    B2B,
    B2C,
    BELOW,
    CLIENTS,
    DECIDERS,
    MIXED,
    OF_ANSWERS,
    OF_COMPANIES,
    OF_STUDY,
    OWN_CUSTOMERS,
    PANEL,
    SAME,
    VENDOR,
    Published,
    Standing,
)

register = template.Library()


@register.filter
def kind_word(kind: str) -> str:
    """Return whose customers are meant."""
    return {B2B: _("Companies (B2B)"), B2C: _("Consumers (B2C)"), MIXED: _("Both, mixed")}[kind]


@register.filter
def way_word(way: str) -> str:
    """Return who was asked, in a few words."""
    return {
        PANEL: _("An online panel of consumers"),
        DECIDERS: _("Decision-makers about any provider"),
        CLIENTS: _("Clients of many firms"),
        VENDOR: _("Customers of companies that use one tool"),
        OWN_CUSTOMERS: _("One company’s own customers"),
    }[way]


@register.filter
def way_difference(way: str) -> str:
    """Return how the method differs from ours, and what that does to the figure."""
    return {
        PANEL: _(
            "People of a panel rated all brands that they use, without being asked by them. Yours: own customers who "
            "know that you ask. Expect yours to be higher for that alone."
        ),
        DECIDERS: _(
            "Decision-makers rated every provider that they ever used, also those they left. Yours: present customers. "
            "Expect yours to be higher for that alone."
        ),
        CLIENTS: _(
            "Clients of many firms, asked by a research firm; how they were chosen is not said. Yours: own customers "
            "who know that you ask. Expect yours to be somewhat higher."
        ),
        VENDOR: _(
            "Companies that chose to measure with one tool, each asking its own customers in its own way. Near to "
            "yours, but companies that measure tend to be better than others."
        ),
        OWN_CUSTOMERS: _("One company asked its own customers, as you do: the nearest to your method."),
    }[way]


@register.filter
def grade_words(grade: str) -> str:
    """Return how near to the source a figure was read."""
    return {
        "A": _("the publisher’s own page"),
        "B": _("a copy, or a vendor about its customers"),
        "C": _("quoted by somebody else"),
        "D": _("cannot be traced"),
    }[grade]


@register.filter
def counted_word(n_of: str) -> str:
    """Return what the number beside a figure counts."""
    return {
        OF_ANSWERS: _("Answers to this very figure"),
        OF_STUDY: _("People in the whole study"),
        OF_COMPANIES: _("Companies or surveys"),
    }[n_of]


@register.filter
def of_how_many(published: Published) -> str:
    """Return how many stand behind a figure, as far as the source says."""
    if not published.n:
        return _("how many answered is not stated")
    number = {"n": number_format(published.n, force_grouping=True)}
    if published.n_of == OF_ANSWERS:
        return ngettext("%(n)s answer", "%(n)s answers", published.n) % number
    if published.n_of == OF_STUDY:
        return _("%(n)s people in the whole study, for this figure not stated") % number
    return _("%(n)s companies, how many people is not stated") % number


@register.filter
def standing_word(standing: Standing) -> str:
    """Return how ours stands to a figure."""
    return {ABOVE: _("above it"), BELOW: _("below it"), SAME: _("cannot be told apart")}[standing.code]
