"""When people first answered a survey of a family: also where that answer is outside of what a query means."""

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from kuule.insight.query import Query
from kuule.insight.query.periods import quarter_moments
from kuule.responses.models import Response
from kuule.responses.rules import PERSON


def first_answer() -> Subquery:
    """Return the moment of the first answer of whoever gave an answer; NULL of people nobody knows."""
    return Subquery(_same_person().order_by().values("contact").annotate(first=Min("answered_at")).values("first"))


def first_answered(query: Query) -> Q:
    """Return the condition that somebody first answered in the quarter that a query names, if it names one."""
    if query.first_quarter is None:
        return Q()
    since, until = quarter_moments(query.first_quarter, query.zone)
    return _answered(answered_at__gte=since, answered_at__lt=until) & ~_answered(answered_at__lt=since)


def _answered(**when: datetime) -> Q:
    return Q(Exists(_same_person().filter(**when)))


def _same_person() -> QuerySet[Response]:
    return Response.objects.filter(
        workspace=OuterRef("workspace"),
        contact=OuterRef("contact"),
        survey__family=OuterRef("survey__family"),
        verdict=PERSON,
    )
