"""How many answered what, counted by the analytics engine, or by the database where it has to stand in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from kuule.contacts.query import ROLE_KEY
from kuule.insight.models import Theme
from kuule.insight.query import ACCOUNT, NO_ROW, ROLE, SURVEY, TEAM, THEME, TOUCHPOINT, Query, segment_text
from kuule.insight.rules import GROUPS, SCORES
from kuule.insight.selectors.asked import (
    asked_buckets,
    asked_counts,
    asked_histogram,
    asked_read,
    asked_segments,
    asked_span,
)
from kuule.insight.selectors.matching import Surveys, openness_for, responses_matching, surveys_of
from kuule.insight.selectors.properties import SNAPSHOT, PropertyText
from kuule.insight.selectors.theme_conditions import is_read, of_theme
from kuule.insight.selectors.touchpoints import key_of_touchpoint
from kuule.responses.models import Response

# How the database counts detractors, passives and promoters.
COUNT_OF_GROUPS = {
    group: Count("pk", filter=Q(score__gte=scores[0], score__lte=scores[-1])) for group, scores in GROUPS.items()
}

_COLUMNS = {ACCOUNT: "account_id", TEAM: "account__team_id", SURVEY: "survey_id", TOUCHPOINT: "survey_id"}


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How many detractors, passives and promoters answered."""

    detractors: int = 0
    passives: int = 0
    promoters: int = 0

    @property
    def n(self) -> int:
        """Return how many answered."""
        return self.detractors + self.passives + self.promoters

    def without(self, part: "GroupCounts") -> "GroupCounts":
        """Return what is left when a part of these answers is taken away."""
        return GroupCounts(
            self.detractors - part.detractors, self.passives - part.passives, self.promoters - part.promoters
        )


def histogram_of(query: Query, *, among: Surveys | None = None) -> tuple[int, ...]:
    """Return how many gave each score, 0 first; `among` as in `responses_matching`."""
    surveys = surveys_of(query) if among is None else among
    counted = asked_histogram(query, surveys)
    if counted is None:
        found = responses_matching(query, among=surveys).order_by()
        counted = dict(found.values_list("score").annotate(n=Count("pk")))
    return tuple(counted.get(score, 0) for score in SCORES)


def counts_of(query: Query, *, among: Surveys | None = None) -> GroupCounts:
    """Return how many detractors, passives and promoters answered; `among` as in `responses_matching`."""
    surveys = surveys_of(query) if among is None else among
    counted = asked_counts(query, surveys)
    if counted is not None:
        return GroupCounts(*counted)
    return counts_in(responses_matching(query, among=surveys).order_by().aggregate(**COUNT_OF_GROUPS))


def counts_of_read(query: Query, *, among: Surveys | None = None) -> GroupCounts:
    """Return the counts of the answers whose comment was read, which themes are shares of; `among` as above."""
    surveys = surveys_of(query) if among is None else among
    asked = asked_read(query, surveys)
    if asked is not None:
        return GroupCounts(*asked)
    found = responses_matching(query, among=surveys).filter(is_read())
    return counts_in(found.order_by().aggregate(**COUNT_OF_GROUPS))


def first_and_last_answer(query: Query, *, among: Surveys | None = None) -> tuple[datetime | None, datetime | None]:
    """Return when the first and the last of these answers came, or None; `among` as in `responses_matching`."""
    surveys = surveys_of(query) if among is None else among
    span = asked_span(query, surveys)
    if span is not None:
        return span
    moments = responses_matching(query, among=surveys).values_list("answered_at", flat=True)
    return moments.order_by("answered_at").first(), moments.order_by("-answered_at").first()


def counts_by_bucket(query: Query, *, bounds: Sequence[datetime], among: Surveys | None = None) -> list[GroupCounts]:
    """Return the counts of each bucket between two neighbouring bounds, empty ones included."""
    surveys = surveys_of(query) if among is None else among
    asked = asked_buckets(query, surveys, bounds)
    if asked is not None:
        return [GroupCounts(*counts) for counts in asked]
    inside = responses_matching(query, among=surveys).filter(answered_at__gte=bounds[0], answered_at__lt=bounds[-1])
    numbered = inside.annotate(bucket=bucket_number(bounds, 0, len(bounds) - 2))
    rows = numbered.order_by().values("bucket").annotate(**COUNT_OF_GROUPS)
    counted = {row["bucket"]: counts_in(row) for row in rows}
    return [counted.get(number, GroupCounts()) for number in range(len(bounds) - 1)]


