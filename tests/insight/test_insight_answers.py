"""Figures against a hand computation, and the ways a figure could be wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule import stats
from kuule.contacts.services import archive_contact, change_contact
from kuule.insight.answers import answer, segments, trend
from kuule.insight.query import DAY, MONTH, NO_ACCOUNT, NONE, WEEK
from kuule.insight.selectors.people import response_rate
from kuule.responses.models import Response
from kuule.stats import Shares
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter
from kuule.workspaces.rules import SYSTEM

pytestmark = pytest.mark.django_db


def rounded(figure):
    return figure.n, round(figure.value, 3), round(figure.lower, 3), round(figure.upper, 3)


def test_the_score_equals_a_hand_computation(programme):
    for score in (10, 10, 9, 9, 8, 7, 7, 6, 3, 0):
        programme.answer(score)
    found = answer(programme.query())
    assert found.value == pytest.approx(10)  # (4 promoters − 3 detractors) / 10
    assert found.histogram == (1, 0, 0, 1, 0, 0, 1, 2, 1, 2, 2)
    assert found.shares == Shares(3, 3, 4)
    interval = stats.nps_interval(Shares(3, 3, 4))
    assert (found.lower, found.upper) == (interval.lower * 100, interval.upper * 100)
    assert (found.n, found.method, found.confidence, found.is_few) == (10, "score", 0.95, False)


def test_without_answers_there_is_no_score(programme):
    found = answer(programme.query())
    assert (found.value, found.lower, found.upper, found.n, found.is_few) == (None, None, None, 0, False)
    assert trend(programme.query()) == segments(programme.query(by="language")) == []


def test_one_answer_has_a_score_and_a_very_wide_interval(programme):
    programme.answer(10)
    found = answer(programme.query())
    assert (found.value, found.n, found.is_few) == (100, 1, True)
    assert found.lower < 0 < found.upper == 100


def test_only_passives_are_zero_and_not_no_answer(programme):
    for _ in range(5):
        programme.answer(8)
    found = answer(programme.query())
    assert found.value == 0
    assert found.lower < 0 < found.upper
    assert segments(programme.query(by="channel"))[0].value == 0
    assert trend(programme.query())[-1].value == 0


def test_segments_equal_a_hand_computation_by_account_and_property(programme, define):
    define("country")
    define("plan", of="account")
    acme, fjord = programme.account("Acme", plan="gold"), programme.account("Fjord")
    people = {
        "aino": programme.contact(account=acme, role="user", country="Finland"),
        "bo": programme.contact(account=acme, role="decision_maker", country="Sweden"),
        "cia": programme.contact(account=fjord, country="Finland"),
        "dan": programme.contact(),
    }
    for name, score in {"aino": 10, "bo": 3, "cia": 9, "dan": 7}.items():
        programme.answer(score, contact=people[name])
    programme.answer(2)

    def by(dimension):
        return {each.name: (each.n, each.value) for each in segments(programme.query(by=dimension))}

    assert by("account") == {"Acme": (2, 0), "Fjord": (1, 100), "": (2, -50)}
    assert by("p.country") == {"Finland": (2, 100), "Sweden": (1, -100), "": (2, -50)}
    assert by("p.account.plan") == {"gold": (2, 0), "": (3, 0)}
    assert by("role") == {"user": (1, 100), "decision_maker": (1, -100), "": (3, 0)}
    assert by("channel") == {"email": (4, 25), "link": (1, -100)}
    assert by("survey") == {"How are we doing": (5, 0)}
    for dimension in ("account", "role", "p.country", "p.account.plan", "language", "channel", "survey"):
        for segment in segments(programme.query(by=dimension)):
            assert rounded(answer(segment.query)) == rounded(segment), "a segment leads to its own answers"
    assert answer(programme.query(account_id=NO_ACCOUNT)).n == 2
    assert answer(programme.query(role=NONE)).n == 3


def test_segments_come_with_most_answers_first(programme):
    for language in ("sv", "fi", "fi", "da"):
        programme.answer(9, language=language)
    assert [each.name for each in segments(programme.query(by="language"))] == ["fi", "da", "sv"]


@pytest.mark.parametrize(
    ("value", "text"),
    [("Oslo", "Oslo"), (10, "10"), (2.5, "2.5"), (True, "true"), (False, "false"), ("Ä'\"% _", "Ä'\"% _")],
)
@pytest.mark.parametrize("key", ["city", "2024", "account-no"])
def test_every_kind_of_property_filters_and_cuts_as_text(programme, key, value, text):
    programme.answer(9, contact=programme.contact(**{key: value}))
    programme.answer(0, contact=programme.contact(**{key: "other"}))
    assert answer(programme.query(properties=((key, text),))).value == 100
    assert {each.name for each in segments(programme.query(by=f"p.{key}"))} == {text, "other"}


def test_properties_are_those_of_the_moment_of_the_answer(programme):
    aino = programme.contact(role="user", plan="silver")
    programme.answer(9, contact=aino)
    change_contact(contact=aino, actor=SYSTEM, now=programme.now, role="influencer", properties={"plan": "gold"})
    assert answer(programme.query(properties=(("plan", "silver"),), role="user")).n == 1
    assert answer(programme.query(properties=(("plan", "gold"),))).n == 0


def test_filters_narrow_what_is_counted(programme):
    acme = programme.account("Acme")
    programme.answer(9, contact=programme.contact(account=acme), language="fi", verbatim="Nopea ja Älykäs")
    programme.answer(8, language="fi", verbatim="Calm")
    programme.answer(1)
    count = {
        "account_id": (acme.pk, 1),
        "survey_id": (programme.survey.pk, 3),
        "language": ("fi", 2),
        "channel": ("link", 2),
        "group": ("detractor", 1),
        "score": (8, 1),
        "search": ("älykäs", 1),
        "only_comments": (True, 2),
    }
    assert {name: answer(programme.query(**{name: value})).n for name, (value, _) in count.items()} == {
        name: n for name, (_, n) in count.items()
    }
    assert answer(programme.query(search="100%")).n == 0


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(programme, now):
    for hours in (0, 1, 2):
        programme.answer(9, at=now + timedelta(hours=hours))
    assert answer(programme.query(since=now, until=now + timedelta(hours=2))).n == 2


def test_other_companies_and_other_families_are_never_counted(programme, other_programme, now):
    programme.answer(9)
    other_programme.answer(0)
    assert answer(programme.query()).value == 100
    assert answer(programme.query(survey_id=other_programme.survey.pk)).n == 0
    assert {each.n for each in segments(programme.query(by="survey"))} == {1}
    draft = create_from_starter(workspace=programme.workspace, name="Support", actor=SYSTEM, now=now)
    assert answer(programme.query(survey_id=draft.pk)).n == 0
    assert answer(programme.query(family="transactional")).n == 0
    assert Survey.objects.count() == 3


def test_months_are_those_of_the_workspace_and_empty_ones_are_gaps(programme):
    # In Helsinki (UTC+2) the first answer belongs to September, the second to October; November has none.
    programme.answer(10, at=datetime(2026, 9, 30, 20, 59, tzinfo=UTC))
    programme.answer(0, at=datetime(2026, 9, 30, 21, 0, tzinfo=UTC))
    programme.answer(8, at=datetime(2026, 12, 1, 0, 0, tzinfo=UTC))
    points = trend(programme.query(bucket=MONTH))
    assert [(point.since.astimezone(point.query.zone).month, point.value, point.n) for point in points] == [
        (9, 100, 1),
        (10, -100, 1),
        (11, None, 0),
        (12, 0, 1),
    ]
    assert [answer(point.query).n for point in points] == [1, 1, 0, 1]


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 28, 22, tzinfo=UTC), 23), (datetime(2026, 10, 24, 21, tzinfo=UTC), 25)]
)
def test_a_day_on_which_clocks_change_holds_all_its_hours(programme, day, hours):
    for hour in range(-1, hours + 1):
        programme.answer(9, at=day + timedelta(hours=hour))
    points = trend(programme.query(since=day - timedelta(days=1), until=day + timedelta(days=2), bucket=DAY))
    assert [point.n for point in points if point.n] == [1, hours, 1]


def test_a_long_time_by_day_is_drawn_by_a_larger_step(programme, now):
    programme.answer(9, at=now - timedelta(days=500))
    programme.answer(9, at=now)
    points = trend(programme.query(bucket=DAY))
    assert {point.bucket for point in points} == {WEEK}
    assert sum(point.n for point in points) == 2


def test_the_population_is_everybody_who_could_have_answered(programme, now):
    acme = programme.account("Acme")
    people = [programme.contact(account=acme, role="user" if n < 6 else "") for n in range(20)]
    for person, score in zip(people, [10] * 9 + [8] * 3 + [0] * 2, strict=False):
        programme.answer(score, contact=person)
    programme.answer(10, contact=people[0], at=now - timedelta(days=200))
    programme.answer(0)  # by a shared link: nobody knows who
    archive_contact(contact=people[0], actor=SYSTEM, now=now)
    found = answer(programme.query()).population
    exact = stats.population_posterior(Shares(2, 3, 9), 20)
    assert (found.people, found.answered, found.value, found.method) == (20, 14, 50, "posterior")
    assert (found.lower, found.upper) == (exact.lower * 100, exact.upper * 100)
    assert "silence_unrelated" in found.warnings
    few = answer(programme.query(role="user")).population
    assert (few.people, few.answered, few.method) == (6, 6, "posterior")
    assert (few.lower, few.upper, few.is_complete) == (100, 100, True)
    for about_answers in ({"group": "promoter"}, {"language": "en"}, {"channel": "email"}, {"search": "x"}):
        assert answer(programme.query(**about_answers)).population is None


def test_few_answers_of_a_population_get_the_safer_interval(programme):
    acme = programme.account("Acme")
    people = [programme.contact(account=acme) for _ in range(20)]
    for person, score in zip(people, (10, 9, 9, 8, 3), strict=False):
        programme.answer(score, contact=person)
    found = answer(programme.query()).population
    exact = stats.population_score(Shares(1, 1, 3), 20)
    assert (found.method, found.lower, found.upper) == ("score_fpc", exact.lower * 100, exact.upper * 100)


def test_no_population_without_accounts_or_where_few_of_many_answered(programme):
    people = [programme.contact() for _ in range(11)]
    programme.answer(9, contact=people[0])
    assert answer(programme.query()).population is None
    programme.account("Acme")
    assert answer(programme.query()).population is None
    programme.answer(9, contact=people[1])
    assert answer(programme.query()).population.people == 11


def test_people_who_came_later_could_not_have_answered(programme, now):
    acme = programme.account("Acme")
    programme.answer(9, contact=programme.contact(account=acme), at=now - timedelta(days=30))
    programme.answer(9, contact=programme.contact(account=acme), at=now)
    assert answer(programme.query(until=now - timedelta(days=1))).population.people == 1


def test_the_response_rate_counts_people_asked_in_the_period(programme, now):
    acme = programme.account("Acme")
    for n in range(4):
        invitation = programme.ask(programme.contact(account=acme, role="user" if n else ""))
        if n < 1:
            programme.answer(9, invitation=invitation)
    programme.ask(programme.contact(), at=now - timedelta(days=99))
    assert response_rate(programme.query()).share == 0.2
    assert response_rate(programme.query(since=now)).share == 0.25
    assert response_rate(programme.query(role="user")).share == 0
    assert response_rate(programme.query(since=now + timedelta(days=1))).share is None
    assert response_rate(programme.query(score=9)) is None


scores = st.integers(0, 10)
groups = st.sampled_from(["", "a", "b", "ü"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(scores, groups, st.integers(0, 500)), max_size=25))
def test_segments_and_buckets_joined_are_the_whole(programme, given_answers):
    Response.objects.all().delete()
    for score, group, days in given_answers:
        response = programme.answer(score, language=group or "en", at=programme.now - timedelta(days=days))
        Response.objects.filter(pk=response.pk).update(properties={"unit": group} if group else {})
    whole = answer(programme.query())
    for parts in (
        segments(programme.query(by="p.unit")),
        segments(programme.query(by="language")),
        trend(programme.query()),
        trend(programme.query(bucket=WEEK)),
    ):
        assert sum((part.shares for part in parts), Shares(0, 0, 0)) == whole.shares
        assert all((part.value is None) == (part.n == 0) for part in parts)
