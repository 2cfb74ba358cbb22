"""The question that stands in an address."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.insight.query import BUCKETS, DAY, DIMENSIONS, MONTH, NO_ACCOUNT, NO_ROW, QUARTER, WEEK, Query
from kuule.insight.query.buckets import bucket_bounds, readable_bucket, suited_bucket
from kuule.insight.query.periods import day_start

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HELSINKI = "Europe/Helsinki"


def read(timezone=HELSINKI, **params):
    params = {name.replace("__", "."): value for name, value in params.items()}
    return Query.from_params(params, workspace_id=1, timezone=timezone, now=NOW)


def problems(**params):
    return [(problem.code, problem.param) for problem in read(**params)[1]]


def test_without_a_word_the_last_ninety_days_are_meant_up_to_the_end_of_today():
    query, found = read()
    assert not found
    assert query.period == "90d"
    assert query.since == datetime(2026, 8, 21, 21, tzinfo=UTC)
    assert query.until == datetime(2026, 11, 20, 22, tzinfo=UTC)


def test_days_are_those_of_the_workspace_and_the_last_one_counts_whole():
    query, _ = read(since="2026-10-25", until="2026-10-25")
    assert query.until - query.since == timedelta(hours=25)
    assert query.to_params() == {"since": "2026-10-25", "until": "2026-10-25"}
    assert read("America/Havana", since="2026-03-08")[0].since == datetime(2026, 3, 8, 5, tzinfo=UTC)


def test_months_are_calendar_months():
    assert read(period="3m")[0].since == datetime(2026, 8, 19, 21, tzinfo=UTC)
    assert read(period="all")[0].since is None


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"since": "2026-11-20", "until": "2026-11-19"}, "reversed", "until"),
        ({"since": "20.11.2026"}, "date", "since"),
        ({"until": "9999-12-31"}, "date", "until"),
        ({"since": "2026-02-30"}, "date", "since"),
        ({"since": "2026-11-20T10:00"}, "date", "since"),
        ({"period": "fortnight"}, "period", "period"),
        ({"score": "11"}, "unknown", "score"),
        ({"score": "٣"}, "unknown", "score"),
        ({"group": "haters"}, "unknown", "group"),
        ({"survey": "-1"}, "unknown", "survey"),
        ({"account": "9" * 30}, "unknown", "account"),
        ({"account": "0"}, "unknown", "account"),
        ({"team": "x"}, "unknown", "team"),
        ({"role": "boss"}, "unknown", "role"),
        ({"language": "'; drop"}, "unknown", "language"),
        ({"bucket": "hour"}, "unknown", "bucket"),
        ({"by": "score"}, "unknown", "by"),
        ({"rest_of": "user"}, "unknown", "rest_of"),
        ({"rest_of": "role:boss"}, "unknown", "rest_of"),
        ({"rest_of": "account:0"}, "unknown", "rest_of"),
        ({"rest_of": "p.:x"}, "unknown", "rest_of"),
        ({"property": "country"}, "half_a_property", "value"),
        ({"value": "Oslo"}, "half_a_property", "property"),
        ({f"p__key{n}": "x" for n in range(9)}, "too_many", "property"),
    ],
)
def test_what_cannot_be_asked_is_told_and_left_out(params, code, param):
    assert problems(**params) == [(code, param)]


def test_hostile_text_is_made_harmless():
    query, found = read(search="a\0b\u202e" + "x" * 1_000_000, p__city="Os\0lo")
    assert not found
    assert len(query.search) == 200
    assert query.search.startswith("abx")
    assert query.properties == (("city", "Oslo"),)


def test_a_form_sends_a_property_as_key_and_value():
    assert read(property="country", value="Oslo", p__plan="gold")[0].properties == (
        ("plan", "gold"),
        ("country", "Oslo"),
    )


def test_every_parameter_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "reading-the-score.md").read_text(encoding="utf-8")
    everything = Query(
        workspace_id=1,
        timezone="UTC",
        family="employee",
        whom="employee",
        since=NOW,
        until=NOW,
        survey_id=1,
        account_id=1,
        team_id=1,
        touchpoint_id=1,
        theme_id=1,
        urgent="legal",
        sentiment="negative",
        first_quarter=2026 * 4,
        role="user",
        group="promoter",
        score=9,
        language="fi",
        channel="email",
        rest_of=("role", "user"),
        search="x",
        only_comments=True,
        bucket=DAY,
        by="role",
    )
    assert [param for param in ("period", *everything.to_params()) if f"`{param}`" not in page] == []
    assert {field.name for field in fields(Query) if getattr(everything, field.name) == field.default} == {
        "period",
        "properties",
        "few_below",
        "confidence",
    }, "a new field belongs in this test"


def test_a_query_needs_moments_with_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        Query(workspace_id=1, timezone="UTC", since=datetime(2026, 1, 1))


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
zones = st.sampled_from(["UTC", HELSINKI, "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"])
texts = st.text(min_size=1, max_size=20).map(str.strip).filter(lambda text: text.isprintable() and text)


@st.composite
def queries(draw):
    zone = draw(zones)
    ends = sorted(draw(st.tuples(days, days)))
    seconds = draw(st.sampled_from([0, 0, 3599]))
    query = Query(workspace_id=1, timezone=zone)
    since = day_start(ends[0], query.zone) + timedelta(seconds=seconds)
    until = day_start(ends[1] + timedelta(days=1), query.zone) + timedelta(seconds=seconds)
    return Query(
        workspace_id=1,
        timezone=zone,
        since=draw(st.sampled_from([since, None])),
        until=until,
        survey_id=draw(st.none() | st.integers(1, 10**9)),
        account_id=draw(st.none() | st.integers(NO_ACCOUNT, 10**9)),
        team_id=draw(st.none() | st.integers(NO_ROW, 10**9)),
        touchpoint_id=draw(st.none() | st.integers(NO_ROW, 10**9)),
        role=draw(st.sampled_from(["", "user", "none"])),
        first_quarter=draw(st.none() | st.integers(1970 * 4, 2200 * 4 - 1)),
        group=draw(st.sampled_from(["", "promoter"])),
        score=draw(st.none() | st.integers(0, 10)),
        rest_of=draw(
            st.none()
            | st.sampled_from(
                [
                    ("role", "none"),
                    ("account", "7"),
                    ("team", "none"),
                    ("touchpoint", "7"),
                    ("p.city", "a:b"),
                    ("p.city", ""),
                ]
            )
        ),
        properties=tuple(draw(st.dictionaries(st.sampled_from(["city", "account.plan", "2024"]), texts)).items()),
        search=draw(st.just("") | texts),
        only_comments=draw(st.booleans()),
        bucket=draw(st.sampled_from(["", *BUCKETS])),
        by=draw(st.sampled_from(["", "p.city", *DIMENSIONS])),
    )


@given(queries())
def test_an_address_brings_back_the_question_it_was_made_from(query):
    again = Query.from_params(query.to_params(), workspace_id=1, timezone=query.timezone, now=NOW)
    assert again == (query, ())


@given(
    st.dictionaries(
        st.sampled_from(["since", "until", "period", "account", "score", "by", "p.", "p.x", "value"]), st.text()
    )
)
def test_no_address_is_an_error(params):
    query, found = Query.from_params(params, workspace_id=1, timezone=HELSINKI, now=NOW)
    assert len(found) <= 6
    assert Query.from_params(query.to_params(), workspace_id=1, timezone=HELSINKI, now=NOW)[0] == query


@given(days, st.integers(1, 800), st.sampled_from(BUCKETS), zones)
def test_buckets_are_whole_days_without_gap_or_overlap(first, length, bucket, zone):
    query = Query(workspace_id=1, timezone=zone)
    since, until = day_start(first, query.zone), day_start(first + timedelta(days=length), query.zone)
    bounds = bucket_bounds(since, until, bucket=bucket, zone=query.zone)
    assert bounds == sorted(set(bounds))
    assert (bounds[0], bounds[-1]) == (since, until)
    starts = [bound.astimezone(query.zone) for bound in bounds[1:-1]]
    if bucket == WEEK:
        assert all(start.weekday() == 0 for start in starts)
    if bucket in (MONTH, QUARTER):
        assert all(start.day == 1 for start in starts)
    if bucket == DAY:
        assert all(timedelta(hours=22) <= later - earlier <= timedelta(hours=26) for earlier, later in pairwise(bounds))


def test_the_size_of_a_bucket_suits_the_time():
    spans = {7: DAY, 90: WEEK, 365: MONTH, 3650: QUARTER}
    assert {days: suited_bucket(timedelta(days=days)) for days in spans} == spans
    assert readable_bucket(DAY, timedelta(days=3650)) == MONTH


def test_a_short_period_is_drawn_with_what_came_before_it():
    quarter = read()[0].with_history()
    assert (quarter.bucket, quarter.since) == (MONTH, datetime(2025, 11, 30, 22, tzinfo=UTC))
    assert read(period="30d")[0].with_history().bucket == WEEK
    chosen = read(since="2026-11-01", until="2026-11-10")[0]
    assert chosen.with_history() == chosen
