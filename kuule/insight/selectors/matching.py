"""The answers that a query means."""

from django.db.models import Q, QuerySet

from kuule.insight.query import NO_ACCOUNT, Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.properties import role_was, snapshot_is
from kuule.responses.models import Response
from kuule.surveys.models import Survey


def responses_matching(query: Query) -> QuerySet[Response]:
    """Return the answers that a query means, without an order: of its workspace and its family of surveys alone."""
    surveys = Survey.objects.filter(workspace_id=query.workspace_id, family=query.family)
    if query.survey_id is not None:
        surveys = surveys.filter(pk=query.survey_id)
    # The ids stand in the statement: with a subquery the planner would not walk the index by survey.
    found = Response.objects.filter(
        workspace_id=query.workspace_id, survey_id__in=list(surveys.values_list("pk", flat=True))
    )
    return found.filter(_when(query), _who(query), _what(query))


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


def _says(search: str) -> Q:
    # SQLite folds the case of ASCII alone: of a word with other letters the usual spellings are asked for one by one.
    condition = Q(verbatim__icontains=search)
    if not search.isascii():
        for spelling in {search.lower(), search.upper(), search.capitalize(), search.title()}:
            condition |= Q(verbatim__contains=spelling)
    return condition
