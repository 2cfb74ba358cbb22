"""The words of the checks of a programme: what each asks, what it found, what is missing, and what to do next."""

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.act.answers.health import Checked
from kuule.act.rules.health import ACT, BETTER, GOOD, LOOK, MEASURING, POINTS, SAME, UNKNOWN, USING, WORSE, Line
from kuule.ui.formats import count, percent, rounded

register = template.Library()


@register.filter
def half_word(half: str) -> str:
    """Return what half of the checks is about."""
    return {MEASURING: _("How it measures"), USING: _("How it uses what it hears")}[half]


@register.filter
def state_word(state: str) -> str:
    """Return how a check stands."""
    names = {GOOD: _("Good"), LOOK: _("Worth a look"), ACT: _("Time to act"), UNKNOWN: _("Cannot be told yet")}
    return names[state]


@register.filter
def state_tag(state: str) -> str:
    """Return the kind of tag of a state."""
    return {GOOD: "good", ACT: "bad"}.get(state, "quiet")


@register.filter
def state_icon(state: str) -> str:
    """Return the icon of a state."""
    return {GOOD: "check", LOOK: "eye", ACT: "triangle-alert", UNKNOWN: "circle-question-mark"}[state]


@register.filter
def check_title(key: str) -> str:
    """Return what a check asks, as a short statement that is true where all is well."""
    names = {
        "cadence": _("Everybody is asked within a year"),
        "response_rate": _("Enough of the asked answer"),
        "roles": _("Every role is heard"),
        "accounts_heard": _("Accounts are heard, by their revenue"),
        "addresses": _("Addresses are alive"),
        "over_asking": _("Nobody is asked too often"),
        "asked_in_person": _("A rule chooses who is asked"),
        "taken_out": _("Few are taken out"),
        "unclear": _("Answers are clear and come soon"),
        "enough": _("The score is exact enough"),
        "loop": _("Detractors are reached within 48 hours"),
        "cases_late": _("Cases are on time"),
        "causes": _("Closed cases have a root cause"),
        "promises": _("Promises are kept"),
        "huddles": _("Teams meet about what they hear"),
        "initiatives": _("Initiatives have an owner and a day"),
        "effects": _("Effects are measured"),
        "told": _("Those who raised it are told"),
        "goals": _("Goals have an owner by name"),
        "read": _("Results are looked at"),
    }
    return names[key]


@register.filter
def check_value(value: float | None, unit: str) -> str:
    """Return a value as its check counts it."""
    if value is None:
        return "–"
    if unit == POINTS:
        return _("±%(points)s points") % {"points": number_format(rounded(value, 1), 1)}
    return percent(value, 0 if value == 0 or value >= 0.1 else 1)


@register.simple_tag
def check_sentence(checked: Checked) -> str:
    """Return what a check found, in a sentence."""
    found, key = checked.finding, checked.check.key
    if found.value is None:
        return missing_sentence(found.missing)
    words = {"hits": count(found.hits), "n": count(found.n), "value": check_value(found.value, checked.check.unit)}
    sentences = {
        "cadence": _("%(hits)s of %(n)s people who can be asked were asked in the last twelve months."),
        "response_rate": _("%(hits)s of %(n)s asks of a quarter were answered."),
        "roles": _("In %(hits)s of %(n)s accounts every role that somebody has was heard."),
        "accounts_heard": _("%(hits)s of %(n)s accounts were heard; they stand for %(value)s."),
        "addresses": _("%(hits)s of %(n)s people have an address that no mail came back from."),
        "over_asking": _("%(hits)s of %(n)s asks of the quarter came within the pause after the one before."),
        "asked_in_person": _("%(hits)s of %(n)s answers of the quarter were asked for in person, by link or by phone."),
        "taken_out": _("%(hits)s of %(n)s people are taken out of being asked."),
        "unclear": _("Of %(hits)s of %(n)s answers of the quarter it is not known whether a person gave them."),
        "enough": _("With the %(n)s answers of twelve months the score is known to %(value)s."),
        "loop": _("%(hits)s of %(n)s detractors of the quarter were reached within 48 hours."),
        "cases_late": _("%(hits)s of %(n)s cases due in the quarter were late."),
        "causes": _("%(hits)s of %(n)s cases closed in the quarter say why the customer was unhappy."),
        "promises": _("%(hits)s of %(n)s promises due in the quarter were kept by their day."),
        "huddles": _("%(hits)s of %(n)s huddles planned in the quarter were held."),
        "initiatives": _("%(hits)s of %(n)s open initiatives have an owner who accepted and a day to be done."),
        "told": _("Of %(hits)s of %(n)s initiatives done in a year those who raised them were told."),
        "effects": _("Of %(hits)s of %(n)s things done it can be said whether they worked."),
        "goals": _("%(hits)s of %(n)s open goals were accepted by their owner."),
        "read": _("%(hits)s of %(n)s members came in within the last 30 days."),
    }
    return sentences[key] % words


@register.simple_tag
def check_facts(checked: Checked) -> list[str]:
    """Return what else a check saw, said as facts: signs of gaming among them, without blame."""
    facts, found = checked.finding.facts, []
    for key, number in facts.items():
        if number and (words := _fact(key, number)):
            found.append(words)
    return found


