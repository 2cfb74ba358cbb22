"""What people said of a theme, in their words without personal data."""

from dataclasses import dataclass

from django.db.models.functions import Length

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.query import Query
from kuule.insight.rules.themes import ADDED, RIGHT
from kuule.insight.selectors.matching import responses_matching

# Shorter ones say too little, longer ones say other things, too.
SHORTEST, LONGEST = 40, 300
# Of so many that a model is surest of the best are chosen.
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment, masked, with the answer it belongs to and its score."""

    response_id: int
    score: int
    language: str
    text: str


def quotes_of(query: Query, *, theme: Theme, count: int) -> list[Quote]:
    """Return comments that speak of a theme clearly: those people confirmed first, then those a model is surest of.

    `query` asks for the theme. No two say the same.
    """
    readable = responses_matching(query, for_words=True).values("pk")
    labels = ThemeLabel.objects.filter(workspace=theme.workspace_id, theme=theme, response__in=readable).counted()
    confirmed = labels.filter(verdict__in=(RIGHT, ADDED)).order_by("-decided_at")
    surest = labels.filter(verdict=None).order_by("-probability", "-pk")
    ids = [pk for each in (confirmed, surest) for pk in each.values_list("response_id", flat=True)[:CANDIDATES]]
    readings = CommentReading.objects.filter(workspace=theme.workspace_id, response__in=ids)
    fitting = readings.annotate(length=Length("masked")).filter(length__range=(SHORTEST, LONGEST))
    found = {each.response_id: each for each in fitting.select_related("response")}
    quotes: dict[str, Quote] = {}
    for pk in ids:
        if pk in found and len(quotes) < count:
            reading = found[pk]
            quote = Quote(pk, reading.response.score, reading.language, reading.masked)
            quotes.setdefault(reading.masked.casefold(), quote)
    return list(quotes.values())
