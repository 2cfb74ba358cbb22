"""What people said of a theme, in their words without personal data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Left, Length

from kuule.insight.models import CommentReading, Theme, ThemeLabel, ThemeSuggestion
from kuule.insight.query import Query
from kuule.insight.rules.themes import ADDED, RIGHT
from kuule.insight.selectors.matching import responses_matching
from kuule.insight.selectors.responses import OPENING
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Workspace

# Shorter ones say too little, longer ones say other things, too.
SHORTEST, LONGEST = 40, 300
# Of so many that a model is surest of the best are chosen.
CANDIDATES = 200
EXAMPLES = 3


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


def examples_of(workspace: Workspace, *, suggestions: Sequence[ThemeSuggestion]) -> dict[int, list[str]]:
    """Return the comments that each suggestion names, by its id: masked, and none from anonymous surveys."""
    wanted = {pk for each in suggestions for pk in each.responses}
    readings = CommentReading.objects.filter(
        workspace=workspace, response__in=wanted, response__survey__is_anonymous=False, response__verdict=PERSON
    )
    texts = dict(readings.values_list("response_id", Left("masked", OPENING)))
    return {each.pk: [texts[pk] for pk in each.responses if pk in texts][:EXAMPLES] for each in suggestions}
