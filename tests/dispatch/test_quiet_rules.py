"""Quiet hours on anybody's clock: no message in them, and none later than need be."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.dispatch.rules import QuietHours, SendingTimes, next_moment

HELSINKI = ZoneInfo("Europe/Helsinki")
ZONES = ("Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC")
A_MINUTE = timedelta(minutes=1)

times_of_day = st.times().map(lambda each: each.replace(second=0, microsecond=0))
quiet_hours = (
    st.tuples(times_of_day, times_of_day).filter(lambda pair: pair[0] != pair[1]).map(lambda p: QuietHours(*p))
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
# Moments round the days on which clocks are changed come up more often than by chance.
moments = st.one_of(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(
        [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 3, 8), datetime(2026, 4, 5)]
    ).flatmap(lambda day: st.integers(-720, 720).map(lambda minutes: day + minutes * A_MINUTE)),
).map(lambda each: each.replace(tzinfo=UTC))


@given(quiet_hours, zones, moments)
def test_the_moment_after_is_outside_of_them_and_not_later_than_they_end(quiet, zone, now):
    at = next_moment(now, zone, quiet=quiet)
    assert at is not None
    assert at >= now
    assert not quiet.is_quiet(at, zone)
    assert at - now <= timedelta(hours=25)
    if not quiet.is_quiet(now, zone):
        assert at == now
    else:
        # A clock that jumps over their end may cost as much as it jumps, and no more.
        before = at - timedelta(hours=1)
        assert before < now or quiet.is_quiet(before - A_MINUTE, zone) or quiet.is_quiet(at - A_MINUTE, zone)


@given(quiet_hours, zones, moments, st.sampled_from([SendingTimes(), SendingTimes(frozenset({5}), time(1), time(3))]))
def test_both_the_sending_times_and_the_person_are_heeded(quiet, zone, now, times):
    at = next_moment(now, zone, quiet=quiet, times=times)
    if at is not None:
        assert at >= now
        assert times.is_open(at, zone)
        assert not quiet.is_quiet(at, zone)


def test_they_go_over_midnight():
    quiet = QuietHours(time(20), time(8))
    late = datetime(2026, 11, 26, 21, 30, tzinfo=HELSINKI)
    assert next_moment(late, HELSINKI, quiet=quiet) == datetime(2026, 11, 27, 8, tzinfo=HELSINKI)
    assert next_moment(late - timedelta(hours=3), HELSINKI, quiet=quiet) == late - timedelta(hours=3)


def test_in_spring_their_end_may_be_left_out_and_in_autumn_it_comes_twice():
    quiet = QuietHours(time(22), time(3, 30))
    spring = datetime(2026, 3, 29, 0, tzinfo=HELSINKI)
    assert next_moment(spring, HELSINKI, quiet=quiet) == datetime(2026, 3, 29, 4, 30, tzinfo=HELSINKI)
    again = datetime(2026, 10, 25, 3, 10, fold=1, tzinfo=HELSINKI)
    assert next_moment(again, HELSINKI, quiet=quiet).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_whoever_is_quiet_all_the_time_that_messages_go_out_is_never_written_to():
    assert (
        next_moment(
            datetime(2026, 11, 27, tzinfo=UTC), HELSINKI, quiet=QuietHours(time(8), time(18)), times=SendingTimes()
        )
        is None
    )


def test_hours_that_end_as_they_begin_are_none():
    with pytest.raises(ValueError, match="another time"):
        QuietHours(time(8), time(8))
