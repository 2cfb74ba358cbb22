"""What a page says in place of segments where there are too many of them."""

from typing import Any

from kuule.insight.answers.segments import Segments, segments
from kuule.insight.query import Query
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.insight.selectors.matching import Surveys
from kuule.insight.views.asking import Asked, dimension_words


def segments_or_crowd(asked: Asked, query: Query, *, among: Surveys | None = None) -> tuple[Segments, dict[str, Any]]:
    """Return the segments of a cut; none, and what `_crowded.html` says, where they would be too many."""
    try:
        return segments(query, among=among), {}
    except TooManyValuesError as crowd:
        return Segments(), crowd_context(asked, crowd)


def crowd_context(asked: Asked, crowd: TooManyValuesError) -> dict[str, Any]:
    """Return what `_crowded.html` says."""
    return {"crowded": dimension_words(asked, crowd.by), "values": crowd.values, "or_more": crowd.or_more}
