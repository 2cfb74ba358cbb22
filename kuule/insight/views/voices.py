"""Whose voice counts: the same answers counted by answer, by account, and by what accounts are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers.coverage import all_accounts, coverage
from kuule.insight.answers.pulls import Pull, strongest_pulls, weighed_voice
from kuule.insight.answers.voices import Voice, Voices, voices
from kuule.insight.answers.worth import likely_worth, number_properties
from kuule.insight.query import Problem, Query
from kuule.insight.query.weighing import WeighedQuery
from kuule.insight.rules import is_few
from kuule.insight.selectors.choices import Property, properties_of
from kuule.insight.selectors.people import has_accounts
from kuule.insight.selectors.voices import account_names
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import Asked, asking_context, read_query
from kuule.ui.clean import visible_text
from kuule.workspaces.auth import MemberRequest, member_page

BY_ANSWER, BY_ACCOUNT, BY_WORTH = "by_answer", "by_account", "by_worth"
# From here on one account has more to say in a score than a page should leave unsaid.
HEAVY = 0.25


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """One way of counting as a card: its figure, how far it lies from that of each answer, and its largest account."""

    kind: str
    title: str
    voice: Voice
    whisker: SafeString | None = None
    difference: float | None = None
    largest: str = ""
    largest_query: Query | None = None

    @property
    def is_heavy(self) -> bool:
        """Tell whether one account holds so much of the weight that it must be said."""
        return (self.voice.largest_share or 0.0) >= HEAVY


@dataclass(frozen=True, slots=True)
class PullRow:
    """An account that moves the score, as a line of the table."""

    name: str
    pull: Pull
    query: Query

    @property
    def is_few(self) -> bool:
        """Tell whether so few of the account answered that their words say more than their score."""
        return is_few(self.pull.n, self.query.few_below)


@dataclass(frozen=True, slots=True)
class Weighed(Asked):
    """What the page asks, with the weight."""

    query: WeighedQuery


@member_page("see_results")
def voices_page(request: MemberRequest) -> HttpResponse:
    """Show the score of a period counted three ways, which accounts move it, and how many were heard."""
    asked, numbers = _asked(request)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/voices.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/voices.html", context)
    query = asked.query
    key = query.weight or likely_worth(numbers)
    found = voices(query, key=key)
    context |= {
        "found": found,
        "has_accounts": found.is_enough or has_accounts(request.workspace.pk),
        "numbers": list(numbers.items()),
        "weight": key,
        "weight_label": numbers.get(key, ""),
    }
    if found.is_enough:
        context |= _figures(query, found, numbers.get(key, ""))
    return render(request, "insight/voices.html", context)


def voices_context(
    request: MemberRequest, query: Query, *, properties: Sequence[Property] | None = None
) -> dict[str, Any] | None:
    """Return what the card of the overview shows, or None where fewer than two accounts answered.

    `properties` are those of the workspace, if the page has read them already.
    """
    numbers = number_properties(properties_of(request.workspace.pk) if properties is None else properties)
    key = likely_worth(numbers)
    found = voices(query, key=key)
    if not found.is_enough:
        return None
    return {
        "cards": _cards(query, found, numbers.get(key, ""), {}),
        "url": address(request.workspace.slug, "voices", query),
    }


def _asked(request: MemberRequest) -> tuple[Weighed, Mapping[str, str]]:
    asked = read_query(request, "voices")
    numbers = number_properties(asked.choices.properties)
    weight = request.GET.get("weight", "")
    is_known = not weight or weight in numbers
    query = WeighedQuery.of(asked.query, weight=weight if is_known else "")
    problems = asked.problems if is_known else [*asked.problems, Problem("unknown", "weight", weight[:60])]
    return Weighed(asked.page, query, asked.choices, problems, asked.families), numbers


def _figures(query: WeighedQuery, found: Voices, label: str) -> dict[str, Any]:
    covered = coverage(query, found)
    pulls = strongest_pulls(found)
    silent = covered.silent if covered else ()
    largest = [voice.largest_account for voice in _ways(found).values()]
    wanted = {pull.account_id for pull in pulls} | {each.account_id for each in silent}
    wanted |= {each for each in largest if each is not None}
    names = account_names(query.workspace_id, account_ids=sorted(wanted))
    weighed = weighed_voice(found)
    return {
        "cards": _cards(query, found, label, names),
        "scale": charts.draw(charts.WhiskerScale(domain=_domain(found))),
        "coverage": covered,
        "silent": [(names.get(each.account_id, ""), each) for each in silent],
        "all_accounts": all_accounts(query, found, covered),
        "pulls": [
            PullRow(names.get(pull.account_id, ""), pull, query.asking(account_id=pull.account_id)) for pull in pulls
        ],
        "is_pull_by_worth": weighed is found.by_worth,
        "weighed": weighed,
    }


def _cards(query: Query, found: Voices, label: str, names: Mapping[int, str]) -> list[VoiceCard]:
    titles = {
        BY_ANSWER: _("Each answer one voice"),
        BY_ACCOUNT: _("Each account one voice"),
        BY_WORTH: _("Each account by %(number)s") % {"number": visible_text(label)},
    }
    cards = [VoiceCard(kind, titles[kind], voice) for kind, voice in _ways(found).items()]
    return [_filled(card, query, found, names) for card in cards]


def _filled(card: VoiceCard, query: Query, found: Voices, names: Mapping[int, str]) -> VoiceCard:
    voice, largest = card.voice, card.voice.largest_account
    first = found.by_answer.value
    is_other = card.kind != BY_ANSWER and voice.value is not None and first is not None
    return replace(
        card,
        whisker=charts.draw(
            charts.Whisker(value=voice.value, lower=voice.lower, upper=voice.upper, n=voice.n, domain=_domain(found))
        ),
        difference=(voice.value or 0.0) - (first or 0.0) if is_other else None,
        largest=names.get(largest or 0, ""),
        largest_query=None if largest is None else query.asking(account_id=largest),
    )


def _ways(found: Voices) -> dict[str, Voice]:
    ways = {BY_ANSWER: found.by_answer, BY_ACCOUNT: found.by_account}
    return ways if found.by_worth is None else {**ways, BY_WORTH: found.by_worth}


def _domain(found: Voices) -> tuple[float, float]:
    figures = [(voice.value, voice.lower, voice.upper) for voice in _ways(found).values()]
    return charts.whisker_domain(figure for each in figures for figure in each)
