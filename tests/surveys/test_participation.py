"""Nobody can tell from the groups that are shown whether one person answered."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.rules.participation import Alike, cuts_by_size, told_cuts

numbers = st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(any)
cells = st.dictionaries(st.sampled_from(list(product("abc", "xyz"))), numbers, min_size=1)


def alike(kind: str, other: str, answered: int, silent: int) -> Alike:
    return Alike({"kind": kind, "other": other}, answered + silent, answered)


def test_the_largest_group_of_a_kind_comes_first() -> None:
    people = [alike("a", "x", 1, 1), alike("b", "x", 5, 0), alike("b", "y", 0, 2)]
    assert cuts_by_size(people) == [("kind", "b"), ("kind", "a"), ("other", "x"), ("other", "y")]


def test_a_group_is_told_where_enough_answered_and_enough_did_not() -> None:
    people = [alike("a", "x", 9, 9), alike("b", "x", 5, 5)]
    assert told_cuts(people, least=5) == {("kind", "a"), ("kind", "b"), ("other", "x")}
    assert told_cuts(people, least=6) == {("other", "x")}
    assert told_cuts([alike("a", "x", 9, 9), alike("b", "x", 7, 0)], least=5) == {("other", "x")}
    assert told_cuts([alike("a", "x", 2, 90)], least=5) == set()


def test_two_groups_that_differ_by_one_person_are_not_both_told() -> None:
    people = [alike("a", "x", 8, 8), alike("a", "y", 1, 0), alike("b", "y", 8, 8)]
    assert told_cuts(people, least=5) == {("kind", "a"), ("kind", "b")}


@given(cells, st.integers(2, 6))
def test_no_part_that_can_be_worked_out_is_smaller_than_promised(found, least) -> None:
    people = [alike(*facts, *numbers) for facts, numbers in found.items()]
    told = told_cuts(people, least=least)
    for signature in product((True, False), repeat=len(told)):
        part = [
            each
            for each in people
            if all((each.facts[name] == value) == wanted for (name, value), wanted in zip(told, signature, strict=True))
        ]
        if part and told:
            answered, asked = sum(each.answered for each in part), sum(each.asked for each in part)
            assert min(answered, asked - answered) >= least
