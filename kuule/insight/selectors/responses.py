"""The answers themselves: lists of them, and one with all that is known about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from django.db.models.lookups import GreaterThan

from kuule.insight.query import CHANNEL, LANGUAGE, Query
from kuule.insight.selectors.anonymity import why_hidden
from kuule.insight.selectors.asked import asked_number
from kuule.insight.selectors.matching import Surveys, openness_for, responses_matching, surveys_of
from kuule.lib.places import Place, behind
from kuule.responses.models import Response, ResponseRevision
from kuule.responses.rules import PERSON
from kuule.workspaces.models import User, Workspace

PAGE_SIZE = 50
# What a list shows of a comment; the page of the answer has all of it.
OPENING = 600
COUNT_CAP = 100_000
# Answers with words in them are read to be counted.
WORDS_COUNT_CAP = 1_000


@dataclass(frozen=True, slots=True)
class ResponsesPage:
    """Some answers, the newest first. `newer` and `older` are the ids to go on from, or None at the ends.

    Each row has `opening`, the beginning of its comment, and `is_cut`, which tells whether there is more.
    """

    rows: Sequence[Response]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """An answer as it was until it changed, and the score it became.

    `by` is the kind of actor who changed it, `name` what a member is called, `reason` why they did. `verdict` is the
    one on the answer before.
    """

    score: int
    verbatim: str
    became: int
    until: datetime
    by: str
    name: str = ""
    reason: str = ""
    verdict: str = PERSON


def newest_comments(query: Query, *, count: int, among: Surveys | None = None) -> list[Response]:
    """Return the newest answers with a comment."""
    rows = list(listed(responses_matching(query.asking(only_comments=True), among=among, for_words=True))[:count])
    return _blurred(query, rows)


def responses_page(query: Query, *, older_than: int | None = None, newer_than: int | None = None) -> ResponsesPage:
    """Return a page of answers: the newest, or those beside the answer with the given id.

    An id that is not there any more gives the first page.
    """
    matching = responses_matching(query, for_words=True)
    place = _place(query, older_than or newer_than)
    if place is None:
        rows = _blurred(query, list(listed(matching)[: PAGE_SIZE + 1]))
        return _page(rows[:PAGE_SIZE], newer=False, older=len(rows) > PAGE_SIZE)
    at, key = place
    if older_than:
        beyond = matching.filter(Q(answered_at__lt=at) | Q(answered_at=at, pk__lt=key), answered_at__lte=at)
        rows = _blurred(query, list(listed(beyond)[: PAGE_SIZE + 1]))
        return _page(rows[:PAGE_SIZE], newer=True, older=len(rows) > PAGE_SIZE)
    beyond = matching.filter(Q(answered_at__gt=at) | Q(answered_at=at, pk__gt=key), answered_at__gte=at)
    rows = _blurred(query, list(listed(beyond).order_by("answered_at", "pk")[: PAGE_SIZE + 1]))
    return _page(rows[:PAGE_SIZE][::-1], newer=len(rows) > PAGE_SIZE, older=True)


def answers_behind(query: Query, *, place: Place | None, limit: int) -> list[Response]:
    """Return whole answers as they may be read, the newest first, from behind a place."""
    matching = responses_matching(query, for_words=True).select_related("survey").defer("properties", "answers")
    return _blurred(query, list(behind(matching, place, time="answered_at")[:limit]))


def count_cap(query: Query) -> int:
    """Return up to which number the answers to a query are counted."""
    return WORDS_COUNT_CAP if query.search else COUNT_CAP


def count_of_responses(query: Query) -> int:
    """Return how many answers there are, at most one more than `count_cap`."""
    cap = count_cap(query)
    surveys = surveys_of(query)
    if openness_for(query, among=surveys, for_words=True) is None:
        counted = asked_number(query, surveys)
        if counted is not None:
            return min(counted, cap + 1)
    return responses_matching(query, among=surveys, for_words=True).order_by()[: cap + 1].count()


def has_responses(query: Query) -> bool:
    """Tell whether anybody has answered a survey of the query's family yet, whatever else it asks."""
    return responses_matching(
        Query(workspace_id=query.workspace_id, timezone=query.timezone, family=query.family, whom=query.whom),
        whole=True,
    ).exists()


def response_of(workspace: Workspace, *, response_id: int) -> Response | None:
    """Return one answer with its person, account, survey, version and wave, or None.

    An anonymous one is there only where so many answered that it may be read, with what it shares with many of them.
    """
    known = Response.objects.select_related(
        "survey", "version", "contact", "account", "invitation__wave", "collector__member__user", "entered_by"
    )
    response = known.filter(workspace=workspace, pk=response_id).first()
    if response is None or not response.survey.is_anonymous:
        return response
    query = Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        family=response.survey.family,
        survey_id=response.survey_id,
    )
    opened = openness_for(query, among=surveys_of(query), for_words=True)
    if opened is None or why_hidden(query, opened) or opened.cut is None or response.answered_at >= opened.cut:
        return None
    response.properties = opened.shared(response.properties)
    return _blurred(query, [response])[0]


def changes_of(workspace: Workspace, *, response: Response) -> list[Change]:
    """Return what an answer was before, the earliest first."""
    revisions = list(ResponseRevision.objects.filter(workspace=workspace, response=response).order_by("until", "pk"))
    scores = [*(each.score for each in revisions), response.score]
    users = {each.changed_by_id for each in revisions if each.changed_by_kind == "user" and each.changed_by_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)} if users else {}
    return [
        Change(
            score=each.score,
            verbatim=each.verbatim,
            became=became,
            until=each.until,
            by=each.changed_by_kind,
            name=names.get(each.changed_by_id or 0, ""),
            reason=each.reason,
            verdict=each.verdict,
        )
        for each, became in zip(revisions, scores[1:], strict=True)
    ]


def listed(found: QuerySet[Response]) -> QuerySet[Response]:
    """Return answers as lists show them: the newest first, each with the beginning of its comment."""
    opened = found.annotate(opening=Left("verbatim", OPENING), is_cut=GreaterThan(Length("verbatim"), OPENING))
    return (
        opened.select_related("contact", "account", "survey", "collector__member__user")
        .defer("verbatim", "answers", "properties", "contact__properties", "account__properties")
        .order_by("-answered_at", "-pk")
    )


def _blurred(query: Query, rows: list[Response]) -> list[Response]:
    # How an answer came, and in which language, can tell who gave it as well as any property.
    if not any(row.survey.is_anonymous for row in rows):
        return rows
    opened = openness_for(query, among=surveys_of(query), for_words=True)
    for row in rows if opened else ():
        row.language = row.language if opened and opened.is_open(LANGUAGE, row.language) else ""
        row.channel = row.channel if opened and opened.is_open(CHANNEL, row.channel) else ""
    return rows


def _place(query: Query, response_id: int | None) -> tuple[datetime, int] | None:
    if response_id is None:
        return None
    found = Response.objects.filter(workspace_id=query.workspace_id, pk=response_id)
    return found.values_list("answered_at", "pk").first()


def _page(rows: Sequence[Response], *, newer: bool, older: bool) -> ResponsesPage:
    return ResponsesPage(
        rows=rows,
        newer=rows[0].pk if rows and newer else None,
        older=rows[-1].pk if rows and older else None,
    )
