"""Answers that stay out of a figure because people here chose who could give them."""

from collections.abc import Sequence

from django.db.models import Count

from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.query import Query
from kuule.insight.selectors.asked import asked_handed_out
from kuule.insight.selectors.matching import Surveys, openness_for, responses_matching, surveys_of


def handed_out_answers(query: Query, *, among: Surveys | None = None) -> Sequence[tuple[str, int]]:
    """Return how many answers the figure of a query leaves out, by channel, the most first.

    None where the query names a channel, and none of anonymous surveys: how those came tells too much.
    """
    family = surveys_of(query) if among is None else among
    if query.channel or openness_for(query, among=family) is not None:
        return []
    counted = asked_handed_out(query, family)
    if counted is None:
        found = responses_matching(query, among=family, whole=True).filter(channel__in=HANDED_OUT).order_by()
        counted = dict(found.values_list("channel").annotate(n=Count("pk")))
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
