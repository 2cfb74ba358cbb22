"""Renewals in words: why one is likely to be lost, what moves the odds, what to ask next."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.economics.answers.renewals import MonthAtRisk
from kuule.economics.rules.likelihood import (
    DECIDER_DETRACTOR,
    DECIDER_PROMOTER,
    DECIDER_UNHEARD,
    FALLING,
    FIRST_YEARS,
    INCIDENTS,
    MOST_QUARTERS,
    OTHERS_DETRACTOR,
    OTHERS_PROMOTER,
    OTHERS_UNHEARD,
    QUARTER,
    SILENCE,
    Reason,
)
from kuule.economics.rules.next_question import DECIDE, HEAR, INCIDENT, KEEP, MEET, MEND, THANK, THEME, NextQuestion
from kuule.ui.clean import visible_text
from kuule.ui.formats import count
from kuule.ui.money import rough_money

# What a covariate says of a customer with people in roles, and of one where no role is told.
_SAID: dict[str, tuple[Promise, Promise]] = {
    DECIDER_DETRACTOR: (gettext_lazy("Decision-makers are detractors"),) * 2,
    DECIDER_PROMOTER: (gettext_lazy("Decision-makers are no promoters"),) * 2,
    DECIDER_UNHEARD: (gettext_lazy("No decision-maker answered in a year"),) * 2,
    OTHERS_DETRACTOR: (gettext_lazy("The others are detractors"), gettext_lazy("A detractor")),
    OTHERS_PROMOTER: (gettext_lazy("The others are no promoters"), gettext_lazy("Not a promoter")),
    OTHERS_UNHEARD: (gettext_lazy("None of the others answered in a year"), gettext_lazy("No answer in a year")),
    FALLING: (gettext_lazy("The score fell since the time before"),) * 2,
    FIRST_YEARS: (gettext_lazy("A customer for less than two years"),) * 2,
}
_WEIGHED: dict[str, Promise] = {
    DECIDER_DETRACTOR: gettext_lazy("Decision-makers gave 0–6, against 7–8"),
    DECIDER_PROMOTER: gettext_lazy("Decision-makers gave 9–10, against 7–8"),
    DECIDER_UNHEARD: gettext_lazy("No decision-maker answered in a year, against 7–8"),
    OTHERS_DETRACTOR: gettext_lazy("The others, or a customer without roles, gave 0–6, against 7–8"),
    OTHERS_PROMOTER: gettext_lazy("The others, or a customer without roles, gave 9–10, against 7–8"),
    OTHERS_UNHEARD: gettext_lazy("None of them answered in a year, against 7–8"),
    FALLING: gettext_lazy("The score fell by a point or more"),
    SILENCE: gettext_lazy("Each quarter of a year without a sign of life"),
    INCIDENTS: gettext_lazy("Each incident in a year"),
    FIRST_YEARS: gettext_lazy("A customer for less than two years"),
}
_ASKS: dict[str, Promise] = {
    DECIDE: gettext_lazy("Will you go on with us, and what does it depend on?"),
    INCIDENT: gettext_lazy("What is still not right after what went wrong?"),
    HEAR: gettext_lazy("How likely are you to recommend us, and why?"),
    MEET: gettext_lazy("Who decides about the contract, and when can we meet?"),
    MEND: gettext_lazy("What would have to happen for you to give us more points?"),
    KEEP: gettext_lazy("What should we do more of next year?"),
    THANK: gettext_lazy("What do you like so much that others should hear of it?"),
}


def reason_words(reason: Reason, *, has_roles: bool) -> str:
    """Return why a contract is likely to be lost, as a short line; with roles, decision-makers stand apart."""
    if reason.name in _COUNTED:
        return _COUNTED[reason.name](reason.value)
    return str(_SAID[reason.name][not has_roles])


def weight_words(name: str) -> str:
    """Return what a weight of the likelihood speaks of."""
    return str(_WEIGHED[name])


def question_words(question: NextQuestion) -> str:
    """Return the question as one may ask it."""
    if question.ask == THEME:
        return _("What would have to change about “%(theme)s”?") % {"theme": visible_text(question.theme)}
    return str(_ASKS[question.ask])


def asked_words(question: NextQuestion, *, is_person: bool) -> str:
    """Return whom to ask, as the beginning of a line: `Decision-maker`, `The customer`."""
    if question.ask == MEET:
        return _("Anybody you know there")
    whom = {DECISION_MAKER: _("A decision-maker"), INFLUENCER: _("An influencer"), USER: _("A user")}
    return whom.get(question.role, _("The customer") if is_person else _("Somebody there"))


def _silence(quarters: float) -> str:
    if quarters >= MOST_QUARTERS:
        return _("No sign of life for a year or longer")
    days = round(quarters * QUARTER)
    words = ngettext("No sign of life for %(n)s day", "No sign of life for %(n)s days", days)
    return words % {"n": count(days)}


def _incidents(number: float) -> str:
    words = ngettext("%(n)s incident in a year", "%(n)s incidents in a year", int(number))
    return words % {"n": count(int(number))}


_COUNTED: dict[str, Callable[[float], str]] = {SILENCE: _silence, INCIDENTS: _incidents}


def risk_words(month: MonthAtRisk, currency: str) -> tuple[str, ...]:
    """Return what ends in a month, and what of it is at risk."""
    ends = ngettext("%(value)s a year in %(n)s renewal", "%(value)s a year in %(n)s renewals", month.renewals)
    words = ends % {"value": rough_money(month.value, currency), "n": count(month.renewals)}
    if month.loss is None:
        return (words,)
    return words, _("at risk: %(loss)s") % {"loss": rough_money(month.loss, currency)}
