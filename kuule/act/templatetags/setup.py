"""The words of the set-up path."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.act.rules.setup import (
    AIM,
    CADENCE,
    DRY_RUN,
    JOURNEY,
    NAMES,
    NO_AIM,
    NO_PILOT,
    NO_PROGRAMME,
    NOT_ACCEPTED,
    PEOPLE,
    PILOT,
    QUESTIONS,
    ROLL_OUT,
    SPONSOR,
    YOURSELF,
    Step,
)
from kuule.act.selectors.setup import PeopleGaps
from kuule.ui.formats import count

register = template.Library()


@register.filter
def step_title(key: str) -> str:
    """Return what a step is."""
    names = {
        AIM: _("Say what it is for"),
        NAMES: _("Sponsor and owners accept"),
        JOURNEY: _("Draw the journey"),
        PEOPLE: _("Bring people"),
        QUESTIONS: _("Publish the questions"),
        CADENCE: _("Set cadence and capacity"),
        DRY_RUN: _("Dry run"),
        YOURSELF: _("Survey yourself"),
        PILOT: _("Pilot with a few accounts"),
        ROLL_OUT: _("Roll out"),
    }
    return names[key]


@register.filter
def step_words(step: Step) -> str:
    """Return what a step is about, with what is there already."""
    facts: dict[str, Any] = dict(step.facts)
    words = {
        AIM: _("What will be decided with the answers, how exact they have to be, and when the first result is due."),
        NAMES: _("Nobody is asked at large before those who stand behind it have said so by name."),
        JOURNEY: _("The stages on the way of a customer, and who owns each touchpoint."),
        PEOPLE: _("The accounts and people that you will ask, with their roles."),
        QUESTIONS: _("The question is ready in six languages. Look at it, change it, publish it."),
        CADENCE: _("How often each person is asked, and how many calls that will bring."),
        DRY_RUN: _("Who would be asked in the next weeks, and who not, and why. Nothing is sent."),
        YOURSELF: _("Get the survey as a customer gets it, before any customer does."),
        PILOT: _("Ask a few accounts, call those who are unhappy, and learn what breaks."),
        ROLL_OUT: _("Everybody is asked, each on their own clock."),
    }
    return f"{words[step.key]} {_fact(step.key, facts)}".strip()


def _fact(key: str, facts: dict[str, Any]) -> str:
    if key == NAMES and facts["named"]:
        return _("%(accepted)s of %(named)s have accepted.") % {name: count(facts[name]) for name in facts}
    if key == JOURNEY and facts["touchpoints"]:
        words = ngettext("%(n)s touchpoint is drawn.", "%(n)s touchpoints are drawn.", facts["touchpoints"])
        return words % {"n": count(facts["touchpoints"])}
    if key == PEOPLE and facts["gaps"].people:
        return " ".join([_people(facts["gaps"]), *gap_words(facts["gaps"])[:1]])
    if key == DRY_RUN and facts["panel"]:
        words = ngettext("%(n)s person has a turn.", "%(n)s people have a turn.", facts["panel"])
        return words % {"n": count(facts["panel"])}
    if key == ROLL_OUT and facts["asked"]:
        words = ngettext("%(n)s person was asked so far.", "%(n)s people were asked so far.", facts["asked"])
        return words % {"n": count(facts["asked"])}
    return ""


def _people(gaps: PeopleGaps) -> str:
    people = ngettext("%(n)s person", "%(n)s people", gaps.people) % {"n": count(gaps.people)}
    accounts = ngettext("%(n)s account", "%(n)s accounts", gaps.accounts) % {"n": count(gaps.accounts)}
    return _("%(people)s in %(accounts)s.") % {"people": people, "accounts": accounts}


@register.filter
def gap_words(gaps: PeopleGaps) -> list[str]:
    """Return what is missing of people, one sentence each, what matters most first."""
    told = (
        (
            gaps.accounts_without_decision_maker,
            ngettext(
                "%(n)s account lacks a decision-maker.",
                "%(n)s accounts lack a decision-maker.",
                gaps.accounts_without_decision_maker,
            ),
        ),
        (
            gaps.without_address,
            ngettext("%(n)s person has no address.", "%(n)s people have no address.", gaps.without_address),
        ),
        (
            gaps.without_role,
            ngettext("%(n)s person has no role.", "%(n)s people have no role.", gaps.without_role),
        ),
        (
            gaps.without_account,
            ngettext("%(n)s person belongs to no account.", "%(n)s people belong to no account.", gaps.without_account),
        ),
        (
            gaps.accounts_without_owner,
            ngettext("%(n)s account has no owner.", "%(n)s accounts have no owner.", gaps.accounts_without_owner),
        ),
    )
    return [words % {"n": count(number)} for number, words in told if number]


@register.filter
def part_word(part: str) -> str:
    """Return which part somebody has in the programme."""
    return _("Sponsor") if part == SPONSOR else _("Owner")


@register.filter
def not_yet_words(code: str) -> str:
    """Return why a programme is not rolled out yet."""
    sentences = {
        NO_AIM: _("Say first what the programme is for."),
        NOT_ACCEPTED: _("The sponsor and every owner have to accept first, each by name."),
        NO_PILOT: _("Ask a few accounts first."),
        NO_PROGRAMME: _("Set the cadence first: it makes the programme that asks everybody."),
        "survey_not_published": _("The survey is not published. Publish it first."),
        "not_a_draft": _("The programme runs already."),
    }
    return sentences[code]
