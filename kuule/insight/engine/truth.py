"""The answers as Kuule's own database has them now, in the columns of the copy."""

from collections.abc import Collection, Iterator
from functools import cache
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from kuule.insight.engine.base import Batch, Row
from kuule.insight.engine.times import day_number, micros, month_number, quarter_number, week_number
from kuule.insight.models import CommentReading, ThemeLabel
from kuule.insight.query.periods import day_of
from kuule.insight.rules.themes import NO_THEME, SENTIMENT_KEY, THEME_KEY, URGENT_KEY, sentiment_of
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Workspace

# Each property of these answers as text, as `insight.selectors.properties` reads it.
_PROPERTIES = {
    "sqlite": "SELECT answer.id, each.key, CASE each.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
    "ELSE CAST(each.value AS TEXT) END FROM responses_response answer, json_each(answer.properties) each "
    "WHERE answer.id IN (SELECT value FROM json_each(%s)) AND answer.properties <> '{}'",
    "postgresql": "SELECT answer.id, each.key, each.value FROM responses_response answer, "
    "jsonb_each_text(answer.properties) each WHERE answer.id = ANY(%s) AND answer.properties <> '{}'",
}


def batch_of(ids: Collection[int]) -> Batch:
    """Return these answers as they are now; those that are gone, or are not counted, are left out."""
    return _batch(_counted().filter(pk__among=list(ids)))


def next_batch(*, after: int, size: int) -> tuple[Batch, int | None]:
    """Return the answers whose ids follow one, counted or not, and the last id looked at; None when there are none."""
    ids = list(Response.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size])
    if not ids:
        return Batch([]), None
    return _batch(_counted().filter(pk__gt=after, pk__lte=ids[-1])), ids[-1]


def answers_by(contacts: Collection[int]) -> set[int]:
    """Return all answers of these people: what one says changes which of theirs is the latest."""
    if not contacts:
        return set()
    return set(Response.objects.filter(contact__in=list(contacts)).values_list("pk", flat=True))


def answers_in(workspace_id: int) -> set[int]:
    """Return all answers of a workspace."""
    return set(Response.objects.filter(workspace_id=workspace_id).values_list("pk", flat=True))


def workspaces() -> set[int]:
    """Return all workspaces."""
    return set(Workspace.objects.values_list("pk", flat=True))


def how_many() -> int:
    """Return how many answers there are."""
    return Response.objects.count()


def _counted() -> QuerySet[Response]:
    return Response.objects.filter(verdict=PERSON)


def _batch(answers: QuerySet[Response]) -> Batch:
    zones = {pk: _zone(name) for pk, name in Workspace.objects.values_list("pk", "timezone")}
    rows = [_row(values, zones) for values in _told(answers)]
    by_id = {row[1]: row for row in rows}
    told = (*_properties(by_id), *_said(by_id))
    return Batch(rows, [(*by_id[pk], key, value) for pk, key, value in told])


def _told(answers: QuerySet[Response]) -> Iterator[tuple[object, ...]]:
    same = Response.objects.filter(
        workspace=OuterRef("workspace"),
        contact=OuterRef("contact"),
        survey__family=OuterRef("survey__family"),
        verdict=PERSON,
    )
    later = Q(answered_at__gt=OuterRef("answered_at")) | Q(answered_at=OuterRef("answered_at"), pk__gt=OuterRef("pk"))
    told = answers.annotate(
        team=F("account__team_id"),
        first=Subquery(same.order_by().values("contact").annotate(first=Min("answered_at")).values("first")),
        later=Exists(same.filter(later)),
    )
    columns = ("workspace_id", "pk", "survey_id", "account_id", "team", "contact_id", "channel", "language")
    return (
        told.order_by("pk")
        .values_list(*columns, "score", "scale", "verbatim", "answered_at", "first", "later")
        .iterator(2000)
    )


def _row(values: tuple[object, ...], zones: dict[int, ZoneInfo]) -> Row:
    *told, verbatim, at, first, later = values
    zone = zones[told[0]]  # type: ignore[index]
    day = day_of(at, zone)  # type: ignore[arg-type]
    first_quarter = None if first is None else quarter_number(day_of(first, zone))  # type: ignore[arg-type]
    days = (micros(at), day_number(day), week_number(day), month_number(day), quarter_number(day))  # type: ignore[arg-type]
    return (*told, int(verbatim != ""), *days, first_quarter, int(not later))


def _properties(ids: Collection[int]) -> Iterator[tuple[int, str, str]]:
    if not ids:
        return
    wanted = list(ids)
    with connection.cursor() as cursor:
        bound = wanted if connection.vendor == "postgresql" else str(wanted)
        cursor.execute(_PROPERTIES[connection.vendor], [bound])
        # An empty text says no more than none at all.
        yield from ((pk, key, value) for pk, key, value in cursor.fetchall() if value)


def _said(ids: Collection[int]) -> Iterator[tuple[int, str, str]]:
    # What comments tell, under keys of its own; an answer can have several themes and kinds of urgency.
    labels = ThemeLabel.objects.counted().of(ids).values_list("response_id", "theme_id")
    themed = set()
    for pk, theme in labels:
        themed.add(pk)
        yield pk, THEME_KEY, str(theme)
    readings = CommentReading.objects.filter(response__pk__among=list(ids))
    for pk, urgency, p_promoter in readings.values_list("response_id", "urgency", "p_promoter"):
        if pk not in themed:
            yield pk, THEME_KEY, NO_THEME
        yield from ((pk, URGENT_KEY, kind) for kind in urgency.split())
        if sentiment := sentiment_of(p_promoter):
            yield pk, SENTIMENT_KEY, sentiment


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
