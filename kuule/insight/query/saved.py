"""A question as it is kept under a name: the parameters of its address, and of the pages that carry more along."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from kuule.insight.query.base import Query
from kuule.insight.query.reading import LONGEST_VALUE, PROPERTY
from kuule.insight.query.trending import line_params

SAVED_PAGES = ("overview", "trend", "segment_list", "pivot", "cohorts", "drivers", "comparison", "comment_list")
MOST_PARAMS = 40
_KNOWN = frozenset(
    {
        *("family", "whom", "period", "since", "until", "survey", "account", "team", "touchpoint", "first", "order"),
        *("theme", "urgent", "sentiment"),
        *("role", "group", "score", "language", "channel", "rest_of", "search", "comment", "bucket", "by", "series"),
        *("against", "other_since", "other_until", "segment", "other"),
        *("columns", "window", "also", *line_params()),
    }
)


def kept_params(query: Query) -> dict[str, str]:
    """Return the parameters to keep; the kind of survey always, as which one is usual may change."""
    return query.to_params() | {"family": query.family}


def params_from(written: str) -> Mapping[str, str]:
    """Return the parameters that a page wrote down, without those that no question has."""
    found = parse_qsl(written, keep_blank_values=True)[:MOST_PARAMS]
    return {
        name: value.replace("\0", "")[:LONGEST_VALUE]
        for name, value in found
        if name in _KNOWN or (name.startswith(PROPERTY) and len(name) <= LONGEST_VALUE and "\0" not in name)
    }
