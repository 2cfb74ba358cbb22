"""The one question object: what pages, API, digests and exports ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from kuule.contacts.rules import CONTACT_ROLES
from kuule.insight.query.buckets import BUCKETS, MONTH, WEEK, bucket_around, readable_bucket
from kuule.insight.query.periods import ALL_TIME, DEFAULT_PERIOD, moment_as_text, quarter_as_text
from kuule.insight.query.reading import (
    NONE,
    PROPERTY,
    REST_MARK,
    Problem,
    Reader,
    read_dimension,
    read_properties,
    read_rest,
    read_time,
)
from kuule.insight.rules import FEW_ANSWERS, GROUPS
from kuule.insight.rules.themes import ANY, SENTIMENTS, URGENCIES
from kuule.surveys.rules import EMPLOYEE, RELATIONSHIP, TRANSACTIONAL
from kuule.workspaces.rules import PEOPLE_GROUPS

# The families whose surveys ask how likely people are to recommend, each with a score of its own.
NPS_FAMILIES = (RELATIONSHIP, TRANSACTIONAL, EMPLOYEE)
# Of a period up to this long a trend by month would say too little.
SHORT_PERIOD = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which answers are meant, and how to cut them. Empty fields ask nothing; the rest must all hold.

    Only answers of one `family` and one group of people are ever counted together; `whom` names the group, "" means
    that of the survey, and customers without one. `since` and `until` (exclusive) are aware moments, None is
    open; `period` remembers the words they came from. 0 for `account_id`, `team_id` (the account's team now) and
    `touchpoint_id`, and `role` "none", ask for answers without one; 0 for `theme_id` for comments that speak of none.
    `urgent` is a kind of urgency, or `any`; `sentiment` one of `rules.themes`. Answers whose comment was not read yet
    have no theme, urgency or sentiment.
    `properties` are pairs of a key and a value as text, as they were when the answer was given; those of the account
    have the key `account.<key>`; an empty value asks for answers without that property. `rest_of` leaves one segment
    out: a dimension, and the segment as `query.segments` writes it. `first_quarter`, numbered since the year 0, asks
    for people who first answered a survey of the family then. `bucket` cuts time, `by` cuts into segments: one of
    `DIMENSIONS`, or `p.<key>` for a property. Fewer answers than `few_below` are shown one by one.
    """

    workspace_id: int
    timezone: str
    family: str = RELATIONSHIP
    whom: str = ""
    period: str = ""
    since: datetime | None = None
    until: datetime | None = None
    survey_id: int | None = None
    account_id: int | None = None
    team_id: int | None = None
    touchpoint_id: int | None = None
    theme_id: int | None = None
    urgent: str = ""
    sentiment: str = ""
    role: str = ""
    group: str = ""
    score: int | None = None
    language: str = ""
    channel: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    rest_of: tuple[str, str] | None = None
    first_quarter: int | None = None
    search: str = ""
    only_comments: bool = False
    bucket: str = ""
    by: str = ""
    confidence: float = 0.95
    few_below: int = FEW_ANSWERS

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("A query needs moments with a time zone.")
        if not (self.period or self.since or self.until):
            object.__setattr__(self, "period", ALL_TIME)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone that days and months are counted in."""
        return ZoneInfo(self.timezone)

    @property
    def is_about_words(self) -> bool:
        """Tell whether it asks what was said, beyond the score."""
        return self.only_comments or bool(self.search or self.urgent or self.sentiment) or self.theme_id is not None

    @property
    def by_property(self) -> str:
        """Return the key of the property that cuts into segments, or ""."""
        return self.by.removeprefix(PROPERTY) if self.by.startswith(PROPERTY) else ""

    def asking(self, **changes: Any) -> Self:
        """Return this query with other values: `query.asking(score=9)`."""
        return replace(self, **changes)

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        """Return this query for another time."""
        return replace(self, period="", since=since, until=until)

    def of_property(self, key: str, value: str | None) -> Self:
        """Return this query for one value of a property; None takes the property out of the question."""
        others = tuple(pair for pair in self.properties if pair[0] != key)
        return replace(self, properties=others if value is None else (*others, (key, value)))

    def with_history(self, points: int = 12) -> Self:
        """Return this query for the time its trend is drawn for: a period up to today gets what came before it.

        It then has at least so many buckets, and begins with one. Other times stay as they are.
        """
        if not (self.period and self.since and self.until):
            return self
        span = self.until - self.since
        bucket = readable_bucket(self.bucket or (WEEK if span <= SHORT_PERIOD else MONTH), span)
        last_moment = self.until - timedelta(microseconds=1)
        earlier = bucket_around(last_moment, bucket=bucket, zone=self.zone, back=points - 1)
        whole = bucket_around(self.since, bucket=bucket, zone=self.zone)
        return replace(self, period="", since=min(earlier, whole), bucket=bucket)

    @classmethod
    def from_params(
        cls,
        params: Mapping[str, str],
        *,
        workspace_id: int,
        timezone: str,
        now: datetime,
        period: str = DEFAULT_PERIOD,
    ) -> tuple[Self, tuple[Problem, ...]]:
        """Read a query from the parameters of an address; `period` is meant where it names none.

        Returns the query without what could not be read, and one problem for each of those: with problems, its
        figures would answer another question than the one in the address, so do not show them.
        """
        reader = Reader(params)
        zone = ZoneInfo(timezone)
        time = read_time(reader, zone=zone, now=now, period=period)
        query = cls(
            workspace_id=workspace_id,
            timezone=timezone,
            family=reader.one_of("family", NPS_FAMILIES) or RELATIONSHIP,
            whom=reader.one_of("whom", PEOPLE_GROUPS),
            period=time[0],
            since=time[1],
            until=time[2],
            survey_id=reader.reference("survey"),
            account_id=reader.reference_or_none("account"),
            team_id=reader.reference_or_none("team"),
            touchpoint_id=reader.reference_or_none("touchpoint"),
            theme_id=reader.reference_or_none("theme"),
            urgent=reader.one_of("urgent", (*URGENCIES, ANY)),
            sentiment=reader.one_of("sentiment", SENTIMENTS),
            role=reader.one_of("role", (*CONTACT_ROLES, NONE)),
            group=reader.one_of("group", GROUPS),
            score=reader.number("score", highest=10),
            language=reader.code("language"),
            channel=reader.code("channel"),
            properties=read_properties(reader),
            rest_of=read_rest(reader),
            first_quarter=reader.quarter("first"),
            search=reader.text("search"),
            only_comments=bool(reader.one_of("comment", ("1",))),
            bucket=reader.one_of("bucket", BUCKETS),
            by=read_dimension(reader),
        )
        return query, tuple(reader.problems)

    def to_params(self) -> dict[str, str]:
        """Return the parameters that `from_params` reads back, without those that ask nothing."""
        zone = self.zone
        params = {
            "family": "" if self.family == RELATIONSHIP else self.family,
            "whom": self.whom,
            "period": self.period,
            "since": "" if self.period or not self.since else moment_as_text(self.since, zone=zone),
            "until": "" if self.period or not self.until else moment_as_text(self.until, zone=zone, is_end=True),
            "survey": str(self.survey_id or ""),
            "account": _reference(self.account_id),
            "team": _reference(self.team_id),
            "touchpoint": _reference(self.touchpoint_id),
            "theme": _reference(self.theme_id),
            "urgent": self.urgent,
            "sentiment": self.sentiment,
            "role": self.role,
            "group": self.group,
            "score": "" if self.score is None else str(self.score),
            "language": self.language,
            "channel": self.channel,
            "rest_of": REST_MARK.join(self.rest_of or ()),
            "first": "" if self.first_quarter is None else quarter_as_text(self.first_quarter),
            "search": self.search,
            "comment": "1" if self.only_comments else "",
            "bucket": self.bucket,
            "by": self.by,
        }
        asked = {param: value for param, value in params.items() if value}
        return asked | {PROPERTY + key: value for key, value in self.properties}


def _reference(number: int | None) -> str:
    return "" if number is None else str(number or NONE)
