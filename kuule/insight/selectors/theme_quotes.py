"""What people said of a theme, in their words without personal data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, FloatField, Value, When
from django.db.models.functions import Coalesce, Left

from kuule.insight.models import CommentReading, Theme, ThemeLabel, ThemeSuggestion
from kuule.insight.query import Query
from kuule.insight.rules.themes import ADDED, RIGHT
from kuule.insight.selectors.matching import responses_matching
from kuule.insight.selectors.responses import OPENING
from kuule.responses.rules import PERSON
from kuule.text.quotes import COMPARED, SURE, representative_quotes
from kuule.workspaces.models import Workspace

EXAMPLES = 3
# What a person confirmed is sure. A label that counts is about its theme, whatever probability its model begins with:
# so none is less sure than an even chance, and the likelier come first as before.
_SURE = Case(
    When(verdict__in=(RIGHT, ADDED), then=Value(1.0)),
    default=SURE + Coalesce(F("probability"), Value(0.0)) * (1 - SURE),
    output_field=FloatField(),
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment, masked, with the answer it belongs to and its score."""

    response_id: int
    score: int
    language: str
    text: str


def quotes_of(query: Query, *, theme: Theme, count: int) -> list[Quote]:
    """Return the comments that speak best for a theme, among those that a query means and that may be read.

    They are chosen by `text.representative_quotes`; what people confirmed is surely about the theme.
    """
    readable = responses_matching(query, for_words=True).order_by().values("pk")
    labels = ThemeLabel.objects.counted().filter(workspace=theme.workspace_id, theme=theme, response__in=readable)
    sure = dict(labels.annotate(sure=_SURE).order_by("-sure", "-response").values_list("response", "sure")[:COMPARED])
    readings = CommentReading.objects.filter(workspace=theme.workspace_id, response__in=sure)
    found = [
        Quote(*row)
        for row in readings.order_by("response").values_list(
            "response_id", "response__score", "language", Left("masked", OPENING)
        )
    ]
    chosen = representative_quotes(
        [each.text for each in found], [sure[each.response_id] for each in found], count=count
    )
    return [found[place] for place in chosen]


def examples_of(
    workspace: Workspace, *, suggestions: Sequence[ThemeSuggestion], count: int = EXAMPLES
) -> dict[int, list[str]]:
    """Return comments that each suggestion names, by its id: masked, and none from anonymous surveys."""
    wanted = {pk for each in suggestions for pk in each.responses}
    readings = CommentReading.objects.filter(
        workspace=workspace, response__in=wanted, response__survey__is_anonymous=False, response__verdict=PERSON
    )
    texts = dict(readings.values_list("response_id", Left("masked", OPENING)))
    return {each.pk: [texts[pk] for pk in each.responses if pk in texts][:count] for each in suggestions}
