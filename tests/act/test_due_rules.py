"""Until when a person reaches out, and when letters may be written, to the minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.rules.attention import (
    MANAGERS_KNOW,
    OWNERS_KNOW,
    QUIET,
    REMINDED_ONCE,
    Steps,
    Waiting,
    next_step,
)
from kuule.act.rules.due import LetterHours, WorkingDays, due_at
from kuule.act.rules.triage import AT_ONCE

HELSINKI = ZoneInfo("Europe/Helsinki")
# Zones whose clocks are set at different hours, by half an hour, over midnight, or skip a day.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Helsinki",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "UTC",
    )
]
moments = st.datetimes(datetime(2011, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
calendars = st.builds(
    WorkingDays,
    st.sampled_from(ZONES),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2011, 12, 20), date(2012, 1, 10)), max_size=6),
)


def local(text: str, zone: ZoneInfo = HELSINKI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("answered", "hours", "due"),
    [
        ("2026-11-16 09:12", 24, "2026-11-17 09:12"),
        ("2026-11-19 23:59", 24, "2026-11-20 23:59"),
        # Friday noon: Saturday is free, Monday is the next working day.
        ("2026-11-20 12:00", 24, "2026-11-24 00:00"),
        ("2026-11-21 12:00", 24, "2026-11-24 00:00"),
        ("2026-11-22 12:00", 24, "2026-11-23 12:00"),
        # Christmas Eve to Boxing Day, then a weekend.
        ("2026-12-23 10:00", 24, "2026-12-29 00:00"),
        # The clocks are set back on Sunday at four: a day of 25 hours.
        ("2026-10-24 12:00", 48, "2026-10-26 11:00"),
        ("2026-03-28 12:00", 48, "2026-03-30 13:00"),
    ],
)
def test_24_hours_on_the_clock_and_days_off_roll_to_the_end_of_the_next_working_day(answered, hours, due) -> None:
    christmas = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    days = WorkingDays(HELSINKI, days_off=christmas)
    assert due_at(local(answered), hours=hours, days=days) == local(due)


@given(moments, st.integers(1, 48), calendars)
def test_what_is_promised_holds_on_every_calendar(answered, hours, days) -> None:
    plain, due = answered + timedelta(hours=hours), due_at(answered, hours=hours, days=days)
    day = plain.astimezone(days.zone).date()
    assert due >= plain
    if days.include(day):
        assert due == plain
        return
    # The last minute before it is of a working day, the first before which nobody worked since the plain time.
    last = (due - timedelta(minutes=1)).astimezone(days.zone).date()
    assert days.include(last)
    assert due.astimezone(days.zone).date() > last
    between = (day + timedelta(days=number) for number in range((last - day).days))
    assert not any(days.include(each) for each in between)


def test_a_calendar_without_a_working_day_leaves_the_clock() -> None:
    days = WorkingDays(HELSINKI, weekdays=frozenset())
    assert due_at(local("2026-11-20 12:00"), hours=24, days=days) == local("2026-11-21 12:00")
    assert LetterHours(days).next_from(local("2026-11-20 23:00")) == local("2026-11-20 23:00")


@given(moments, calendars, st.integers(0, 22), st.integers(1, 23))
def test_letters_are_written_in_their_hours_only(moment, days, begins, length) -> None:
    hours = LetterHours(days, begins, min(24, begins + length))
    for at, is_later in ((hours.next_from(moment), True), (hours.last_until(moment), False)):
        assert at >= moment if is_later else at <= moment
        assert (at == moment) or days.include(
            (at if is_later else at - timedelta(minutes=1)).astimezone(days.zone).date()
        )
        if at != moment and is_later:
            assert hours.next_from(at) == at


def steps_taken(waiting: Waiting, steps: Steps, hours: LetterHours) -> list[tuple[int, datetime]]:
    found = []
    while (step := next_step(waiting, steps=steps, hours=hours)) is not None:
        found.append(step)
        waiting = Waiting(opened_at=waiting.opened_at, due_at=waiting.due_at, urgency=waiting.urgency, level=step[0])
    return found


def test_the_owner_is_reminded_then_managers_hear_then_the_owners_of_the_workspace() -> None:
    hours = LetterHours(WorkingDays(HELSINKI))
    waiting = Waiting(opened_at=local("2026-11-16 14:00"), due_at=local("2026-11-17 14:00"), urgency=0, level=QUIET)
    assert steps_taken(waiting, Steps(), hours) == [
        (REMINDED_ONCE, local("2026-11-17 10:00")),
        (MANAGERS_KNOW, local("2026-11-17 14:00")),
        (OWNERS_KNOW, local("2026-11-18 14:00")),
    ]


def test_nothing_is_written_at_night_or_on_days_off_unless_it_cannot_wait() -> None:
    hours = LetterHours(WorkingDays(HELSINKI))
    night = {"opened_at": local("2026-11-19 02:00"), "due_at": local("2026-11-20 20:00"), "level": QUIET}
    calm = steps_taken(Waiting(urgency=0, **night), Steps(remind_before=1), hours)
    assert [at for _level, at in calm] == [
        local("2026-11-20 18:00"),
        local("2026-11-23 08:00"),
        local("2026-11-23 08:00"),
    ]
    urgent = steps_taken(Waiting(urgency=AT_ONCE, **night), Steps(remind_before=1), hours)
    assert [at for _level, at in urgent] == [
        local("2026-11-20 19:00"),
        local("2026-11-20 20:00"),
        local("2026-11-21 20:00"),
    ]


@given(moments, st.integers(1, 72), calendars, st.integers(0, 72), st.integers(0, 48), st.integers(0, 48))
def test_levels_are_reached_in_order_and_none_is_left_out(opened, due_in, days, remind, managers, owners) -> None:
    waiting = Waiting(opened_at=opened, due_at=opened + timedelta(hours=due_in), urgency=0, level=QUIET)
    steps = Steps(remind_before=remind, managers_after=managers, owners_after=managers + owners)
    taken = steps_taken(waiting, steps, LetterHours(days))
    assert [level for level, _at in taken][-2:] == [MANAGERS_KNOW, OWNERS_KNOW]
    assert all(one[1] <= other[1] for one, other in pairwise(taken))
    assert all(at < waiting.due_at for level, at in taken if level == REMINDED_ONCE)
    assert all(at > opened for _level, at in taken)
