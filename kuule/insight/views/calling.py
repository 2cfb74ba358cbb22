"""Whom to call first, as a list of answers with the reasons beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.contacts.rules import NUMBER
from kuule.contacts.templatetags.contacts import property_value
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers import Figure
from kuule.insight.answers.calling import calls_first
from kuule.insight.query import CALL_FIRST, OrderedQuery, Query
from kuule.insight.rules import DETRACTOR
from kuule.insight.rules import calling as rules
from kuule.insight.rules.calling import Answered, Call
from kuule.insight.selectors.calling import MOST_IN_ORDER, responses_in_order
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import Asked
from kuule.responses.models import Response
from kuule.surveys.rules import OF_STAFF
from kuule.workspaces.auth import MemberRequest

PAGE_SIZE = 50
NOT_ALLOWED, NOT_FOR_STAFF, NOBODY_NAMED = "not_allowed", "staff", "anonymous"


@dataclass(frozen=True, slots=True)
class CallRow:
    """An answer of the list, why it stands there in words, and what has happened since, "" nothing."""

    response: Response
    reasons: Sequence[str]
    since: str


def read_order(request: MemberRequest, asked: Asked) -> tuple[Asked, str]:
    """Read in which order the answers are asked for; where it can be had, the question carries it along."""
    ordered, problems = OrderedQuery.read(request.GET.dict(), asked.query)
    query = asked.query if why_no_calls(request, asked) else ordered
    return replace(asked, query=query, problems=[*asked.problems, *problems]), ordered.order


def why_no_calls(request: MemberRequest, asked: Asked) -> str:
    """Return why nobody can be called because of these answers, as a code, or ""."""
    if not request.may("see_people"):
        return NOT_ALLOWED
    if asked.query.family in OF_STAFF:
        return NOT_FOR_STAFF
    return NOBODY_NAMED if asked.families.is_anonymous(asked.query) else ""


def calls_context(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    """Return a page of the people to call, whoever comes first in front."""
    query, slug = asked.query, request.workspace.slug
    found = calls_first(
        query,
        settings=coverage_settings_of(request.workspace),
        properties=asked.choices.properties,
        now=timezone.now(),
    )
    page = Paginator(found.order, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {call.answer.response_id: call for call in page.object_list}
    return {
        "found": found,
        "most": MOST_IN_ORDER,
        "people": len(found.order),
        "very_low": rules.VERY_LOW_UP_TO,
        "fresh_days": rules.FRESH_FOR.days,
        "rows": [
            CallRow(row, _reasons(shown[row.pk], found.labels), _since(shown[row.pk].answer))
            for row in responses_in_order(query, ids=list(shown))
        ],
        "newer_url": page.has_previous() and address(slug, "comment_list", query, page=page.previous_page_number()),
        "older_url": page.has_next() and address(slug, "comment_list", query, page=page.next_page_number()),
    }


def calls_url(request: MemberRequest, asked: Asked, figure: Figure, query: Query) -> str:
    """Return where the detractors of a figure are in the order in which to call them, "" where nobody is to call."""
    if not figure.shares.detractors or why_no_calls(request, asked):
        return ""
    unhappy = query.asking(group=DETRACTOR, score=None, by="", bucket="")
    return address(request.workspace.slug, "comment_list", OrderedQuery.of(unhappy, order=CALL_FIRST))


def _reasons(call: Call, labels: Mapping[str, str]) -> list[str]:
    worth = "" if call.answer.worth is None else property_value(call.answer.worth, NUMBER)
    words = {
        rules.KEY_ACCOUNT: labels["account"],
        rules.WORTH_MOST: _("%(property)s: %(worth)s (top quarter)") % {"property": labels["worth"], "worth": worth},
        rules.DECIDES: _("Decision-maker"),
        rules.KEY_PERSON: labels["person"],
        rules.VERY_LOW: _("Score 0 to %(score)s") % {"score": rules.VERY_LOW_UP_TO},
        rules.FRESH: ngettext("In the last %(n)s day", "In the last %(n)s days", rules.FRESH_FOR.days)
        % {"n": rules.FRESH_FOR.days},
    }
    return [words[reason] for reason in call.reasons]


def _since(answer: Answered) -> str:
    if answer.has_note:
        return _("Somebody wrote a note")
    if answer.is_taken_up:
        return _("Gave %(score)s since") % {"score": answer.later_score}
    return ""