def counts_by_segment(query: Query, *, among: Surveys | None = None) -> Mapping[Any, GroupCounts]:
    """Return the counts of each value of the query's dimension: ids, codes, texts of a property, or None without.

    An answer counts under each theme that it speaks of, and under None if its comment was read and speaks of none.
    Segments too small for an anonymous survey are left out; `hidden_answers` counts what they hold together.
    """
    surveys = surveys_of(query) if among is None else among
    opened = openness_for(query, among=surveys)
    asked = asked_segments(query, surveys)
    if asked is None:
        counted = _segments_in_database(query, surveys)
    else:
        counted = {segment: GroupCounts(*counts) for segment, counts in asked.items()}
    if query.by == TOUCHPOINT:
        counted = folded(counted, key_of_touchpoint(query.workspace_id, query.by))
    if opened is None:
        return counted
    return {
        key: counts
        for key, counts in counted.items()
        if counts.n >= opened.least and (query.by == THEME or opened.is_open(query.by, segment_text(query.by, key)))
    }


def hidden_answers(query: Query, *, shown: int) -> int:
    """Return how many answers of a cut are in segments that an anonymous survey does not show."""
    surveys = surveys_of(query)
    if query.by == THEME or openness_for(query, among=surveys) is None:
        return 0  # of themes that overlap, nothing is left
    return counts_of(query.asking(by=""), among=surveys).n - shown


def joined(counted: Iterable[GroupCounts]) -> GroupCounts:
    """Return the counts of several groups of answers together."""
    each = [(counts.detractors, counts.passives, counts.promoters) for counts in counted]
    return GroupCounts(*map(sum, zip(*each, strict=True)))


def folded(counted: Mapping[Any, GroupCounts], name: Callable[[Any], Any]) -> dict[Any, GroupCounts]:
    """Return the counts by other keys; what gets the same one is counted together."""
    found: dict[Any, list[GroupCounts]] = {}
    for key, counts in counted.items():
        found.setdefault(name(key), []).append(counts)
    return {key: joined(each) for key, each in found.items()}


def in_each_theme(found: QuerySet[Response], workspace_id: int) -> Iterator[tuple[int | None, QuerySet[Response]]]:
    """Yield each theme of a workspace with those of some answers that speak of it; None with those that speak of none.

    A statement a theme: where the database counts, there are few answers.
    """
    themes = Theme.objects.live().filter(workspace=workspace_id).order_by("pk").values_list("pk", flat=True)
    for theme in (*themes, NO_ROW):
        yield theme or None, found.filter(of_theme(theme))


def _segments_in_database(query: Query, surveys: Surveys) -> dict[Any, GroupCounts]:
    if query.by == THEME:
        found = responses_matching(query, among=surveys).order_by()
        themes = in_each_theme(found, query.workspace_id)
        counts = {theme: counts_in(those.aggregate(**COUNT_OF_GROUPS)) for theme, those in themes}
        return {theme: each for theme, each in counts.items() if each.n}
    rows = responses_matching(query, among=surveys).annotate(segment=dimension_of(query)).order_by()
    counted: dict[Any, GroupCounts] = {}
    for row in rows.values("segment").annotate(**COUNT_OF_GROUPS):
        # An empty text says no more than none at all.
        key = None if row["segment"] == "" else row["segment"]
        counted[key] = joined([counted.get(key, GroupCounts()), counts_in(row)])
    return counted


def counts_in(row: Mapping[str, Any]) -> GroupCounts:
    """Return the counts of a row that has `COUNT_OF_GROUPS`."""
    return GroupCounts(*(row[group] for group in GROUPS))


def dimension_of(query: Query) -> Combinable:
    """Return what the database groups by to cut by the query's dimension."""
    if query.by_property:
        return PropertyText(SNAPSHOT, query.by_property)
    if query.by == ROLE:
        return PropertyText(SNAPSHOT, ROLE_KEY)
    return F(_COLUMNS.get(query.by, query.by))


def bucket_number(bounds: Sequence[datetime], first: int, last: int) -> Case | Value:
    """Return the number of the bucket between two bounds that an answer lies in, as the database counts it."""
    # A tree of comparisons finds one bucket of 400 in nine steps, in the database and in any time zone.
    if first == last:
        return Value(first, output_field=IntegerField())
    middle = (first + last + 1) // 2
    earlier = When(answered_at__lt=bounds[middle], then=bucket_number(bounds, first, middle - 1))
    return Case(earlier, default=bucket_number(bounds, middle, last), output_field=IntegerField())
