"""Turns spread over a period, and moments in which messages may go out."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.dispatch.rules import SendingTimes
from kuule.dispatch.rules.programmes import first_turns, following_turn, last_day_to_plan, period_of, turns_a_day

pytestmark = pytest.mark.any_database

MONDAY = date(2026, 11, 23)
ZONES = ("UTC", "Europe/Helsinki", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati")
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
times = st.builds(
    SendingTimes,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    first=st.integers(0, 11).map(time),
    last=st.integers(12, 23).map(time),
    holidays=st.frozensets(days, max_size=5),
)


@given(times, days, zones, st.floats(0, 1, exclude_max=True))
def test_a_moment_of_a_day_lies_in_its_window_whatever_the_clocks_do(times, day, zone, share):
    sending = next(times.days_from(day))
    moment = times.moment_on(sending, zone, share)
    assert times.is_open(moment, zone)
    assert moment.astimezone(zone).date() == sending


@given(times, st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), zones)
def test_the_next_moment_is_open_and_none_before_it_is(times, now, zone):
    moment = times.next_moment(now, zone)
    assert moment >= now
    assert times.is_open(moment, zone)
    if moment > now:
        assert not times.is_open(moment - timedelta(seconds=1), zone)


def test_a_day_without_the_hour_gives_way_to_the_next():
    night = SendingTimes(weekdays=frozenset(range(7)), first=time(3), last=time(4))
    helsinki = ZoneInfo("Europe/Helsinki")
    assert night.moment_on(date(2026, 3, 29), helsinki, 0.5).astimezone(helsinki).day == 30
    assert night.is_open(night.next_moment(datetime(2026, 3, 29, tzinfo=UTC), helsinki), helsinki)


def test_times_that_never_come_are_refused():
    with pytest.raises(ValueError, match="day of the week"):
        SendingTimes(weekdays=frozenset())
    with pytest.raises(ValueError, match="window"):
        SendingTimes(first=time(17), last=time(9))
    always = frozenset(MONDAY + timedelta(days=each) for each in range(800))
    with pytest.raises(ValueError, match="sending day"):
        next(SendingTimes(holidays=always).days_from(MONDAY))


def test_a_day_is_planned_when_it_begins_somewhere_on_earth():
    assert last_day_to_plan(datetime(2026, 11, 22, 9, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert last_day_to_plan(datetime(2026, 11, 22, 10, tzinfo=UTC)) == MONDAY


def load_of(turns):
    load: dict[date, int] = {}
    for turn in turns:
        load[turn] = load.get(turn, 0) + 1
    return load


@given(st.integers(1, 3000), st.integers(20, 200), times, days)
def test_a_new_panel_is_spread_evenly_over_its_period(people, period, times, day):
    turns = first_turns([day] * people, times=times, period_days=period, load={}, seed="1")
    possible = period_of(times, day, period)
    assert set(turns) <= set(possible)
    load, mean = load_of(turns), people / len(possible)
    assert max(load.values()) <= 1.15 * mean + 1
    # With few people the gaps between them are even too.
    places = sorted(possible.index(turn) for turn in turns)
    gap = len(possible) / people
    assert all(later - earlier <= gap + 1.5 for earlier, later in pairwise(places))


def test_newcomers_do_not_wait_and_keep_the_panel_even():
    times = SendingTimes()
    turns = first_turns([MONDAY] * 6_300, times=times, period_days=91, load={}, seed="1")
    load = load_of(turns)
    for number in range(600):
        joined = MONDAY + timedelta(days=number % 60)
        (turn,) = first_turns([joined], times=times, period_days=91, load=load, seed=str(number))
        assert turn - joined <= timedelta(days=10)
        load[turn] = load.get(turn, 0) + 1
    assert max(load.values()) <= 1.2 * sum(load.values()) / len(period_of(times, MONDAY, 91))


@pytest.mark.parametrize("period", [30, 90, 91, 100, 182])
def test_a_year_of_turns_stays_even_and_keeps_its_distance(period):
    times = SendingTimes(holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)}))
    people = 4_000
    turns = first_turns([MONDAY] * people, times=times, period_days=period, load={}, seed="1")
    load, asked = load_of(turns), {}
    queue = sorted(enumerate(turns), key=lambda each: each[1])
    for day in islice(times.days_from(MONDAY), 250):
        mean = turns_a_day(people, times=times, since=day, period_days=period)
        mine = [who for who, turn in queue if turn == day]
        asked[day] = len(mine)
        for who in mine:
            turn = following_turn(day + timedelta(days=period), times=times, load=load, mean=mean)
            load[turn] = load.get(turn, 0) + 1
            queue.append((who, turn))
            assert turn - day >= timedelta(days=period)
    counts = list(asked.values())
    assert max(counts) < 1.3 * sum(counts) / len(counts)


def test_whoever_left_leaves_no_hole_that_is_not_filled():
    times = SendingTimes()
    load = load_of(first_turns([MONDAY] * 630, times=times, period_days=91, load={}, seed="1"))
    first_week = [MONDAY + timedelta(days=each) for each in range(5)]
    for day in first_week:
        load[day] = 0
    turns = first_turns([MONDAY] * 40, times=times, period_days=91, load=load, seed="2")
    assert set(turns) <= set(first_week)
