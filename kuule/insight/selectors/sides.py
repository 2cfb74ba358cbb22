"""The answers of both sides of a comparison, with the people who gave them."""

from django.db.models import IntegerField, QuerySet, Value

from kuule.insight.query import Query
from kuule.insight.selectors.matching import Surveys, responses_matching
from kuule.responses.models import Response

# Who gave it (None by a shared link), of which account, its score, and the side it is on: 1 or 2.
SidedAnswer = tuple[int | None, int | None, int, int]


def answers_on_sides(one: Query, other: Query, *, among: Surveys) -> list[SidedAnswer]:
    """Return the answers of two queries that share none. Ask only where they are few enough to be read one by one."""
    sides: list[QuerySet[Response]] = [responses_matching(query, among=among).order_by() for query in (one, other)]
    first, second = (
        found.values_list("contact_id", "account_id", "score", Value(number, output_field=IntegerField()))
        for number, found in enumerate(sides, start=1)
    )
    return list(first.union(second, all=True))
