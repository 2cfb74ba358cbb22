"""Words for initiatives: their states and classes, their log, and why somebody is not told."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kuule.act.answers import business_case as case
from kuule.act.models import InitiativeEntry
from kuule.act.rules import initiatives as rules
from kuule.act.rules.telling import ASKED_LATELY, NO_TEXT, NOT_A_PURPOSE, TOLD_LATELY
from kuule.contacts.rules import BOUNCED, BY_HAND, COMPLAINED, UNSUBSCRIBED
from kuule.dispatch.rules import ARCHIVED, CASE_OPEN, NO_ADDRESS, NO_CONSENT, NOT_NOW, TAKEN_OUT
from kuule.economics.rules import effects
from kuule.ui.formats import count
from kuule.ui.money import money

register = template.Library()

STATE_WORDS = {
    rules.PROPOSED: pgettext_lazy("initiative", "Proposed"),
    rules.ASKED: pgettext_lazy("initiative", "Asked for"),
    rules.GRANTED: pgettext_lazy("initiative", "Granted"),
    rules.UNDER_WAY: pgettext_lazy("initiative", "Under way"),
    rules.DONE: pgettext_lazy("initiative", "Done"),
    rules.MEASURED: pgettext_lazy("initiative", "Measured"),
    rules.REFUSED: pgettext_lazy("initiative", "Refused"),
    rules.STOPPED: pgettext_lazy("initiative", "Stopped"),
}
CLASS_WORDS = {
    rules.QUICK_WIN: gettext_lazy("Quick win"),
    rules.BIG_BET: gettext_lazy("Big bet"),
    rules.HYGIENE: gettext_lazy("Hygiene"),
    rules.NOT_NOW: gettext_lazy("Not now"),
}
CLASS_REASONS = {
    rules.QUICK_WIN: gettext_lazy("It helps many for little effort: begin with it."),
    rules.BIG_BET: gettext_lazy("It helps much and costs much: begin small, and set days to look whether it goes on."),
    rules.HYGIENE: gettext_lazy("It helps a little for its effort: do it in the ordinary work."),
    rules.NOT_NOW: gettext_lazy("It costs more effort than it helps: leave it until one of the two changes."),
}
SIZE_WORDS = {
    rules.LITTLE: pgettext_lazy("size", "Little"),
    rules.SOME: pgettext_lazy("size", "Some"),
    rules.MUCH: pgettext_lazy("size", "Much"),
}
HEARD_WORDS = {
    rules.UNHAPPY: gettext_lazy("Detractors"),
    rules.NOT_HAPPY: gettext_lazy("Detractors and passives"),
    rules.ALL: gettext_lazy("Everybody"),
}
ORIGIN_WORDS = {
    rules.FROM_CAUSE: gettext_lazy("from a root cause"),
    rules.FROM_THEME: gettext_lazy("from a theme"),
    rules.FROM_TOUCHPOINT: gettext_lazy("from a touchpoint"),
    rules.FROM_HUDDLE: gettext_lazy("from a huddle"),
    rules.FROM_HAND: gettext_lazy("made by hand"),
}
REVIEW_WORDS = {
    rules.CONTINUE: gettext_lazy("Continue"),
    rules.REDIRECT: gettext_lazy("Redirect"),
    rules.STOP: gettext_lazy("Stop"),
}
REVIEW_STATE_WORDS = {
    rules.REVIEWED: gettext_lazy("reviewed"),
    rules.LATE: gettext_lazy("late"),
    rules.SOON: gettext_lazy("due soon"),
    rules.AHEAD: gettext_lazy("ahead"),
}
FIELD_WORDS = {
    "title": gettext_lazy("the title"),
    "cause": gettext_lazy("the cause"),
    "if_we": gettext_lazy("the hypothesis"),
    "then_it": gettext_lazy("the hypothesis"),
    "for_whom": gettext_lazy("the hypothesis"),
    "segment": gettext_lazy("whom it is for"),
    "heard_since": gettext_lazy("the evidence"),
    "heard_from": gettext_lazy("the evidence"),
    "root_cause": gettext_lazy("the evidence"),
    "theme": gettext_lazy("the evidence"),
    "touchpoint": gettext_lazy("the evidence"),
    "owner": gettext_lazy("the owner"),
    "sponsor": gettext_lazy("the sponsor"),
    "team": gettext_lazy("the team"),
    "impact": gettext_lazy("impact or effort"),
    "effort": gettext_lazy("impact or effort"),
    "planned_start": gettext_lazy("the planned days"),
    "planned_end": gettext_lazy("the planned days"),
    "judged_by": gettext_lazy("what it is judged by"),
    "hoped_for": gettext_lazy("the value hoped for"),
}
VERDICT_WORDS = {
    effects.RAISED: gettext_lazy("Effect shown"),
    effects.LOWERED: gettext_lazy("It made things worse"),
    effects.SMALL: gettext_lazy("No effect worth acting on"),
    effects.UNSEEN: gettext_lazy("Not shown"),
    effects.THIN: gettext_lazy("Not shown: too few answers"),
    effects.APART: gettext_lazy("Not shown: both groups differed before"),
    effects.NO_OTHERS: gettext_lazy("Not shown: nobody to compare with"),
    effects.NOT_BEGUN: gettext_lazy("Not begun"),
}
NOT_TOLD_WORDS = {
    NOT_A_PURPOSE: gettext_lazy("Your privacy page says that people are not contacted about their answers."),
    ARCHIVED: gettext_lazy("The person is archived."),
    UNSUBSCRIBED: gettext_lazy("They said that they want no mails."),
    COMPLAINED: gettext_lazy("They complained about a mail."),
    BY_HAND: gettext_lazy("Somebody here stopped all mails to them."),
    BOUNCED: gettext_lazy("Mails to their address come back."),
    NO_ADDRESS: gettext_lazy("No e-mail address is known."),
    NO_CONSENT: gettext_lazy("They have not agreed to be contacted."),
    TAKEN_OUT: gettext_lazy("Somebody here took them out."),
    NO_TEXT: gettext_lazy("No text is written yet."),
    CASE_OPEN: gettext_lazy("A case of theirs is open: first they are helped, then told."),
    TOLD_LATELY: gettext_lazy("They heard of another initiative less than 30 days ago."),
    ASKED_LATELY: gettext_lazy("They were asked something less than a week ago."),
    NOT_NOW: gettext_lazy("They said “not now”."),
}
MISSING_WORDS = {
    case.NOBODY: gettext_lazy("No customer stands behind it yet, so nobody can say what is at stake."),
    case.NO_MONEY: gettext_lazy("Kuule knows of no revenue: bring the ledger, and the amounts appear here."),
    case.NO_GROUPS: gettext_lazy(
        "Nobody can say yet what a detractor less is worth: it takes revenue or contracts of detractors and passives "
        "who answered some time ago."
    ),
    case.NO_DETRACTORS: gettext_lazy("None of the customers behind it is a detractor now."),
}


@register.filter
def state_word(state: str) -> str:
    """Return the name of a state."""
    return str(STATE_WORDS[state])


@register.filter
def class_word(initiative: Any) -> str:
    """Return the class of an initiative by its impact and effort."""
    return str(CLASS_WORDS[rules.impact_class(initiative.impact, initiative.effort)])


@register.filter
def class_reason(initiative: Any) -> str:
    """Return why it is of that class, and what that means."""
    sizes = _("Impact: %(impact)s, effort: %(effort)s.") % {
        "impact": str(SIZE_WORDS[initiative.impact]).lower(),
        "effort": str(SIZE_WORDS[initiative.effort]).lower(),
    }
    return f"{sizes} {CLASS_REASONS[rules.impact_class(initiative.impact, initiative.effort)]}"


@register.filter
def origin_word(origin: str) -> str:
    """Return where an initiative came from."""
    return str(ORIGIN_WORDS[origin])


@register.filter
def heard_word(heard_from: str) -> str:
    """Return whose words count as evidence."""
    return str(HEARD_WORDS[heard_from])


@register.filter
def review_word(verdict: str) -> str:
    """Return what was decided in a review."""
    return str(REVIEW_WORDS[verdict])


@register.filter
def review_state_word(state: str) -> str:
    """Return whether a review was made, is late, near or ahead."""
    return str(REVIEW_STATE_WORDS[state])


@register.filter
def effect_word(verdict: str) -> str:
    """Return in a few words what can be said of an effect."""
    return str(VERDICT_WORDS.get(verdict, verdict))


@register.filter
def missing_word(code: str) -> str:
    """Return why there is no amount."""
    return str(MISSING_WORDS[code])


@register.filter
def not_told_word(reason: str) -> str:
    """Return why somebody is not told, or not yet."""
    return str(NOT_TOLD_WORDS.get(reason, _("Something keeps them from being written to.")))


@register.filter
def entry_words(entry: InitiativeEntry, currency: str) -> str:
    """Return what happened, as a line of the log."""
    params: Mapping[str, Any] = entry.params
    if entry.kind == rules.MOVED:
        return _moved(params, currency)
    if entry.kind == rules.CHANGED:
        parts = dict.fromkeys(str(FIELD_WORDS[name]) for name in params["fields"])
        return _("Changed: %(parts)s") % {"parts": ", ".join(parts)}
    if entry.kind == rules.REVIEW_MADE:
        words = _("Review of %(day)s: %(verdict)s")
        return words % {"day": _day(params["due_on"]), "verdict": str(REVIEW_WORDS[params["verdict"]]).lower()}
    if entry.kind == rules.REVIEW_SET:
        return _("Review set for %(day)s") % {"day": _day(params["due_on"])}
    if entry.kind == rules.SPENT:
        return _("Spent up to now: %(amount)s") % {"amount": money(Decimal(params["amount"]), currency)}
    if entry.kind == rules.TASK_DONE:
        return _("Done: %(task)s") % {"task": params["task"]}
    if entry.kind == rules.TELLING:
        words = ngettext("%(n)s person is to be told", "%(n)s people are to be told", params["people"])
        return words % {"n": count(params["people"])}
    return {
        rules.BEGUN: _("Proposed"),
        rules.ACCEPTED: _("Taken on by name"),
        rules.PINNED: _("Evidence pinned"),
        rules.NOTE: _("Note"),
    }[entry.kind]


def _moved(params: Mapping[str, Any], currency: str) -> str:
    state, amount = params["to"], params.get("amount")
    words = str(STATE_WORDS[state])
    if amount is not None:
        words += f": {money(Decimal(amount), currency)}"
    if felt_from := params.get("felt_from"):
        words += " · " + _("customers feel it from %(day)s on") % {"day": _day(felt_from)}
    if verdict := params.get("verdict"):
        words += f": {effect_word(verdict)}"
    return words


def _day(text: str) -> str:
    day = parse_date(text)
    return date_format(day, _("j M Y")) if day else text


@register.filter
def evidence_words(evidence: Any) -> str:
    """Return what is behind an initiative: `12 cases, 31 comments, 9 customers`."""
    parts = []
    if evidence.cases:
        parts.append(ngettext("%(n)s case", "%(n)s cases", evidence.cases) % {"n": count(evidence.cases)})
    words = ngettext("%(n)s comment", "%(n)s comments", evidence.comments)
    parts.append(words % {"n": count(evidence.comments)})
    silent = evidence.answers - evidence.comments
    if silent:
        words = ngettext("%(n)s answer without words", "%(n)s answers without words", silent)
        parts.append(words % {"n": count(silent)})
    customers = len(evidence.customers)
    parts.append(ngettext("%(n)s customer", "%(n)s customers", customers) % {"n": count(customers)})
    return ", ".join(parts)


@register.filter
def pin_of(pins: Mapping[int, int], number: int) -> int | None:
    """Return the pin of an answer or a case by its number; None where it is not pinned."""
    return pins.get(number)
