"""Which answers are meant: one frozen question that can stand in an address. Pure: it knows no framework."""

from kuule.insight.query.base import NPS_FAMILIES, Query
from kuule.insight.query.buckets import BUCKETS, DAY, MONTH, QUARTER, WEEK, WINDOW
from kuule.insight.query.contrast import (
    BEFORE,
    DAYS,
    REST,
    SEGMENTS,
    YEAR,
    Contrast,
    ContrastedQuery,
    NothingToCompare,
    share_no_answer,
    with_mark,
    without_mark,
)
from kuule.insight.query.ordering import CALL_FIRST, OrderedQuery
from kuule.insight.query.periods import ALL_TIME, DEFAULT_PERIOD
from kuule.insight.query.pivoting import PivotQuery
from kuule.insight.query.reading import (
    ACCOUNT,
    CHANNEL,
    DIMENSIONS,
    LANGUAGE,
    NO_ACCOUNT,
    NONE,
    PROPERTY,
    ROLE,
    SURVEY,
    Problem,
)
from kuule.insight.query.segments import all_segments, rest_of, segment_of, segment_text
from kuule.insight.query.trending import MOST_LINES, NO_LINE, WINDOWS, TrendQuery, line_params

__all__ = [
    "ACCOUNT",
    "ALL_TIME",
    "BEFORE",
    "BUCKETS",
    "CALL_FIRST",
    "CHANNEL",
    "DAY",
    "DAYS",
    "DEFAULT_PERIOD",
    "DIMENSIONS",
    "LANGUAGE",
    "MONTH",
    "MOST_LINES",
    "NONE",
    "NO_ACCOUNT",
    "NO_LINE",
    "NPS_FAMILIES",
    "PROPERTY",
    "QUARTER",
    "REST",
    "ROLE",
    "SEGMENTS",
    "SURVEY",
    "WEEK",
    "WINDOW",
    "WINDOWS",
    "YEAR",
    "Contrast",
    "ContrastedQuery",
    "NothingToCompare",
    "OrderedQuery",
    "PivotQuery",
    "Problem",
    "Query",
    "TrendQuery",
    "all_segments",
    "line_params",
    "rest_of",
    "segment_of",
    "segment_text",
    "share_no_answer",
    "with_mark",
    "without_mark",
]
