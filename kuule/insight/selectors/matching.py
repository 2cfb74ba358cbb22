"""The answers that a query means."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from kuule.contacts.query import ROLE_KEY
from kuule.insight.query import ACCOUNT, NO_ACCOUNT, NONE, PROPERTY, ROLE, SURVEY, Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.properties import role_was, snapshot_is, snapshot_is_not
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey


def responses_matching(query: Query, *, among: Sequence[int] | None = None) -> QuerySet[Response]:
    """Return the answers that a query means, without an order: of its workspace and its family of surveys alone.

    `among` is what `surveys_of` gave, for whoever asks about the same family more than once.
    """
    family = surveys_of(query) if among is None else among
    # The ids stand in the statement: with a subquery the planner would not walk the index by survey.
    surveys = [survey for survey in family if query.survey_id in (None, survey)]
    found = Response.objects.filter(workspace_id=query.workspace_id, survey_id__in=surveys, verdict=PERSON)
    return found.filter(_when(query), _who(query), _what(query), _not_of(query))


def surveys_of(query: Query) -> list[int]:
    """Return the ids of the surveys of a query's family."""
    surveys = Survey.objects.filter(workspace_id=query.workspace_id, family=query.family)
    return list(surveys.values_list("pk", flat=True))


def _when(query: Query) -> Q:
    condition = Q()
    if query.since:
        condition &= Q(answered_at__gte=query.since)
    if query.until:
        condition &= Q(answered_at__lt=query.until)
    return condition


def _who(query: Query) -> Q:
    condition = Q()
    if query.account_id is not None:
        condition &= Q(account=None) if query.account_id == NO_ACCOUNT else Q(account_id=query.account_id)
    if query.team_id is not None:
        condition &= Q(account__team_id=query.team_id)
    if query.role:
        condition &= role_was(query.role)
    for key, value in query.properties:
        condition &= snapshot_is(key, value)
    return condition


def _what(query: Query) -> Q:
    condition = Q()
    if query.group:
        scores = GROUPS[query.group]
        condition &= Q(score__gte=scores[0], score__lte=scores[-1])
    if query.score is not None:
        condition &= Q(score=query.score)
    if query.language:
        condition &= Q(language=query.language)
    if query.channel:
        condition &= Q(channel=query.channel)
    if query.only_comments:
        condition &= ~Q(verbatim="")
    if query.search:
        condition &= _says(query.search)
    return condition


def _not_of(query: Query) -> Q:
    by, segment = query.rest_of or ("", "")
    if by == ACCOUNT:
        return Q(account__isnull=False) if segment == NONE else ~Q(account_id=int(segment))
    if by == SURVEY:
        return ~Q(survey_id=int(segment))
    if by == ROLE:
        return snapshot_is_not(ROLE_KEY, "" if segment == NONE else segment)
    if by.startswith(PROPERTY):
        return snapshot_is_not(by.removeprefix(PROPERTY), segment)
    return ~Q(**{by: segment}) if by else Q()


def _says(search: str) -> Q:
    # SQLite folds the case of ASCII alone: of a word with other letters the usual spellings are asked for one by one.
    condition = Q(verbatim__icontains=search)
    if not search.isascii():
        for spelling in {search.lower(), search.upper(), search.capitalize(), search.title()}:
            condition |= Q(verbatim__contains=spelling)
    return condition
