"""What is to be compared: read from the address, and offered for choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kuule.insight.answers import Segment
from kuule.insight.query import BEFORE, DAYS, REST, SEGMENTS, YEAR, Contrast, ContrastedQuery, Query, with_mark
from kuule.insight.selectors.choices import unknown_in, usual_dimension
from kuule.insight.templatetags.insight import address, time_words
from kuule.insight.views.asking import LENGTH_OF_DAY, Asked, dimension_context, read_query, segment_words
from kuule.insight.views.rows import segment_name
from kuule.ui.clean import visible_text
from kuule.workspaces.auth import MemberRequest

# A longer list is no help; any other segment is reached from the list of all segments.
MOST_SEGMENTS = 300


def read_contrast(request: MemberRequest) -> tuple[Asked, Query, Contrast]:
    """Read the question of the page and its other side, alone, and as a query that carries both for links."""
    asked = read_query(request, "comparison")
    query = asked.query.asking(by=asked.query.by or usual_dimension(asked.choices), bucket="")
    contrast, problems = Contrast.from_params(request.GET.dict(), query)
    unknown = [each for named in contrast.named_segments(query) for each in unknown_in(named, asked.choices)]
    every = dict.fromkeys([*asked.problems, *problems, *unknown])
    return (
        Asked(asked.page, ContrastedQuery.of(query, contrast), asked.choices, list(every), asked.families),
        query,
        contrast,
    )


def contrast_context(slug: str, asked: Asked, contrast: Contrast, found: Sequence[Segment]) -> dict[str, Any]:
    """Return what the choosers of the page need; `found` are the segments that can be chosen."""
    query, params = asked.query, contrast.to_params(asked.query.zone)
    return {
        "against": contrast.against,
        "times": [(BEFORE, _("The time before")), (YEAR, _("The same time a year before")), (DAYS, _("Other days"))],
        "other_first_day": params.get("other_since", "")[:LENGTH_OF_DAY],
        "other_last_day": params.get("other_until", "")[:LENGTH_OF_DAY],
        "times_url": address(slug, "comparison", ContrastedQuery.of(query.asking(by=""), Contrast())),
        "segments_url": address(slug, "comparison", ContrastedQuery.of(query, Contrast(against=SEGMENTS))),
        "names": _offered(query, contrast, found),
        "rest": REST,
        "segment": contrast.segment,
        "other": contrast.other,
        **dimension_context(query, asked.choices),
    }


def side_names(
    asked: Asked, contrast: Contrast, sides: tuple[Query, Query], found: Sequence[Segment]
) -> tuple[str, str]:
    """Return what to call the two sides."""
    if contrast.against != SEGMENTS:
        return time_words(sides[0]), time_words(sides[1])
    known = {with_mark(visible_text(each.key)): segment_name(asked.query, each) for each in found}
    return _name(asked, contrast.segment or "", known), _name(asked, contrast.other or "", known)


def _offered(query: Query, contrast: Contrast, found: Sequence[Segment]) -> list[tuple[str, str]]:
    chosen = (contrast.segment, contrast.other)
    # An address is read without invisible characters.
    marked = [(with_mark(visible_text(each.key)), segment_name(query, each)) for each in found]
    return [pair for place, pair in enumerate(marked) if place < MOST_SEGMENTS or pair[0] in chosen]


def _name(asked: Asked, written: str, known: Mapping[str, str]) -> str:
    if written == REST:
        return _("All others")
    return known.get(written) or segment_words(asked, asked.query.by, written.removeprefix(REST))
