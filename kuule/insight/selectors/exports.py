"""The answers that an export holds."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from kuule.insight.query import SURVEY, Query
from kuule.insight.selectors.anonymity import openness, why_hidden
from kuule.insight.selectors.matching import responses_matching, surveys_of
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey

_KEYS = {
    "sqlite": "SELECT DISTINCT each.key FROM responses_response, json_each(responses_response.properties) each",
    "postgresql": "SELECT DISTINCT each.key FROM responses_response, jsonb_object_keys(properties) each(key)",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """Which answers go out: those that may be told whose they are, the newest first, and without an order others."""

    named: QuerySet[Response]
    anonymous: Sequence[int]
    surveys: Sequence[int]


def exported(query: Query, *, everything: bool) -> Exported:
    """Return the answers that a query means; with `everything` of every family, also those that are not counted."""
    surveys = Survey.objects.filter(workspace_id=query.workspace_id)
    if query.survey_id:
        surveys = surveys.filter(pk=query.survey_id)
    if not everything:
        surveys = surveys.filter(pk__in=list(surveys_of(query)))
    anonymous = list(surveys.filter(is_anonymous=True).values_list("pk", flat=True))
    named = list(surveys.filter(is_anonymous=False).values_list("pk", flat=True))
    found = (
        _of_every_family(query, named)
        if everything
        else responses_matching(query, among=dict.fromkeys(named, False), whole=True)
    )
    return Exported(
        named=found.order_by("-answered_at", "-pk"),
        anonymous=_anonymous_ids(query, anonymous),
        surveys=[*named, *anonymous],
    )


def _of_every_family(query: Query, surveys: Sequence[int]) -> QuerySet[Response]:
    found = Response.objects.filter(workspace_id=query.workspace_id, survey_id__in=surveys)
    if query.since:
        found = found.filter(answered_at__gte=query.since)
    return found.filter(answered_at__lt=query.until) if query.until else found


def _anonymous_ids(query: Query, surveys: Sequence[int]) -> list[int]:
    """Return the anonymous answers that may go out one by one, in an order that tells nothing.

    Only where the query asks for no part of them but a time: lines with the same words in two files would tell what is
    true of one person.
    """
    if not surveys or _asks_for_some_people(query):
        return []
    told = Q(pk__in=[])
    for (family, group), pooled in _anonymous_by_kind(query).items():
        asked = query.asking(family=family, whom=group)
        opened = openness(asked, pooled, for_words=True)
        if why_hidden(asked, opened) or opened.cut is None:
            continue
        large = [survey for survey in pooled if survey in surveys and opened.is_open(SURVEY, str(survey))]
        told |= Q(survey_id__in=large, answered_at__lt=opened.cut)
    found = Response.objects.filter(told, workspace_id=query.workspace_id, verdict=PERSON)
    if query.since:
        found = found.filter(answered_at__gte=query.since)
    if query.until:
        found = found.filter(answered_at__lt=query.until)
    if query.only_comments:
        found = found.exclude(verbatim="")
    ids = list(found.values_list("pk", flat=True))
    random.SystemRandom().shuffle(ids)
    return ids


def _anonymous_by_kind(query: Query) -> dict[tuple[str, str], list[int]]:
    # Also those that are not asked for: what is told of one survey is taken from what is told of all of its kind.
    pooled: dict[tuple[str, str], list[int]] = {}
    surveys = Survey.objects.filter(workspace_id=query.workspace_id, is_anonymous=True)
    for survey in surveys.order_by("pk").only("family", "group"):
        pooled.setdefault((survey.family, survey.measures), []).append(survey.pk)
    return pooled


def _asks_for_some_people(query: Query) -> bool:
    everybody = Query(
        workspace_id=query.workspace_id,
        timezone=query.timezone,
        family=query.family,
        whom=query.whom,
        survey_id=query.survey_id,
        period=query.period,
        since=query.since,
        until=query.until,
        only_comments=query.only_comments,
    )
    same = {"confidence": everybody.confidence, "few_below": everybody.few_below}
    return query.asking(bucket="", by="", **same) != everybody


def snapshot_keys(workspace_id: int) -> set[str]:
    """Return every key that the properties of answers have, also of properties that nobody knows any more."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_KEYS[connection.vendor]} WHERE workspace_id = %s", [workspace_id])
        return {str(key) for (key,) in cursor.fetchall()}
