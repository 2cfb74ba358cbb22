"""Which answers are meant: one frozen question that can stand in an address. Pure: it knows no framework."""

from kuule.insight.query.base import Query
from kuule.insight.query.buckets import BUCKETS, DAY, MONTH, QUARTER, WEEK
from kuule.insight.query.periods import ALL_TIME, DEFAULT_PERIOD
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

__all__ = [
    "ACCOUNT",
    "ALL_TIME",
    "BUCKETS",
    "CHANNEL",
    "DAY",
    "DEFAULT_PERIOD",
    "DIMENSIONS",
    "LANGUAGE",
    "MONTH",
    "NONE",
    "NO_ACCOUNT",
    "PROPERTY",
    "QUARTER",
    "ROLE",
    "SURVEY",
    "WEEK",
    "Problem",
    "Query",
]
