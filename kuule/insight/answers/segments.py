"""The score of each segment."""

from dataclasses import dataclass
from typing import Any

from kuule.insight.answers.figures import Figure, fields_of_many
from kuule.insight.query import ACCOUNT, CHANNEL, LANGUAGE, NO_ACCOUNT, NONE, ROLE, Query
from kuule.insight.selectors.choices import names_of
from kuule.insight.selectors.counts import counts_by_segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Figure):
    """The score of one account, role, language, channel, survey or value of a property, as it was when answered.

    `name` is what people call it, or its code where a page has a word for it; "" is for answers without one.
    `query` asks for its answers.
    """

    name: str
    query: Query


def segments(query: Query) -> list[Segment]:
    """Return the score of every segment of `query.by`, those with most answers first. Raises ValueError without `by`.

    Together the segments are the whole: answers without a value make a segment of their own.
    """
    if not query.by:
        raise ValueError("A query for segments says by what to cut.")
    counted = counts_by_segment(query)
    names = names_of(query, counted)
    ordered = sorted(counted.items(), key=lambda item: (-item[1].n, names[item[0]].casefold(), names[item[0]]))
    figures = fields_of_many([counts for _key, counts in ordered], query.confidence)
    return [
        Segment(name=names[key], query=_of_segment(query, key), **fields)
        for (key, _counts), fields in zip(ordered, figures, strict=True)
    ]


def _of_segment(query: Query, key: Any) -> Query:
    whole = query.asking(by="", bucket="")
    if query.by_property:
        return whole.of_property(query.by_property, key or "")
    if query.by == ACCOUNT:
        return whole.asking(account_id=NO_ACCOUNT if key is None else key)
    if query.by == ROLE:
        return whole.asking(role=key or NONE)
    if query.by in (LANGUAGE, CHANNEL):
        return whole.asking(**{query.by: key or ""})
    return whole.asking(survey_id=key)
