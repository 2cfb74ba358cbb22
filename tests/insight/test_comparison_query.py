"""The other side of a comparison, as it stands in an address."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.insight.query import (
    DAYS,
    REST,
    SEGMENTS,
    YEAR,
    Contrast,
    ContrastedQuery,
    NothingToCompare,
    Query,
    rest_of,
    segment_of,
    share_no_answer,
)

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HELSINKI = "Europe/Helsinki"


def read(**params):
    query = Query.from_params(params, workspace_id=1, timezone=HELSINKI, now=NOW)[0]
    contrast, problems = Contrast.from_params(params, query)
    return query, contrast, [(problem.code, problem.param) for problem in problems]


def days(query):
    """First and last day of a query's time."""
    params = query.between(query.since, query.until).to_params()
    return params.get("since"), params.get("until")


def sides(**params):
    query, contrast, problems = read(**params)
    assert not problems
    return contrast.sides(query, now=NOW)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ({}, ("2026-05-24", "2026-08-21")),  # 90 days, none of them in the last 90 days and today
        ({"period": "12m"}, ("2024-11-20", "2025-11-19")),
        ({"since": "2026-09-01", "until": "2026-09-30"}, ("2026-08-01", "2026-08-31")),
        ({"since": "2026-07-01", "until": "2026-09-30"}, ("2026-04-01", "2026-06-30")),
        ({"since": "2026-09-02", "until": "2026-09-08"}, ("2026-08-26", "2026-09-01")),
        ({"since": "2026-11-16"}, ("2026-11-11", "2026-11-15")),
    ],
)
def test_the_time_before_is_as_long_and_ends_where_this_one_begins(asked, before):
    one, other = sides(**asked)
    assert days(other) == before
    assert other.until == one.since


@pytest.mark.parametrize(
    ("asked", "earlier"),
    [
        ({}, ("2025-08-22", "2025-11-20")),
        ({"since": "2024-02-29", "until": "2024-02-29"}, ("2023-02-28", "2023-02-28")),
        ({"period": "12m"}, ("2024-11-20", "2025-11-19")),
    ],
)
def test_a_year_before_are_the_same_days(asked, earlier):
    assert days(sides(against=YEAR, **asked)[1]) == earlier


def test_other_days_and_segments_are_chosen_by_hand():
    assert days(sides(against=DAYS, other_since="2026-01-01", other_until="2026-01-31")[1]) == (
        "2026-01-01",
        "2026-01-31",
    )
    one, other = sides(against=SEGMENTS, by="role", segment="user", other="none", period="all")
    assert (one.role, other.role) == ("user", "none")
    one, other = sides(against=SEGMENTS, by="p.city", segment="", other=REST, period="all")
    assert one.properties == (("city", ""),)
    assert other.rest_of == ("p.city", "")


def test_a_segment_of_a_strange_name_is_not_all_others():
    one, other = sides(against=SEGMENTS, by="p.city", segment="Oslo", other="**", period="all")
    assert (one.properties, other.properties) == ((("city", "Oslo"),), (("city", "*"),))


def test_comparing_segments_takes_the_filter_by_them_off():
    one, other = sides(against=SEGMENTS, by="role", role="user", segment="influencer", other=REST, language="fi")
    assert (one.role, other.role, other.rest_of, other.language) == ("influencer", "", ("role", "influencer"), "fi")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"period": "all"}, "no_beginning"),
        ({"until": "2026-11-01"}, "no_beginning"),
        ({"period": "24m", "against": YEAR}, "shared_days"),
        ({"since": "2027-01-01"}, "shared_days"),
        ({"against": DAYS}, "no_days"),
        ({"against": DAYS, "other_since": "2026-10-01"}, "shared_days"),
        ({"against": SEGMENTS}, "no_segment"),
        ({"against": SEGMENTS, "by": "role", "segment": "user"}, "no_segment"),
        ({"against": SEGMENTS, "by": "role", "segment": "user", "other": "user"}, "same_segment"),
        (
            {"against": SEGMENTS, "by": "role", "segment": "user", "other": REST, "rest_of": "account:none"},
            "left_out",
        ),
    ],
)
def test_where_two_sides_cannot_be_told_apart_the_reason_is_told(params, code):
    with pytest.raises(NothingToCompare) as reason:
        sides(**params)
    assert reason.value.code == code


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"against": "yesterday"}, ("unknown", "against")),
        ({"against": DAYS, "other_since": "soon"}, ("date", "other_since")),
        ({"against": DAYS, "other_since": "2026-02-02", "other_until": "2026-02-01"}, ("reversed", "other_until")),
        ({"against": SEGMENTS, "by": "role", "segment": "boss"}, ("unknown", "segment")),
        ({"against": SEGMENTS, "by": "role", "segment": REST}, ("unknown", "segment")),
        ({"against": SEGMENTS, "by": "account", "other": "0"}, ("unknown", "other")),
        ({"against": SEGMENTS, "by": "survey", "other": "9" * 30}, ("unknown", "other")),
        ({"against": SEGMENTS, "by": "language", "other": "'; drop"}, ("unknown", "other")),
    ],
)
def test_what_cannot_be_compared_is_told(params, problem):
    assert read(**params)[2] == [problem]


moments = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
texts = st.text(min_size=1, max_size=20).map(str.strip).filter(lambda text: text.isprintable() and text)
segments = st.none() | st.sampled_from(["", "a:b"]) | texts.filter(lambda text: not text.startswith("*"))


@given(moments, st.integers(0, 10**8), segments, segments | st.just(REST), st.sampled_from([DAYS, SEGMENTS, YEAR]))
def test_an_address_brings_back_the_comparison_it_was_made_from(since, seconds, segment, other, against):
    until = since + timedelta(seconds=seconds + 1)
    contrast = {
        DAYS: Contrast(against=DAYS, since=since, until=until),
        SEGMENTS: Contrast(against=SEGMENTS, segment=segment, other=other),
        YEAR: Contrast(against=YEAR),
    }[against]
    query = Query(workspace_id=1, timezone=HELSINKI, since=since, by="p.city")
    params = ContrastedQuery.of(query, contrast).to_params()
    assert Query.from_params(params, workspace_id=1, timezone=HELSINKI, now=NOW) == (query, ())
    assert Contrast.from_params(params, query) == (contrast, ())


@given(st.dictionaries(st.sampled_from(["against", "other_since", "other_until", "segment", "other", "by"]), st.text()))
def test_no_address_is_an_error(params):
    query, contrast, _problems = read(**params)
    try:
        one, other = contrast.sides(query, now=NOW)
    except NothingToCompare:
        return
    assert share_no_answer(one, other)


def test_only_what_can_share_nothing_is_apart():
    query = Query(workspace_id=1, timezone=HELSINKI, by="role")
    user, others = segment_of(query, "role", "user"), rest_of(query, "role", "user")
    assert share_no_answer(user, others)
    assert share_no_answer(others, user.of_property("city", "Oslo"))
    assert not share_no_answer(others, query)
    assert not share_no_answer(user, query)
    assert not share_no_answer(rest_of(query, "role", "influencer"), others)
    assert share_no_answer(query, query.asking(workspace_id=2))
    with pytest.raises(ValueError, match="One segment at a time"):
        rest_of(others, "language", "fi")


def test_every_parameter_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "reading-the-score.md").read_text(encoding="utf-8")
    everything = Contrast(against=SEGMENTS, since=NOW, until=NOW, segment="a", other="b")
    assert [
        param for param in everything.to_params(Query(workspace_id=1, timezone="UTC").zone) if f"`{param}`" not in page
    ] == []
