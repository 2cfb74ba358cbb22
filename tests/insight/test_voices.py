"""One set of answers counted three ways: figures by hand, what is left out, and accounts that pull or keep silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule import stats
from kuule.contacts.rules import NUMBER
from kuule.contacts.services import archive_account, change_account
from kuule.insight.answers import answer
from kuule.insight.answers.coverage import all_accounts, coverage
from kuule.insight.answers.pulls import strongest_pulls
from kuule.insight.answers.voices import voices
from kuule.insight.answers.worth import likely_worth, number_properties, worth_from
from kuule.insight.query import NO_ACCOUNT
from kuule.insight.selectors.choices import Property
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_accounts(programme, define):
    """Small: worth 100, four promoters. Large: worth 900, one detractor. New: of unknown worth, one promoter."""
    define("value", of="account", kind="number")
    programme.small = programme.account("Small", value=100)
    programme.large = programme.account("Large", value=900)
    programme.new = programme.account("New")
    for account, scores in ((programme.small, (10, 10, 9, 9)), (programme.large, (0,)), (programme.new, (9,))):
        for score in scores:
            programme.answer(score, contact=programme.contact(account=account))
    return programme


def test_the_same_answers_give_three_scores(three_accounts) -> None:
    found = voices(three_accounts.query(), key="value")
    # (5 − 1)/6; (1 − 1 + 1)/3; (100 − 900)/1000.
    scores = [found.by_answer.value, found.by_account.value, found.by_worth.value]
    assert scores == pytest.approx([400 / 6, 100 / 3, -80])
    assert [voice.n for voice in (found.by_answer, found.by_account, found.by_worth)] == [6, 6, 5]
    assert [voice.accounts for voice in (found.by_answer, found.by_account, found.by_worth)] == [3, 3, 2]
    assert (found.by_worth.largest_account, found.by_worth.largest_share) == (three_accounts.large.pk, 0.9)


def test_each_figure_is_that_of_the_answers_one_by_one(three_accounts) -> None:
    scores, accounts = [10, 10, 9, 9, 0, 9], [1, 1, 1, 1, 2, 3]
    found = voices(three_accounts.query(), key="value")
    weights = [
        None,
        stats.account_weights(accounts),
        stats.account_weights(accounts, {1: 100, 2: 900}),
    ]
    for voice, weight in zip((found.by_answer, found.by_account, found.by_worth), weights, strict=True):
        expected = stats.weighted_nps(scores, weight, clusters=accounts)
        assert voice.value == pytest.approx(100 * expected.value)
        assert (voice.lower, voice.upper) == pytest.approx((100 * expected.lower, 100 * expected.upper))
        assert voice.n_star == pytest.approx(expected.n_star)
        assert voice.warnings == tuple(expected.warnings)


def test_the_score_of_each_answer_is_that_of_the_overview_with_a_wider_range(three_accounts) -> None:
    query = three_accounts.query()
    found, overview = voices(query).by_answer, answer(query)
    assert (found.value, found.n) == (pytest.approx(overview.value), overview.n)
    assert found.counts_like < overview.n
    assert found.upper - found.lower > overview.upper - overview.lower


def test_answers_without_an_account_count_in_the_first_figure_alone(three_accounts) -> None:
    three_accounts.answer(0)
    three_accounts.answer(0, contact=three_accounts.contact())
    found = voices(three_accounts.query(), key="value")
    assert (found.left_out.alone, found.left_out.shared) == (2, 1)
    assert (found.by_answer.n, found.by_account.n) == (8, 6)
    assert found.by_answer.value == pytest.approx(100 * (5 - 3) / 8)


def test_what_has_no_weight_is_counted_and_named(three_accounts) -> None:
    for worth in (-5, 0):
        account = three_accounts.account(f"Worth {worth}", value=worth)
        three_accounts.answer(0, contact=three_accounts.contact(account=account))
    left_out = voices(three_accounts.query(), key="value").left_out
    assert (left_out.unknown, left_out.negative, left_out.zero) == (1, 1, 1)
    found = voices(three_accounts.query(), key="value").by_worth
    assert found.value == pytest.approx(-80)
    assert (found.n, found.accounts) == (5, 2)


def test_an_account_weighs_what_it_was_worth_when_it_answered(three_accounts, now) -> None:
    change_account(account=three_accounts.large, properties={"value": 10}, actor=SYSTEM, now=now)
    assert voices(three_accounts.query(), key="value").by_worth.value == pytest.approx(-80)
    three_accounts.answer(10, contact=three_accounts.contact(account=three_accounts.large))
    # Of its two answers one weighs 900/2, the other 10/2.
    assert voices(three_accounts.query(), key="value").by_worth.value == pytest.approx(100 * (100 - 450 + 5) / 555)


def test_where_the_worth_of_that_time_is_unknown_the_one_of_now_stands_in(three_accounts, now) -> None:
    change_account(account=three_accounts.new, properties={"value": 1_000}, actor=SYSTEM, now=now)
    found = voices(three_accounts.query(), key="value")
    assert found.left_out.from_now == 1
    assert found.left_out.unknown == 0
    assert found.by_worth.value == pytest.approx(100 * (100 - 900 + 1_000) / 2_000)


def test_without_a_number_there_are_two_ways(three_accounts) -> None:
    found = voices(three_accounts.query())
    assert found.by_worth is None
    assert found.left_out.unknown == 0


def test_one_account_or_none_is_not_enough(three_accounts) -> None:
    assert not voices(three_accounts.query(account_id=three_accounts.small.pk)).is_enough
    three_accounts.answer(3)
    alone = voices(three_accounts.query(account_id=NO_ACCOUNT))
    assert (alone.is_enough, alone.by_account.value, alone.by_answer.value) == (False, None, -100)


def test_coverage_counts_accounts_and_their_worth(three_accounts, now) -> None:
    silent = three_accounts.account("Silent", value=500)
    three_accounts.account("Tiny and silent", value=3)
    three_accounts.account("Of another team")
    archive_account(account=three_accounts.account("Gone", value=9_999), actor=SYSTEM, now=now)
    query = three_accounts.query()
    covered = coverage(query, voices(query, key="value"))
    assert (covered.accounts, covered.answered, covered.unvalued) == (6, 3, 2)
    assert (covered.worth, covered.worth_answered) == (1_503, 1_000)
    assert (covered.silent[0].account_id, covered.silent[0].worth) == (silent.pk, 500)
    # An account that answered stays one of all, even when it is put away later.
    archive_account(account=three_accounts.large, actor=SYSTEM, now=now)
    covered = coverage(query, voices(query, key="value"))
    assert (covered.accounts, covered.worth_answered) == (6, 1_000)


def test_filters_about_people_leave_accounts_where_somebody_fits(three_accounts) -> None:
    three_accounts.contact(account=three_accounts.account("With a user"), role="user")
    three_accounts.contact(account=three_accounts.account("With a decider"), role="decision_maker")
    query = three_accounts.query(role="user")
    assert coverage(query, voices(query)).accounts == 1
    for about_answers in ({"group": "promoter"}, {"score": 9}, {"language": "en"}, {"search": "x"}):
        query = three_accounts.query(**about_answers)
        assert coverage(query, voices(query)) is None


def test_of_all_accounts_the_range_is_narrower_and_a_point_when_everybody_was_heard(three_accounts) -> None:
    query = three_accounts.query()
    found = voices(query)
    everybody = all_accounts(query, found, coverage(query, found))
    assert (everybody.has_everybody, everybody.people, everybody.heard) == (True, 6, 6)
    three_accounts.account("Silent")
    some = all_accounts(query, found, coverage(query, found))
    assert (some.accounts, some.answered, some.has_everybody) == (4, 3, False)
    assert found.by_account.lower < some.lower < some.value < some.upper < found.by_account.upper


def test_silent_people_of_accounts_that_answered_keep_the_range_open(three_accounts) -> None:
    query = three_accounts.query()
    found = voices(query)
    for _each in range(3):
        three_accounts.contact(account=three_accounts.large)
    some = all_accounts(query, found, coverage(query, found))
    assert (some.accounts, some.answered) == (3, 3)
    assert (some.people, some.heard, some.has_everybody) == (9, 6, False)
    assert found.by_account.lower < some.lower < some.value < some.upper < found.by_account.upper


def test_somebody_who_answered_twice_is_one_of_their_people(three_accounts) -> None:
    whose = three_accounts.contact(account=three_accounts.small)
    for score in (3, 10):
        three_accounts.answer(score, contact=whose)
    three_accounts.contact(account=three_accounts.small)
    query = three_accounts.query()
    found = voices(query)
    some = all_accounts(query, found, coverage(query, found))
    assert (some.people, some.heard) == (8, 7)


def test_a_pull_is_share_times_distance_and_all_pulls_add_up_to_nothing(three_accounts) -> None:
    found = voices(three_accounts.query(), key="value")
    pulls = strongest_pulls(found)
    # Large: 0.9 × (−100 + 80); Small: 0.1 × (100 + 80).
    points = {pull.account_id: pull.points for pull in pulls}
    assert points == {three_accounts.large.pk: pytest.approx(-18), three_accounts.small.pk: pytest.approx(18)}
    assert {pull.account_id: pull.n for pull in pulls} == {three_accounts.small.pk: 4, three_accounts.large.pk: 1}
    by_account = strongest_pulls(voices(three_accounts.query()))
    assert by_account[0].account_id == three_accounts.large.pk
    assert by_account[0].points == pytest.approx((-100 - 100 / 3) / 3)


def test_another_company_does_not_count(three_accounts, other_programme) -> None:
    theirs = other_programme.account("Theirs", value=1_000_000)
    other_programme.answer(0, contact=other_programme.contact(account=theirs))
    query = three_accounts.query()
    found = voices(query, key="value")
    assert found.by_answer.n == 6
    assert coverage(query, found).accounts == 3


def test_counting_costs_two_queries_with_the_survey_and_one_more_for_worth_of_now(
    three_accounts, django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        voices(three_accounts.query())
    with django_assert_num_queries(3):
        voices(three_accounts.query(), key="value")


def numbers(*names: str) -> dict[str, str]:
    return {name: name.replace("_", " ").title() for name in names}


@pytest.mark.parametrize(
    ("names", "guess"),
    [
        (("seats", "yearly_value"), "yearly_value"),
        (("value", "revenue"), "revenue"),
        (("array_size", "arr"), "arr"),
        (("henkilosto", "liikevaihto"), "liikevaihto"),
        (("omsetning",), "omsetning"),
        (("seats", "floors"), ""),
        ((), ""),
    ],
)
def test_the_number_that_tells_worth_is_guessed_by_its_name(names, guess) -> None:
    assert likely_worth(numbers(*names)) == guess


def test_labels_help_guessing_and_only_numbers_of_accounts_are_offered() -> None:
    found = number_properties(
        [
            Property("account.x1", "Umsatz 2026", NUMBER),
            Property("account.plan", "Plan", "text"),
            Property("revenue", "Revenue of a person", NUMBER),
        ]
    )
    assert found == {"x1": "Umsatz 2026"}
    assert likely_worth(found) == "x1"


@given(st.text(max_size=12))
def test_whatever_a_property_holds_is_a_number_or_none(text: str) -> None:
    found = worth_from(text)
    assert found is None or float("-inf") < found < float("inf")
