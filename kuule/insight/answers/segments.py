"""The score of each segment."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.insight.answers.differences import Difference, differences_among
from kuule.insight.answers.figures import Figure, fields_of_many
from kuule.insight.query import REST, SEGMENTS, THEME, Contrast, Query, segment_of, segment_text, with_mark
from kuule.insight.rules.crowds import MOST_SEGMENTS, MOST_VALUES, TooManyValuesError
from kuule.insight.selectors.choices import names_of
from kuule.insight.selectors.counts import counts_by_segment, counts_of_read, joined
from kuule.insight.selectors.matching import Surveys


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Figure):
    """The score of one account, team, role, language, channel, survey, touchpoint, theme or value of a property.

    `name` is what people call it, or its code where a page has a word for it; "" is for answers without one. `key` is
    how an address writes it; `query` asks for its answers. `difference` is how much higher it scores than all other
    answers of the cut, read among all its segments; None where there are no others.
    """

    name: str
    key: str
    query: Query
    difference: Difference | None = None


class Segments(list[Segment]):
    """Segments, and how many `smaller` ones are left out."""

    smaller = 0


def segments(query: Query, *, among: Surveys | None = None) -> Segments:
    """Return the score of every segment of `query.by`, those with most answers first.

    Together the segments are the whole: answers without a value make a segment of their own. Themes are shares of the
    answers whose comment was read, and one answer can speak of several. Left out are those of
    anonymous answers that are too small to show, and of more than `MOST_SEGMENTS` the smallest. `among` are the surveys
    of the query's family, if they are known.

    Raises
    ------
    ValueError
        If the query has no `by`.
    TooManyValuesError
        If a property has more than `MOST_VALUES` values.
    """
    if not query.by:
        raise ValueError("A query for segments says by what to cut.")
    counted = counts_by_segment(query, among=among)
    if query.by_property and len(counted) > MOST_VALUES:
        raise TooManyValuesError(query.by, len(counted))
    names = names_of(query, counted)
    ordered = sorted(counted.items(), key=lambda item: (-item[1].n, names[item[0]].casefold(), names[item[0]]))
    ordered = ordered[:MOST_SEGMENTS]
    each = [counts for _key, counts in ordered]
    figures = fields_of_many(each, query)
    # An answer can speak of several themes, so these do not add up to the whole.
    whole = counts_of_read(query, among=among) if query.by == THEME else joined(counted.values())
    differences = differences_among([(counts, whole.without(counts)) for counts in each], query.confidence)
    texts = [segment_text(query.by, key) for key, _counts in ordered]
    found = Segments(
        Segment(name=names[key], key=text, query=segment_of(query, query.by, text), difference=difference, **fields)
        for (key, _counts), text, fields, difference in zip(ordered, texts, figures, differences, strict=True)
    )
    found.smaller = len(counted) - len(ordered)
    return found


def with_choice(contrast: Contrast, found: Sequence[Segment]) -> Contrast:
    """Return the contrast with what is meant where no segment is chosen yet: most answers, beside all others."""
    if contrast.against != SEGMENTS or len(found) < 2:
        return contrast
    segment = with_mark(found[0].key) if contrast.segment is None else contrast.segment
    return Contrast(against=SEGMENTS, segment=segment, other=REST if contrast.other is None else contrast.other)
