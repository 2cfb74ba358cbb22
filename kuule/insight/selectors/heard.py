"""What was heard elsewhere: a page of it, and its counts by source."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from kuule.insight.query import NO_ACCOUNT
from kuule.insight.query.heard import HeardQuery
from kuule.lib.substrings import has_words
from kuule.responses.models import Heard

HEARD_PAGE = 50


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """How much was heard at a source. `reach` is summed over the `reaching` that tell it, None where none does."""

    source: str
    n: int
    reach: int | None
    reaching: int


@dataclass(frozen=True, slots=True)
class RatingCounts:
    """How many gave one rating on one scale at a source."""

    source: str
    scale: str
    rating: float
    n: int


def heard_matching(query: HeardQuery) -> QuerySet[Heard]:
    """Return what was heard that a query means."""
    found = Heard.objects.filter(workspace_id=query.workspace_id)
    if query.since:
        found = found.filter(said_at__gte=query.since)
    if query.until:
        found = found.filter(said_at__lt=query.until)
    if query.source:
        found = found.filter(source=query.source)
    if query.account_id is not None:
        of_none = query.account_id == NO_ACCOUNT
        found = found.filter(account__isnull=True) if of_none else found.filter(account_id=query.account_id)
    if query.contact_id is not None:
        found = found.filter(contact_id=query.contact_id)
    if query.search:
        said, title, author = (has_words(each, query.search) for each in ("verbatim", "title", "author"))
        found = found.filter(said | title | author)
    return found


def heard_page(query: HeardQuery, *, page: int) -> tuple[Sequence[Heard], bool]:
    """Return a page of what was heard, the newest first, and whether there is more."""
    begin = (page - 1) * HEARD_PAGE
    found = heard_matching(query).select_related("contact", "account").defer("properties")
    rows = list(found.order_by("-said_at", "-pk")[begin : begin + HEARD_PAGE + 1])
    return rows[:HEARD_PAGE], len(rows) > HEARD_PAGE


def counts_by_source(query: HeardQuery) -> list[SourceCounts]:
    """Return the counts of every source, the largest first."""
    by_source = heard_matching(query).order_by().values("source")
    counted = by_source.annotate(n=Count("pk"), reached=Sum("reach"), reaching=Count("reach")).order_by("-n", "source")
    return [SourceCounts(*each) for each in counted.values_list("source", "n", "reached", "reaching")]


def ratings_by_source(query: HeardQuery) -> list[RatingCounts]:
    """Return how often each rating was given on each scale at every source."""
    rated = heard_matching(query).filter(rating__isnull=False).order_by()
    counted = rated.values("source", "scale", "rating").annotate(n=Count("pk")).order_by("source", "scale", "rating")
    return [
        RatingCounts(source, scale, rating or 0.0, n)
        for source, scale, rating, n in counted.values_list("source", "scale", "rating", "n")
    ]
