"""One segment of a cut, and all the rest of it, as questions of their own.

A segment is written as in an address: the number of an account, team, survey or touchpoint, a role, a code, the value
of a property; `none` or, for properties, "" where there is none.
"""

from kuule.insight.query.base import Query
from kuule.insight.query.reading import IDS, NO_ROW, NONE, PROPERTY, ROLE


def segment_text(by: str, key: object) -> str:
    """Write the key of a segment, as answers are grouped by it; None is for answers without one."""
    if key is None or key == "":
        return NONE if by in (*IDS, ROLE) else ""
    return str(key)


def segment_of(query: Query, by: str, segment: str) -> Query:
    """Return the query for one segment alone."""
    if by.startswith(PROPERTY):
        return query.asking(by="", bucket="").of_property(by.removeprefix(PROPERTY), segment)
    if by in IDS:
        return query.asking(**{"by": "", "bucket": "", f"{by}_id": NO_ROW if segment == NONE else int(segment)})
    return query.asking(**{"by": "", "bucket": "", by: segment})


def is_within(query: Query, by: str, segment: str) -> bool:
    """Tell whether a query asks for nothing outside of a segment."""
    return segment_of(query, by, segment).to_params() == query.asking(by="", bucket="").to_params()


def rest_of(query: Query, by: str, segment: str) -> Query:
    """Return the query for all but one segment. Raises ValueError if it leaves out another one already."""
    if query.rest_of is not None:
        raise ValueError("One segment at a time can be left out.")
    return query.asking(by="", bucket="", rest_of=(by, segment))


def all_segments(query: Query, by: str) -> Query:
    """Return the query without its filter by a dimension, so that every segment of it is there to be compared."""
    if by.startswith(PROPERTY):
        whole = query.of_property(by.removeprefix(PROPERTY), None)
    else:
        whole = query.asking(**({f"{by}_id": None} if by in IDS else {by: ""}))
    return whole.asking(rest_of=None) if query.rest_of and query.rest_of[0] == by else whole
