"""Tables of scores: each line with its interval on an axis that all share, or with its few answers as dots."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from kuule.insight import charts
from kuule.insight.answers import Difference, Figure, Segment
from kuule.insight.query import (
    CHANNEL,
    LANGUAGE,
    REST,
    ROLE,
    SEGMENTS,
    Contrast,
    ContrastedQuery,
    Query,
    with_mark,
)
from kuule.insight.rules import GROUPS
from kuule.insight.templatetags.insight import address, channel_word, contact_role_word, group_word, nothing_words
from kuule.insight.views.drawing import split_of
from kuule.stats import Direction
from kuule.ui.formats import language_word, rounded

# Of a larger number nobody wants to know the tenths.
LARGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A score as a line of a table. Few answers have dots, one each, in place of whisker and mix."""

    name: str
    figure: Figure
    url: str
    whisker: SafeString | None = None
    mix: SafeString | None = None

    @property
    def has_enough(self) -> bool:
        """Tell whether enough answered for a score to say more than the answers themselves."""
        return self.figure.n > 0 and not self.figure.is_few

    @property
    def dots(self) -> Sequence[tuple[str, range]]:
        """Return each group with one item per answer."""
        shares = self.figure.shares
        return tuple(zip(GROUPS, map(range, (shares.detractors, shares.passives, shares.promoters)), strict=True))

    @property
    def said(self) -> str:
        """Return the dots in words."""
        return ", ".join(f"{group_word(group)} {len(each)}" for group, each in self.dots)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow(FigureRow):
    """A segment as a line of the table; `rest_url` compares it with all others, "" where that cannot be."""

    query: Query
    difference: Difference | None = None
    rest_url: str = ""


Row = TypeVar("Row", bound=FigureRow)


def segment_rows(slug: str, query: Query, found: Sequence[Segment]) -> tuple[list[SegmentRow], SafeString]:
    """Return the lines of a table of segments and the head of its whisker column, on one common axis."""
    rows = [
        SegmentRow(
            name=segment_name(query, segment),
            figure=segment,
            url=address(slug, "comment_list", segment.query),
            query=segment.query,
            difference=segment.difference,
            rest_url="" if query.rest_of else address(slug, "comparison", _with_rest(query, segment)),
        )
        for segment in found
    ]
    return drawn_rows(rows)


def rest_context(found: Sequence[Segment]) -> dict[str, Any]:
    """Return how many segments were compared with the rest, how many stand out, and how many would by chance alone."""
    differences = [segment.difference for segment in found if segment.difference]
    by_chance = len(differences) * (1 - found[0].confidence) if found else 0.0
    decimals = 0 if by_chance >= LARGE else 1
    return {
        "compared": len(differences),
        "by_chance": number_format(rounded(by_chance, decimals), decimals),
        "standing_out": sum(difference.direction != Direction.STEADY for difference in differences),
    }


def drawn_rows(rows: Sequence[Row]) -> tuple[list[Row], SafeString]:
    """Return the rows with whisker and mix where enough answered, and the head of the whisker column."""
    enough = [row.figure for row in rows if row.has_enough]
    domain = charts.whisker_domain(point for figure in enough for point in (figure.lower, figure.value, figure.upper))
    drawn = [
        replace(row, whisker=_whisker(row.figure, domain), mix=split_of(row.figure, small=True))
        if row.has_enough
        else row
        for row in rows
    ]
    return drawn, charts.draw(charts.WhiskerScale(domain=domain)) if enough else SafeString("")


def _with_rest(query: Query, segment: Segment) -> Query:
    return ContrastedQuery.of(query, Contrast(against=SEGMENTS, segment=with_mark(segment.key), other=REST))


def _whisker(figure: Figure, domain: tuple[float, float]) -> SafeString:
    return charts.draw(
        charts.Whisker(value=figure.value, lower=figure.lower, upper=figure.upper, n=figure.n, domain=domain)
    )


def segment_name(query: Query, segment: Segment) -> str:
    """Return what people call a segment of the query's cut."""
    words = {ROLE: contact_role_word, LANGUAGE: language_word, CHANNEL: channel_word}
    if query.by in words:
        return words[query.by](segment.name)
    return segment.name or nothing_words(query.by)
