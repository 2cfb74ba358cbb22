"""What a query is compared with, as it stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from kuule.insight.query.base import Query
from kuule.insight.query.earlier import a_year_before, time_before
from kuule.insight.query.periods import moment_as_text, moment_from_text
from kuule.insight.query.reading import THEME, Problem, Reader, is_segment
from kuule.insight.query.segments import all_segments, is_within, rest_of, segment_of

BEFORE, YEAR, DAYS, SEGMENTS = "before", "year", "days", "segments"
AGAINST = (BEFORE, YEAR, DAYS, SEGMENTS)
_NUMBERS = ("survey_id", "account_id", "team_id", "touchpoint_id", "first_quarter", "score")
# In place of a segment: all the others. A segment that begins like this is written with another one in front.
REST = "*"


class NothingToCompare(ValueError):  # noqa: N818 - a state of the question, not a failure
    """There are no two sides that share no answer; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """The other side of a comparison: `against` is one of `AGAINST`.

    `since` and `until` (exclusive) are another time. `segment` and `other` are segments of what the query is cut `by`;
    None is not chosen, and `REST` for `other` means all others.
    """

    against: str = BEFORE
    since: datetime | None = None
    until: datetime | None = None
    segment: str | None = None
    other: str | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, str], query: Query) -> tuple[Self, tuple[Problem, ...]]:
        """Read the other side from the parameters of an address, and a problem for each that cannot be read."""
        reader = Reader(params)
        against = reader.one_of("against", AGAINST) or BEFORE
        since, until = _other_time(reader, query.zone) if against == DAYS else (None, None)
        segment = _segment(reader, "segment", query.by) if against == SEGMENTS else None
        other = _segment(reader, "other", query.by) if against == SEGMENTS else None
        if segment == REST:
            reader.refuse("unknown", "segment", REST)
            segment = None
        contrast = cls(against=against, since=since, until=until, segment=segment, other=other)
        return contrast, tuple(reader.problems)

    def to_params(self, zone: ZoneInfo) -> dict[str, str]:
        """Return the parameters that `from_params` reads back."""
        params = {
            "against": self.against,
            "other_since": moment_as_text(self.since, zone=zone) if self.since else None,
            "other_until": moment_as_text(self.until, zone=zone, is_end=True) if self.until else None,
            "segment": self.segment,
            "other": self.other,
        }
        # "" is a segment, too: the answers without a property.
        return {param: value for param, value in params.items() if value is not None}

    def sides(self, query: Query, *, now: datetime) -> tuple[Query, Query]:
        """Return the two queries to compare, the one that is looked at first.

        Raises
        ------
        NothingToCompare
            With the code `no_beginning` (all time has nothing before it), `no_days` (no other time is chosen),
            `shared_days`, `no_segment` (not both are chosen), `same_segment`, `left_out` (a segment is left out
            already) or `shared_themes` (one comment can speak of both).
        """
        if self.against == SEGMENTS:
            return self._segments(query)
        if self.against == DAYS:
            if not (self.since or self.until):
                raise NothingToCompare("no_days")
            other: Query | None = query.between(self.since, self.until)
        else:
            if query.since is None:
                raise NothingToCompare("no_beginning")
            other = time_before(query, now=now) if self.against == BEFORE else a_year_before(query, now=now)
        if other is None or not share_no_answer(query, other):
            raise NothingToCompare("shared_days")
        return query, other

    def named_segments(self, query: Query) -> list[Query]:
        """Return a query for each segment that is named, whether or not they can be compared."""
        named = [text for text in (self.segment, self.other) if text is not None and text != REST]
        return [segment_of(all_segments(query, query.by), query.by, without_mark(text)) for text in named]

    def _segments(self, query: Query) -> tuple[Query, Query]:
        if not query.by or self.segment is None or self.other is None:
            raise NothingToCompare("no_segment")
        whole, one = all_segments(query, query.by), without_mark(self.segment)
        if self.other == self.segment:
            raise NothingToCompare("same_segment")
        if self.other != REST:
            if query.by == THEME:
                raise NothingToCompare("shared_themes")
            return segment_of(whole, query.by, one), segment_of(whole, query.by, without_mark(self.other))
        if whole.rest_of is not None:
            raise NothingToCompare("left_out")
        return segment_of(whole, query.by, one), rest_of(whole, query.by, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastedQuery(Query):
    """A `Query` that carries its other side along, so that every link of a page keeps it."""

    contrast: Contrast = Contrast()

    @classmethod
    def of(cls, query: Query, contrast: Contrast) -> Self:
        """Return the same question beside its other side."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, contrast=contrast)

    def to_params(self) -> dict[str, str]:
        """Return the parameters of the question and of its other side."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        return Query.to_params(self) | self.contrast.to_params(self.zone)


def share_no_answer(one: Query, other: Query) -> bool:
    """Tell whether no answer can belong to both queries: apart in time, or two segments of one cut."""
    if one.workspace_id != other.workspace_id:
        return True
    for first, second in ((one, other), (other, one)):
        if first.until is not None and second.since is not None and first.until <= second.since:
            return True
        if first.rest_of is not None and is_within(second, *first.rest_of):
            return True
    pairs = [(getattr(one, field), getattr(other, field)) for field in _NUMBERS]
    pairs += [(getattr(one, field) or None, getattr(other, field) or None) for field in ("role", "language", "channel")]
    pairs += [(value, dict(other.properties).get(key)) for key, value in one.properties]
    return any(first is not None and second is not None and first != second for first, second in pairs)


def with_mark(segment: str) -> str:
    """Write a segment so that it is not taken for `REST`."""
    return REST + segment if segment.startswith(REST) else segment


def without_mark(segment: str) -> str:
    """Return the segment that `with_mark` wrote."""
    return segment.removeprefix(REST)


def _segment(reader: Reader, param: str, by: str) -> str | None:
    if param not in reader.params or not by:
        return None
    written = reader.text(param)
    if written == REST or is_segment(by, without_mark(written)):
        return written
    if written:
        reader.refuse("unknown", param, written)
    return None


def _other_time(reader: Reader, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    first, last = reader.text("other_since"), reader.text("other_until")
    since, until = moment_from_text(first, zone=zone), moment_from_text(last, zone=zone, is_end=True)
    for param, written, moment in (("other_since", first, since), ("other_until", last, until)):
        if written and moment is None:
            reader.refuse("date", param, written)
    if since and until and since >= until:
        reader.refuse("reversed", "other_until", last)
        return None, None
    return since, until
