"""How many of those who answered a programme were unhappy."""

from datetime import datetime

from django.db.models import Count

from kuule.dispatch.models import Programme
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR, group_on


def unhappy_count(programme: Programme, since: datetime) -> tuple[int, int]:
    """Return how many answers to a programme were counted since a moment, and how many were of detractors."""
    given = Response.objects.filter(
        workspace_id=programme.workspace_id,
        survey_id=programme.survey_id,
        verdict=PERSON,
        answered_at__gt=since,
        invitation__programme=programme,
    )
    scores = list(given.values_list("scale", "score").annotate(n=Count("pk")).order_by())
    unhappy = sum(n for scale, score, n in scores if group_on(scale, score) == DETRACTOR)
    return sum(n for *_score, n in scores), unhappy
