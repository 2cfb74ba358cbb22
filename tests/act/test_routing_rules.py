"""Whose a case is, in which order they are worked on, and who takes what when it is too much."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kuule.act.rules import BY_ACCOUNT, BY_TURN
from kuule.act.rules.capacity import Load, proposals
from kuule.act.rules.routing import (
    BY_LAST_RESORT,
    BY_MANAGER,
    BY_STAND_IN,
    BY_WORKSPACE_OWNER,
    Wish,
    Worker,
    in_turn,
    owner_for,
    present,
)
from kuule.act.rules.triage import (
    AT_ONCE,
    BY_RENEWAL,
    BY_URGENCY,
    BY_VALUE,
    CALM,
    SOON,
    Stake,
    reasons_first,
    urgency_of,
    weight_of,
)

TODAY = date(2026, 11, 20)
people = st.integers(1, 8)
staffs = st.dictionaries(people, st.builds(Worker, st.booleans(), st.booleans(), st.none() | people))
wishes = st.builds(
    Wish,
    by=st.just(BY_ACCOUNT),
    named=st.none() | people,
    team=st.lists(people, unique=True),
    managers=st.lists(people, unique=True),
    owners=st.lists(people, unique=True),
)


@given(people, staffs)
def test_whoever_stands_in_is_there_and_may_work_cases(member, staff) -> None:
    found = present(member, staff)
    assert found is None or (staff[found].works and not staff[found].is_away)


def test_stand_ins_are_followed_over_several_steps_and_circles_end() -> None:
    chain = {1: Worker(is_away=True, stand_in=2), 2: Worker(is_away=True, stand_in=3), 3: Worker()}
    assert present(1, chain) == 3
    circle = {1: Worker(is_away=True, stand_in=2), 2: Worker(is_away=True, stand_in=1)}
    assert present(1, circle) is None
    assert owner_for(Wish(by=BY_ACCOUNT, named=1, owners=(4,)), circle | {4: Worker()}, turn=BY_TURN).by == (
        BY_WORKSPACE_OWNER
    )


def test_each_rule_comes_after_the_one_before() -> None:
    staff = {number: Worker() for number in range(1, 6)}
    wish = Wish(by=BY_ACCOUNT, named=1, team=(2, 3), managers=(4,), owners=(5,))
    away, stood_in = Worker(is_away=True), Worker(is_away=True, stand_in=2)
    found = [owner_for(wish, staff, turn=BY_TURN)]
    found.append(owner_for(wish, staff | {1: stood_in}, turn=BY_TURN))
    found += [
        owner_for(wish, staff | dict.fromkeys(gone, away), turn=BY_TURN)
        for gone in ((1,), (1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5))
    ]
    assert [(each.member, each.by) for each in found] == [
        (1, BY_ACCOUNT),
        (2, BY_STAND_IN),
        (2, BY_TURN),
        (4, BY_MANAGER),
        (5, BY_WORKSPACE_OWNER),
        (4, BY_LAST_RESORT),
    ]


@given(wishes, staffs)
def test_a_case_is_nobodys_only_where_nobody_may_work_cases(wish, staff) -> None:
    found = owner_for(wish, staff, turn=BY_TURN)
    assert (found.member is None) == (not any(worker.works for worker in staff.values()))
    if found.member is not None and found.by != BY_LAST_RESORT:
        assert not staff[found.member].is_away


def test_turns_are_fair_whoever_is_away_for_a_while() -> None:
    now, taken = datetime(2026, 1, 1, tzinfo=UTC), dict[int, datetime]()
    for number in range(300):
        # Who is away is passed over and is first in line when they are back.
        there = [each for each in (1, 2, 3) if not (each == 2 and number % 10 == 0)]
        taken[in_turn(there, taken=taken)[0]] = now + timedelta(minutes=number)
    counts = Counter[int]()
    taken.clear()
    for number in range(300):
        chosen = in_turn((1, 2, 3), taken=taken)[0]
        taken[chosen] = now + timedelta(minutes=number)
        counts[chosen] += 1
    assert set(counts.values()) == {100}


def test_the_order_of_work_is_explained() -> None:
    stake = Stake(value=Decimal(120_000), renewal_on=TODAY + timedelta(days=40), urgency=SOON, score=2)
    found = reasons_first(stake, day=TODAY)
    assert [each.code for each in found][:2] == [BY_VALUE, BY_URGENCY]
    assert {each.code: each.figure for each in found}[BY_RENEWAL] == 40
    assert weight_of(stake, day=TODAY) == sum(each.points for each in found)
    assert reasons_first(Stake(score=9), day=TODAY) == []
    assert urgency_of(("leaving", "safety")) == AT_ONCE
    assert urgency_of(()) == CALM


@given(st.decimals(0, 10_000_000, places=2), st.decimals(0, 10_000_000, places=2), st.integers(0, 3), st.integers(0, 6))
def test_more_at_stake_never_comes_later(one, other, urgency, score) -> None:
    low, high = sorted((one, other))
    plain = {"urgency": urgency, "score": score}
    assert weight_of(Stake(value=low, **plain), day=TODAY) <= weight_of(Stake(value=high, **plain), day=TODAY)
    assert weight_of(Stake(value=low, **plain), day=TODAY) <= weight_of(
        Stake(value=low, urgency=urgency + 1, score=score), day=TODAY
    )


loads = st.dictionaries(people, st.tuples(st.integers(0, 12), st.integers(0, 10)), max_size=6)


@given(loads, st.dictionaries(people, st.frozensets(people), max_size=6))
def test_proposals_never_move_a_case_twice_or_overload_anybody(counts, mates) -> None:
    number, found = 0, []
    for member, (cases, calls) in counts.items():
        found.append(Load(member, range(number, number + cases), calls))
        number += cases
    by_member = {load.member: load for load in found}
    moved = proposals(found, mates=mates)
    assert len({each.case for each in moved}) == len(moved)
    given_away = Counter(each.giver for each in moved)
    taken = Counter(each.taker for each in moved)
    for each in moved:
        assert each.taker in mates[each.giver]
        assert each.case in by_member[each.giver].cases[by_member[each.giver].calls :]
    for member, load in by_member.items():
        assert given_away[member] <= load.over
        assert not taken[member] or len(load.cases) + taken[member] <= load.calls
