"""Is it a change? Against hand computations, the statistics core asked directly, and what must never be compared."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule import stats
from kuule.insight.answers import answer, changes_along, comparison, segments, trend
from kuule.insight.query import DIMENSIONS as BUILT_IN
from kuule.insight.query import MONTH, NONE, rest_of, segment_of
from kuule.responses.models import Response
from kuule.stats import Shares
from kuule.stats.permutation import permutation_p_values
from kuule.workspaces.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def autumn(now):
    """The ninety days before now, and the ninety days before those, as two times."""
    middle = now - timedelta(days=90)
    return {"since": middle, "until": now}, {"since": middle - timedelta(days=90), "until": middle}


def answers(programme, scores, at, contacts=None):
    for number, score in enumerate(scores):
        programme.answer(score, at=at, contact=contacts[number] if contacts else None)


def in_points(*figures):
    return tuple(figure * 100 for figure in figures)


def test_of_different_people_the_change_is_that_of_two_independent_groups(programme, autumn, now):
    this, before = autumn
    answers(programme, [10] * 20 + [8] * 5 + [3] * 5, now - timedelta(days=1))
    answers(programme, [10] * 10 + [8] * 5 + [3] * 15, now - timedelta(days=100))
    found = comparison(programme.query(**this), programme.query(**before))
    change = stats.nps_change(Shares(15, 5, 10), Shares(5, 5, 20))
    assert found.value == pytest.approx(50 - -100 / 6)
    assert (found.lower, found.upper, found.p_value) == (*in_points(change.lower, change.upper), change.p_value)
    assert (found.direction, found.method, found.both, found.warnings) == ("up", "aw_half", 0, ())
    for side, query in ((found.one, this), (found.other, before)):
        alone = answer(programme.query(**query))
        assert (side.value, side.lower, side.upper, side.n) == (alone.value, alone.lower, alone.upper, alone.n)
    assert found.chance_higher == stats.prob_improvement(Shares(15, 5, 10), Shares(5, 5, 20)) > 0.99


def test_of_the_same_people_the_change_knows_who_answered_twice(programme, autumn, now):
    this, before = autumn
    people = [programme.contact() for _ in range(50)]
    first = [10] * 25 + [8] * 10 + [3] * 15
    second = [10] * 28 + [8] * 10 + [3] * 12
    answers(programme, first, now - timedelta(days=100), people)
    answers(programme, [*second, 10], now - timedelta(days=1), [*people, None])
    found = comparison(programme.query(**this), programme.query(**before))
    contacts = [*range(50), *range(50), None]
    change = stats.overlap_change(contacts, [1] * 50 + [2] * 51, [*first, *second, 10])
    assert (found.method, found.both, found.p_value) == ("overlap", 50, pytest.approx(change.p_value))
    assert (found.lower, found.upper) == pytest.approx(in_points(change.lower, change.upper))
    strangers = stats.nps_change(Shares(15, 10, 25), Shares(12, 10, 29))
    assert found.direction == "up", "each of the same people who moved counts more than chance among strangers"
    assert strangers.direction == "steady"
    assert 0.99 < found.chance_higher < 1


def test_people_of_one_account_count_as_one_that_answers_alike(programme, autumn, now):
    this, before = autumn
    accounts = [programme.account(f"Account {number}") for number in range(50)]
    sour = [number % 3 == 0 for number in range(50)]
    for account, is_sour in zip(accounts, sour, strict=True):
        for days in (100, 1):
            people = [programme.contact(account=account) for _ in range(3)]
            answers(programme, [3 if is_sour else 10] * 3, now - timedelta(days=days), people)
    segment = programme.query(**this).asking(account_id=accounts[0].pk)
    assert comparison(segment, programme.query(**before).asking(account_id=accounts[0].pk)).method == "aw_half"
    found = comparison(programme.query(**this), programme.query(**before))
    assert (found.both, found.value, found.direction) == (0, 0, "steady")
    other = programme.account("Later")
    people = [programme.contact(account=other) for _ in range(12)]
    answers(programme, [10] * 12, now - timedelta(days=2), people)
    found = comparison(programme.query(**this), programme.query(**before))
    clusters = [number for number in range(50) for _ in range(6)] + [50] * 12
    sides = [side for _ in range(50) for side in (1, 1, 1, 2, 2, 2)] + [2] * 12
    scores = [3 if is_sour else 10 for is_sour in sour for _ in range(6)] + [10] * 12
    change = stats.overlap_change(clusters, sides, scores)
    assert (found.method, found.both) == ("overlap", 0)
    assert (found.lower, found.upper) == pytest.approx(in_points(change.lower, change.upper))


def test_of_few_people_the_wider_interval_is_shown(programme, autumn, now):
    this, before = autumn
    people = [programme.contact() for _ in range(8)]
    answers(programme, [10, 10, 9, 8, 8, 7, 3, 2], now - timedelta(days=100), people)
    answers(programme, [10, 10, 9, 9, 8, 7, 3, 2], now - timedelta(days=1), people)
    found = comparison(programme.query(**this), programme.query(**before))
    strangers = stats.nps_change(Shares(2, 3, 3), Shares(2, 2, 4))
    assert (found.method, found.both, found.direction) == ("aw_half", 8, "steady")
    assert (found.lower, found.upper) == in_points(strangers.lower, strangers.upper)
    assert found.warnings == ("few_on_a_side",)


def test_with_very_many_answers_people_are_not_looked_up(programme, autumn, now, monkeypatch):
    this, before = autumn
    people = [programme.contact() for _ in range(3)]
    answers(programme, [10, 9, 3], now - timedelta(days=1), people)
    answers(programme, [10, 8, 3], now - timedelta(days=100), people)
    monkeypatch.setattr(sys.modules["kuule.insight.answers.comparison"], "MOST_ANSWERS_READ", 5)
    found = comparison(programme.query(**this), programme.query(**before))
    assert (found.both, found.method) == (None, "aw_half")
    assert "people_not_matched" in found.warnings


def test_without_answers_on_a_side_nothing_is_claimed(programme, autumn, now):
    this, before = autumn
    answers(programme, [10, 3], now - timedelta(days=1))
    found = comparison(programme.query(**this), programme.query(**before))
    assert (found.value, found.lower, found.p_value, found.direction, found.chance_higher) == (None,) * 5
    assert (found.one.n, found.other.n) == (2, 0)


def test_all_of_one_kind_is_no_change_and_no_error(programme, autumn, now):
    this, before = autumn
    people = [programme.contact() for _ in range(45)]
    for days in (1, 100):
        answers(programme, [10] * 45, now - timedelta(days=days), people)
    found = comparison(programme.query(**this), programme.query(**before))
    assert (found.value, found.direction, found.both) == (0, "steady", 45)
    assert found.lower < 0 < found.upper


def test_a_set_is_never_compared_with_one_that_contains_it(programme, autumn):
    this, before = autumn
    whole = programme.query(**this)
    for other in (whole, programme.query(), whole.asking(role="user"), programme.query(**before).between(None, None)):
        with pytest.raises(ValueError, match="segment with the rest"):
            comparison(whole, other)
    comparison(whole.asking(role="user"), whole.asking(role="influencer"))
    comparison(whole.asking(role="user"), rest_of(whole, "role", "user"))


@pytest.fixture
def crowd(programme, define):
    """Answers of every kind of segment, some without one."""
    define("country")
    define("plan", of="account")
    acme, fjord = programme.account("Acme", plan="gold"), programme.account("Fjord")
    acme.team = Team.objects.create(workspace=programme.workspace, name="North")
    acme.save()
    after, alike = programme.beside("After a delivery"), programme.beside("After a visit")
    for each, name in ((after, "Delivery"), (after, "Pick-up"), (alike, "Visit")):
        each.touchpoint(name)
    scores = (10, 9, 8, 3, 0, 7, 10, 6, 9, 10)
    for number, score in enumerate(scores):
        person = programme.contact(
            account=(acme, fjord, None)[number % 3],
            role=("user", "influencer", "")[number % 3],
            **({"country": ("FI", "SE")[number % 2]} if number % 4 else {}),
        )
        asking = (programme, after, alike)[number % 3]
        asking.answer(score, contact=person, language=("fi", "en")[number % 2])
    programme.answer(2, language="sv")
    return programme


DIMENSIONS = (*BUILT_IN, "p.country", "p.account.plan")


@pytest.mark.parametrize("by", DIMENSIONS)
def test_a_segment_and_its_rest_are_the_whole_and_share_nobody(crowd, by):
    query = crowd.query(by=by)
    whole = answer(crowd.query())
    found = segments(query)
    for segment in found:
        rest = answer(rest_of(query, by, segment.key))
        assert segment.shares + rest.shares == whole.shares
        assert answer(segment_of(query, by, segment.key)).shares == segment.shares
        if not rest.n:
            assert segment.difference is None
            continue
        alone = comparison(segment_of(query, by, segment.key), rest_of(query, by, segment.key))
        difference = segment.difference
        assert difference.value == pytest.approx(alone.value) == pytest.approx(segment.value - rest.value)
        # One by one it is known who belongs to which account, and the more careful range is shown.
        assert alone.upper - alone.lower >= difference.upper - difference.lower - 1e-9


def test_a_lone_segment_has_no_rest_to_differ_from(programme):
    programme.answer(9)
    assert [each.difference for each in segments(programme.query(by="channel"))] == [None]
    assert segments(programme.query(by="p.nothing", role="user")) == []


def test_marks_survive_the_number_of_comparisons_or_are_not_given(programme, define):
    define("city")
    # One town of twelve is unhappy; the other eleven answer alike.
    towns = {"Turku": [2] * 8 + [10] * 2} | {f"Town {n}": [10] * 6 + [8] * 2 + [5] * 2 for n in range(11)}
    for town, scores in towns.items():
        for score in scores:
            programme.answer(score, contact=programme.contact(city=town))
    found = {each.name: each for each in segments(programme.query(by="p.city"))}
    turku, other = found["Turku"].difference, found["Town 0"].difference
    assert turku.direction == "down"
    assert {each.difference.direction for name, each in found.items() if name != "Turku"} == {"steady"}
    assert turku.p_value < turku.corrected_p < 0.05 < other.corrected_p
    exact = permutation_p_values(([22], [22], [66]), ([8], [0], [2]))[0]
    plain = stats.nps_change(Shares(22, 22, 66), Shares(8, 0, 2)).p_value
    assert turku.p_value == pytest.approx(max(exact, plain))


def test_many_tiny_accounts_that_do_not_differ_are_not_named(programme):
    # 300 accounts of two answers each, drawn so that several are all detractors by chance alone.
    counts = [(0, 0, 2)] * 120 + [(0, 2, 0)] * 100 + [(1, 0, 1)] * 70 + [(2, 0, 0)] * 10
    responses = []
    pattern = programme.answer(9)
    for account, (det, pas, pro) in enumerate(counts):
        responses += [
            Response(
                workspace=programme.workspace, survey=pattern.survey, version=pattern.version, channel="link",
                language="en", score=score, answered_at=pattern.answered_at, properties={"unit": f"u{account}"},
            )
            for score in [3] * det + [8] * pas + [10] * pro
        ]  # fmt: skip
    Response.objects.bulk_create(responses)
    found = segments(programme.query(by="p.unit"))
    assert len(found) == 301
    assert {each.difference.direction for each in found} == {"steady"}
    naive = stats.nps_changes(([100], [200], [310]), ([2], [0], [0])).p_value[0]
    assert naive < 0.02, "what one test alone would have called striking"


def test_the_steps_of_a_trend_are_read_together(programme):
    for month, scores in enumerate(([10] * 30, [10] * 29 + [3], [], [3] * 25 + [10] * 5, [3] * 26 + [10] * 4), start=1):
        answers(programme, scores, datetime(2026, month, 15, tzinfo=UTC))
    points = trend(programme.query(bucket=MONTH))
    changes = changes_along(points, 0.95)
    assert [change and change.direction for change in changes] == [None, "steady", None, None, "steady"]
    fallen = changes_along([points[0], points[3], points[4]], 0.95)
    assert [change and change.direction for change in fallen] == [None, "down", "steady"]
    assert changes_along([], 0.95) == []


def test_the_rest_of_a_role_includes_those_without_one(crowd):
    assert answer(rest_of(crowd.query(), "role", "user")).n == 11 - 4
    assert answer(rest_of(crowd.query(), "role", NONE)).n == 11 - 4
    assert (
        answer(rest_of(crowd.query(), "p.country", "FI")).n
        == 11 - answer(crowd.query(properties=(("country", "FI"),))).n
    )


scores = st.lists(st.integers(0, 10), min_size=1, max_size=12)


@pytest.mark.any_database
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scores, scores)
def test_turning_a_comparison_around_turns_the_difference(programme, ours, theirs):
    Response.objects.all().delete()
    for unit, given_scores in (("a", ours), ("b", theirs)):
        for score in given_scores:
            programme.answer(score, language=unit)
    a, b = (programme.query(language=unit) for unit in ("a", "b"))
    there, back = comparison(a, b), comparison(b, a)
    assert there.value == pytest.approx(-back.value)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower))
    assert there.lower <= there.upper
    assert there.p_value == pytest.approx(back.p_value)
    assert there.chance_higher + back.chance_higher == pytest.approx(1, abs=0.01)


def test_a_comparison_costs_few_queries(programme, autumn, now, django_assert_num_queries):
    this, before = autumn
    answers(programme, [10, 3], now - timedelta(days=1))
    answers(programme, [9, 3], now - timedelta(days=100))
    known = answer(programme.query(**this))
    with django_assert_num_queries(3):
        comparison(programme.query(**this), programme.query(**before), known=known)
