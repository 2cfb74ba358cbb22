"""What an initiative goes through, its class, its money, and who is told: rules alone."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.rules.initiatives import (
    AHEAD,
    ASKED,
    BIG_BET,
    DONE,
    ENDED,
    GRANTED,
    HYGIENE,
    INITIATIVE_STATES,
    LATE,
    MEASURED,
    MOVES,
    NOT_NOW,
    PROPOSED,
    QUICK_WIN,
    REFUSED,
    REVIEWED,
    SOON,
    STOPPED,
    UNDER_WAY,
    Money,
    impact_class,
    may_be_measured,
    may_move,
    permission_to_move,
    review_state,
    sums_of,
)
from kuule.act.rules.telling import (
    LONGEST_WAIT,
    NO_TEXT,
    PAUSE_AFTER_ASK,
    PAUSE_AFTER_TELLING,
    Recipient,
    decide_to_tell,
    language_to_tell,
)
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.dispatch.rules import ALLOW, ARCHIVED, CASE_OPEN, DROP, HOLD, Hold
from tests.conftest import NOW

TODAY = date(2026, 11, 20)
amounts = st.decimals(0, 1_000_000, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def monies(draw: st.DrawFn) -> Money:
    """Return the money of an initiative in any state that can be reached."""
    path = [PROPOSED]
    while MOVES[path[-1]] and draw(st.booleans()):
        path.append(draw(st.sampled_from(MOVES[path[-1]])))
    asked = granted = None
    was_decided = False
    for state in path:
        if state == ASKED:
            asked, granted, was_decided = draw(amounts), None, False
        elif state == GRANTED:
            granted, was_decided = min(draw(amounts), asked or Decimal(0)), True
        elif state == REFUSED:
            was_decided = True
    spent = draw(st.none() | amounts)
    return Money(state=path[-1], asked=asked, granted=granted, spent=spent, was_decided=was_decided)


@given(st.lists(monies(), max_size=8))
def test_every_euro_asked_for_is_granted_refused_waiting_or_withdrawn(lines: list[Money]) -> None:
    sums = sums_of(lines)
    assert sums.asked == sums.granted + sums.refused + sums.waiting + sums.withdrawn
    assert min(sums.granted, sums.refused, sums.waiting, sums.withdrawn) >= 0


@given(st.lists(monies(), max_size=5), st.lists(monies(), max_size=5))
def test_sums_of_two_lists_are_the_sum(one: list[Money], other: list[Money]) -> None:
    together, apart = sums_of([*one, *other]), (sums_of(one), sums_of(other))
    for name in together.__dataclass_fields__:
        assert getattr(together, name) == sum(getattr(each, name) for each in apart)


@given(st.lists(st.sampled_from(INITIATIVE_STATES), max_size=12))
def test_nothing_is_begun_that_was_not_asked_for_and_granted(wanted: list[str]) -> None:
    state, path = PROPOSED, [PROPOSED]
    for to in wanted:
        if may_move(state, to):
            state = to
            path.append(to)
    for state, before in ((GRANTED, ASKED), (UNDER_WAY, GRANTED), (DONE, UNDER_WAY), (MEASURED, DONE)):
        if state in path:
            assert path[path.index(state) - 1] == before


def test_who_is_over_moves_no_more_but_a_refusal_may_be_asked_anew() -> None:
    assert [state for state in ENDED if MOVES[state]] == [REFUSED]
    assert may_move(REFUSED, ASKED)


def test_money_and_the_end_of_what_was_begun_take_who_may_decide() -> None:
    assert {permission_to_move(ASKED, to) for to in MOVES[ASKED]} == {"decide_improvements"}
    assert permission_to_move(UNDER_WAY, STOPPED) == "decide_improvements"
    assert permission_to_move(PROPOSED, STOPPED) == permission_to_move(GRANTED, UNDER_WAY) == "change_improvements"


@pytest.mark.parametrize(
    ("impact", "effort", "expected"),
    [(3, 1, QUICK_WIN), (2, 1, QUICK_WIN), (3, 3, BIG_BET), (1, 1, HYGIENE), (2, 2, HYGIENE), (1, 3, NOT_NOW)],
)
def test_class_follows_from_impact_and_effort(impact: int, effort: int, expected: str) -> None:
    assert impact_class(impact, effort) == expected


def test_a_review_is_late_from_the_day_after() -> None:
    days = {TODAY - timedelta(days=1): LATE, TODAY: SOON, TODAY + timedelta(days=14): SOON}
    assert {day: review_state(day, is_made=False, today=TODAY) for day in days} == days
    assert review_state(TODAY + timedelta(days=15), is_made=False, today=TODAY) == AHEAD
    assert review_state(TODAY - timedelta(days=1), is_made=True, today=TODAY) == REVIEWED


def test_it_is_measured_once_the_time_is_over_and_not_before() -> None:
    start = {"starts_on": TODAY, "after_days": 90}
    assert not may_be_measured(**start, ends_on=None, today=TODAY + timedelta(days=89))
    assert may_be_measured(**start, ends_on=None, today=TODAY + timedelta(days=90))
    assert may_be_measured(**start, ends_on=TODAY + timedelta(days=9), today=TODAY + timedelta(days=10))


moments = st.timedeltas(timedelta(days=-90), timedelta(days=90)).map(lambda away: NOW + away)
recipients = st.builds(
    Recipient,
    has_address=st.booleans(),
    is_archived=st.booleans(),
    suppressed=st.sampled_from(["", UNSUBSCRIBED]),
    is_purpose=st.booleans(),
    has_consent=st.booleans(),
    is_taken_out=st.booleans(),
    has_text=st.booleans(),
    has_open_case=st.booleans(),
    holds=st.lists(st.builds(Hold, st.just(CASE_OPEN), moments), max_size=2),
    told_at=st.none() | st.timedeltas(timedelta(0), timedelta(days=90)).map(lambda ago: NOW - ago),
    asked_at=st.none() | st.timedeltas(timedelta(0), timedelta(days=90)).map(lambda ago: NOW - ago),
)


@given(recipients, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_only_whom_nothing_forbids_is_told(person: Recipient, ago: timedelta) -> None:
    decision = decide_to_tell(person, begun_at=NOW - ago, now=NOW)
    never = (
        not (person.has_address and person.is_purpose and person.has_consent and person.has_text)
        or person.is_archived
        or person.is_taken_out
        or bool(person.suppressed)
    )
    waits = (
        person.has_open_case
        or any(hold.until > NOW for hold in person.holds)
        or (person.told_at is not None and person.told_at + PAUSE_AFTER_TELLING > NOW)
        or (person.asked_at is not None and person.asked_at + PAUSE_AFTER_ASK > NOW)
    )
    assert (decision.verdict == ALLOW) == (not never and not waits)
    assert decision.verdict == ALLOW or decision.rule
    if never:
        assert decision.verdict == DROP
    if decision.verdict == HOLD:
        assert decision.until is not None
        assert NOW < decision.until <= NOW - ago + LONGEST_WAIT


def test_an_open_case_is_waited_for_and_one_that_never_closes_is_given_up() -> None:
    person = Recipient(has_open_case=True)
    assert decide_to_tell(person, begun_at=NOW, now=NOW).verdict == HOLD
    late: datetime = NOW + LONGEST_WAIT
    assert (found := decide_to_tell(person, begun_at=NOW, now=late)).verdict == DROP
    assert found.rule == CASE_OPEN


def test_what_never_passes_is_named_before_what_does() -> None:
    person = Recipient(is_archived=True, has_open_case=True, has_text=False)
    assert decide_to_tell(person, begun_at=NOW, now=NOW).rule == ARCHIVED
    assert decide_to_tell(Recipient(has_text=False), begun_at=NOW, now=NOW).rule == NO_TEXT


@pytest.mark.parametrize(
    ("wanted", "written", "expected"),
    [
        ("fi", {"en": 1, "fi": 1}, ("fi", False)),
        ("pt-br", {"en": 1, "pt": 1}, ("pt", False)),
        ("sv", {"en": 1, "fi": 1}, ("en", True)),
        ("", {"en": 1, "fi": 1}, ("en", False)),
        ("sv", {"de": 1}, ("de", True)),
        ("sv", {}, ("", True)),
    ],
)
def test_everybody_is_told_in_their_language_where_it_is_written(
    wanted: str, written: dict[str, object], expected: tuple[str, bool]
) -> None:
    assert language_to_tell(wanted, written=written, fallback="en") == expected