def _fact(key: str, number: int) -> str:
    n = {"n": count(number)}
    facts = {
        "late_turns": ngettext(
            "%(n)s turn came more than two weeks ago and was not taken.",
            "%(n)s turns came more than two weeks ago and were not taken.",
            number,
        ),
        "without_decision_maker": ngettext(
            "%(n)s account has nobody who is known as a decision-maker.",
            "%(n)s accounts have nobody who is known as a decision-maker.",
            number,
        ),
        "unvalued": ngettext(
            "Of %(n)s account the revenue is not known.", "Of %(n)s accounts the revenue is not known.", number
        ),
        "without_address": ngettext(
            "%(n)s person has no address at all.", "%(n)s people have no address at all.", number
        ),
        "own": ngettext(
            "%(n)s answer was asked for by the owner of the account that it is about.",
            "%(n)s answers were asked for by the owner of the account that they are about.",
            number,
        ),
        "unhappy": ngettext(
            "%(n)s of those taken out has answered as a detractor before.",
            "%(n)s of those taken out have answered as detractors before.",
            number,
        ),
        "late": ngettext(
            "%(n)s answer came more than 30 days after the ask.",
            "%(n)s answers came more than 30 days after the ask.",
            number,
        ),
        "waiting": ngettext("%(n)s customer still waits.", "%(n)s customers still wait.", number),
        "paid": ngettext(
            "On %(n)s goal somebody's pay depends: scores that are paid for tend to be asked for.",
            "On %(n)s goals somebody's pay depends: scores that are paid for tend to be asked for.",
            number,
        ),
    }
    return facts[key] % n if key in facts else ""


def missing_sentence(code: str) -> str:
    """Return what has to be there before a check can be told."""
    sentences = {
        "no_people": _("No customer with an address was known at the beginning of the quarter."),
        "nobody_asked": _("Nobody was asked in the quarter."),
        "no_accounts": _("No account is known."),
        "no_answers": _("Nobody answered in the time that is looked at."),
        "no_detractors": _("No detractor answered by name in the quarter."),
        "no_contacts_noted": _("Nobody has noted yet that a customer was reached."),
        "no_cases": _("No case was due in the quarter."),
        "no_closed_cases": _("No case was closed in the quarter."),
        "no_promises": _("No promise was due in the quarter."),
        "nothing_done": _("Nothing that was written down has been done long enough to judge it."),
        "no_goals": _("No goal is set."),
        "no_huddles": _("No huddle was planned in the quarter."),
        "no_initiatives": _("No initiative is open."),
        "nothing_finished": _("No initiative was done in the last twelve months."),
        "no_members": _("No member was here before."),
    }
    return sentences[code]


@register.filter
def next_step(key: str) -> str:
    """Return what to do next, as the label of a link."""
    names = {
        "cadence": _("Ask those who were forgotten"),
        "response_rate": _("See how asks are answered"),
        "roles": _("Plan whom to ask in each account"),
        "accounts_heard": _("See which accounts are silent"),
        "addresses": _("Mend addresses"),
        "over_asking": _("Look at the limits"),
        "asked_in_person": _("Let a rule choose: look at the surveys"),
        "taken_out": _("Look through those taken out"),
        "unclear": _("Decide about unclear answers"),
        "enough": _("See how many answers it takes"),
        "loop": _("See who was not reached"),
        "cases_late": _("See who waits"),
        "causes": _("See the root causes"),
        "promises": _("See what was promised"),
        "huddles": _("See the huddles"),
        "initiatives": _("See the initiatives"),
        "told": _("See what is done and not told"),
        "effects": _("Write down what you do, before it is judged"),
        "goals": _("See the goals"),
        "read": _("See who is a member"),
    }
    return names[key]


@register.simple_tag
def way_words(checked: Checked) -> str:
    """Return how a check went since a quarter before, "" where that is not known."""
    before = {"before": check_value(checked.before.value if checked.before else None, checked.check.unit)}
    words = {
        BETTER: _("better than the quarter before (%(before)s)"),
        WORSE: _("worse than the quarter before (%(before)s)"),
        SAME: _("steady since the quarter before (%(before)s)"),
    }
    return words[checked.way] % before if checked.way else _("the quarter before is not known")


@register.filter
def way_icon(checked: Checked) -> str:
    """Return the icon of a trend."""
    return {BETTER: "trending-up", WORSE: "trending-down"}.get(checked.way, "minus")


@register.simple_tag
def line_words(line: Line, unit: str) -> str:
    """Return where a check is good and where something has to be done."""
    words = {"good": check_value(line.good, unit), "act": check_value(line.act, unit)}
    if line.more_is_better:
        return _("Good from %(good)s, time to act at %(act)s or less") % words
    return _("Good up to %(good)s, time to act at %(act)s or more") % words


@register.simple_tag
def half_count(checks: list[Checked], state: str) -> int:
    """Return how many checks stand so."""
    return sum(each.state == state for each in checks)


@register.simple_tag
def health_summary(checks: list[Checked]) -> str:
    """Return the whole in a sentence."""
    words: dict[str, Any] = {state: count(half_count(checks, state)) for state in (GOOD, LOOK, ACT, UNKNOWN)}
    return _(
        "Of %(all)s checks %(good)s are good, %(look)s are worth a look, for %(act)s it is time to act, and "
        "%(unknown)s cannot be told yet."
    ) % {**words, "all": count(len(checks))}
