"""What is wrong with something that was told of money, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.services.fault_words import fault_words


def money_fault_words(fault: Fault) -> str:
    """Return what is wrong with a field, and what belongs there."""
    words = _words().get(fault.code)
    return words % {"detail": fault.detail} if words else fault_words(fault)


def _words() -> Mapping[str, str]:
    return {
        "bad_day": _("A day is written like 2026-11-20."),
        "bad_amount": _("A number belongs here, such as 1234.50."),
        "amount_too_large": _("This amount is larger than any we can keep: it has more than 14 digits."),
        "bad_currency": _("This is not a currency. Its code of three letters belongs here, such as EUR."),
        "bad_rate": _("A number above zero belongs here, such as 0.085."),
        "same_currency": _("The currency and the one it is changed into are the same."),
        "cost_below_zero": _("A cost is written from zero up. Write money that came back as revenue."),
        "value_below_zero": _("What a year is worth is written from zero up."),
        "ends_before_start": _("The contract ends before it starts."),
        "no_customer": _("A person or an account is needed: whose it is."),
        "told_twice": _("Something earlier in this request is about the same."),
        "literal_error": _("One of these belongs here: %(detail)s."),
        "bool_type": _("true or false belongs here."),
        "bool_parsing": _("true or false belongs here."),
        "list_type": _("A list with at least one item belongs here."),
    }
