"""The words for what came after a contact, of the contacted and of comparable others."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kuule.economics.answers.answering import ANSWERED, BOUGHT, MOVED, RECOVERED, STAYED, Paid
from kuule.ui.formats import count, percent, points, signed

register = template.Library()


@register.filter
def outcome_word(outcome: str) -> str:
    """Return what is looked at after a contact or a message, for the head of a line."""
    names = {
        ANSWERED: _("Answered when asked again"),
        MOVED: _("Score of the next answer beside the first, on 0 to 10"),
        RECOVERED: _("Detractors who became passives or promoters"),
        STAYED: _("Still customers"),
        BOUGHT: _("Bought again"),
    }
    return names[outcome]


def outcome_head(outcome: str) -> str:
    """Return the same for the head of a column."""
    names = {
        ANSWERED: _("Answered again"),
        MOVED: _("Score moved by"),
        RECOVERED: _("No detractor any more"),
        STAYED: _("Still a customer"),
        BOUGHT: _("Bought again"),
    }
    return names[outcome]


@register.filter
def of_people(n: int) -> str:
    """Return `of 1,284`: how many a figure rests on."""
    return _("of %(n)s") % {"n": count(n)}


@register.filter
def paid_figure(value: float | None, outcome: str) -> str:
    """Return a share in percent, or how far a score moved."""
    return signed(value, 1) if outcome == MOVED else percent(value, 0)


@register.filter
def paid_difference(value: float | None, outcome: str) -> str:
    """Return a difference of shares in percentage points, or of scores, with its sign."""
    return signed(value, 1) if outcome == MOVED or value is None else points(value * 100)


@register.filter
def paid_range(difference: Any, outcome: str) -> str:
    """Return the interval of such a difference; "" where there is none."""
    if difference.lower is None or difference.upper is None:
        return ""
    factor, decimals = (1, 1) if outcome == MOVED else (100, 0)
    lower, upper = (signed(limit * factor, decimals) for limit in (difference.lower, difference.upper))
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


@register.filter
def paid_sentence(paid: Paid, way: str) -> str:
    """Return in plain words whether an outcome differs; as an effect only where chance decided."""
    difference = paid.comparison.difference if paid.comparison else None
    if difference is None or difference.lower is None or difference.upper is None:
        return ""
    about = {"what": outcome_word(paid.outcome), "range": paid_range(difference, paid.outcome)}
    if difference.lower <= 0 <= difference.upper:
        return _("%(what)s: no difference can be seen (%(range)s).") % about
    if way == "chance" and difference.lower > 0:
        return _("%(what)s: the contact raises it (%(range)s).") % about
    if way == "chance":
        return _("%(what)s: the contact lowers it (%(range)s).") % about
    if difference.lower > 0:
        return _("%(what)s: higher among the contacted (%(range)s); the contact itself may or may not be why.") % about
    return _("%(what)s: lower among the contacted (%(range)s); the contact itself may or may not be why.") % about
