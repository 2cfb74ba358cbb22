"""Anonymous answers: whatever is shown, nobody can compute what a group smaller than the promised one said."""

import itertools
import random
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kuule.insight.answers import answer, segments, trend
from kuule.insight.query import Query
from kuule.insight.selectors.counts import counts_of, hidden_answers, histogram_of
from kuule.insight.selectors.matching import hidden_reason, responses_matching, surveys_of
from kuule.insight.selectors.people import response_rate
from kuule.insight.selectors.responses import newest_comments, response_of, responses_page
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.surveys.rules import EMPLOYEE
from kuule.surveys.rules.anonymity import Pieces, last_whole_step
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company, make_workspace

SignIn = Callable[[Member], Client]
LONG_AGO = datetime(2026, 2, 1, tzinfo=UTC)


def pulse(company: Company, name: str = "Our work") -> Survey:
    survey = create_from_starter(workspace=company.workspace, name=name, actor=SYSTEM, now=NOW, starter="enps")
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    survey.refresh_from_db()
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    return survey


def say(survey: Survey, score: int, at: datetime = LONG_AGO, verbatim: str = "", language: str = "en", **facts: str):
    return Response.objects.create(
        workspace=survey.workspace,
        uid=uuid.uuid4(),
        survey=survey,
        version=newest_version(survey.workspace, survey=survey),
        channel="email",
        language=language,
        score=score,
        verbatim=verbatim,
        properties=facts,
        answered_at=at,
    )


def question(company: Company, **fields: object) -> Query:
    return Query(workspace_id=company.workspace.pk, timezone="Europe/Helsinki", family=EMPLOYEE, **fields)


@pytest.fixture
def survey(nordlys: Company) -> Survey:
    return pulse(nordlys)


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=12),
    seed=st.integers(0, 10_000),
    least=st.integers(2, 8),
)
def test_no_mix_of_shown_slices_leaves_a_small_piece(sizes: list[int], seed: int, least: int) -> None:
    draw = random.Random(seed)
    pieces = Pieces(sizes)
    slices = [[draw.random() < 0.5 for _size in sizes] for _slice in range(8)]
    shown = [each for each in slices if pieces.take(each, least=least)]
    cells: dict[tuple[bool, ...], int] = {}
    for row, size in enumerate(sizes):
        cell = tuple(each[row] for each in shown)
        cells[cell] = cells.get(cell, 0) + size
    if len(cells) > 1:
        assert min(cells.values()) >= least


@given(days=st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(1, 9)), least=st.integers(2, 9))
def test_results_grow_by_many_answers_or_not_at_all(days: dict[date, int], least: int) -> None:
    totals = []
    for count in range(len(days) + 1):
        so_far = {day: days[day] for day in sorted(days)[:count]}
        last = last_whole_step(so_far, least=least)
        totals.append(sum(n for day, n in so_far.items() if last and day <= last))
    steps = [after - before for before, after in itertools.pairwise(totals)]
    assert all(step == 0 or step >= least for step in steps)


@pytest.mark.django_db
@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_from_all_that_is_shown_no_small_group_can_be_computed(seed: int) -> None:
    Response.objects.all().delete()
    company = _company()
    draw = random.Random(seed)
    survey = Survey.objects.filter(workspace=company.workspace).first() or pulse(company)
    for _number in range(draw.randint(5, 45)):
        say(
            survey,
            draw.randint(0, 10),
            at=LONG_AGO + timedelta(days=draw.choice([0, 0, 40, 100])),
            language=draw.choice(["en", "en", "fi"]),
            site=draw.choice(["Oslo", "Oslo", "Bergen", "Voss"]),
            team=draw.choice("ABC"),
        )
    filters = [{"language": draw.choice(["", "en", "fi"]), "properties": _some(draw)} for _number in range(25)]
    shown: set[frozenset[int]] = set()
    for fields in filters:
        query = question(company, **fields)
        if not hidden_reason(query, among=surveys_of(query)):
            shown.add(frozenset(responses_matching(query).values_list("pk", flat=True)))
    groups = shown - {frozenset()}
    for one, other in itertools.product(groups, repeat=2):
        for group in (one, one - other, one & other):
            assert len(group) == 0 or len(group) >= 5


def _some(draw: random.Random) -> tuple[tuple[str, str], ...]:
    pairs = [("site", draw.choice(["Oslo", "Bergen", "Voss"])), ("team", draw.choice("ABC"))]
    return tuple(pair for pair in pairs if draw.random() < 0.5)


def _company() -> Company:
    known = Workspace.objects.filter(slug="anonymous").first() or make_workspace("Anonymous", "anonymous")
    return Company(known, *(None,) * 5)  # type: ignore[arg-type]


def test_below_the_promise_nothing_is_shown_on_any_road(nordlys: Company, survey: Survey) -> None:
    for score in (0, 9, 10, 10):
        say(survey, score, verbatim="I am Aino")
    query = question(nordlys)
    assert hidden_reason(query, among=surveys_of(query)) == "too_few"
    assert (answer(query).n, sum(histogram_of(query)), counts_of(query).n) == (0, 0, 0)
    assert trend(query) == []
    assert segments(query.asking(by="language")) == []
    assert newest_comments(query, count=9) == []
    assert responses_page(query).rows == []
    assert response_of(nordlys.workspace, response_id=Response.objects.first().pk) is None
    say(survey, 9)
    assert answer(query).n == 5


def test_words_are_shown_of_ten_only(nordlys: Company, survey: Survey) -> None:
    for number in range(9):
        say(survey, 9, verbatim=f"Word {number}", site="Oslo")
    query = question(nordlys)
    assert answer(query).n == 9
    assert responses_page(query).rows == []
    assert newest_comments(query, count=9) == []
    assert answer(query.asking(search="Word 3")).n == 0
    tenth = say(survey, 9, verbatim="Word 9", site="Oslo")
    assert len(responses_page(query).rows) == 10
    assert response_of(nordlys.workspace, response_id=tenth.pk).properties == {"site": "Oslo"}


def test_a_hidden_group_takes_another_with_it(nordlys: Company, survey: Survey) -> None:
    for site, count in {"Oslo": 12, "Bergen": 6, "Voss": 2}.items():
        for _number in range(count):
            say(survey, 9, site=site)
    cut = question(nordlys, by="p.site")
    assert {each.name: each.n for each in segments(cut)} == {"Oslo": 12}
    assert hidden_answers(cut, shown=12) == 8
    for site, reason in {"Oslo": "", "Bergen": "small_group", "Voss": "small_group"}.items():
        query = question(nordlys, properties=(("site", site),))
        assert hidden_reason(query, among=surveys_of(query)) == reason


def test_time_is_cut_by_whole_quarters_alone(nordlys: Company, survey: Survey) -> None:
    for month in (2, 5, 8):
        for _number in range(11):
            say(survey, 9, at=datetime(2026, month, 3, tzinfo=UTC))
    points = trend(question(nordlys, bucket="day"))
    assert [(each.bucket, each.n) for each in points if each.n] == [("quarter", 11)] * 3
    zone = question(nordlys).zone
    inside = question(nordlys).between(datetime(2026, 4, 1, tzinfo=zone), datetime(2026, 7, 1, tzinfo=zone))
    assert answer(inside).n == 11
    assert answer(inside.between(datetime(2026, 4, 2, tzinfo=zone), None)).n == 0


def test_anonymous_and_named_answers_are_never_counted_together(nordlys: Company, survey: Survey) -> None:
    named = create_from_starter(workspace=nordlys.workspace, name="Named", actor=SYSTEM, now=NOW, starter="enps")
    Survey.objects.filter(pk=named.pk).update(is_anonymous=False)
    publish_survey(survey=named, actor=SYSTEM, now=NOW)
    named.refresh_from_db()
    for score in (1, 2, 3):
        say(named, score)
    for _number in range(6):
        say(survey, 10)
    assert answer(question(nordlys)).n == 3
    assert answer(question(nordlys, survey_id=survey.pk)).n == 6


def test_of_a_part_of_the_asked_no_rate_is_told(nordlys: Company, survey: Survey) -> None:
    say(survey, 9)
    assert response_rate(question(nordlys, properties=(("site", "Oslo"),))) is None
    assert response_rate(question(nordlys)) is not None


def test_pages_say_why_they_show_nothing(nordlys: Company, survey: Survey, sign_in: SignIn) -> None:
    for score in (0, 9, 10):
        say(survey, score, verbatim="I am Aino")
    vera = sign_in(nordlys.vera)
    for page in ("", "segments/", "comments/", "compare/", "voices/"):
        shown = vera.get(f"/w/nordlys/{page}?family=employee").content.decode()
        assert "Too few answers to show" in shown, page
        assert "Aino" not in shown
    assert vera.get("/w/nordlys/?family=effort").status_code == 400


def test_a_page_shows_the_score_of_colleagues_apart(nordlys: Company, survey: Survey, sign_in: SignIn) -> None:
    for _number in range(12):
        say(survey, 9, verbatim="Good coffee", site="Oslo")
    shown = sign_in(nordlys.vera).get("/w/nordlys/?family=employee").content.decode()
    assert "Employee NPS" in shown
    assert "Good coffee" in shown
    listed = sign_in(nordlys.alice).get("/w/nordlys/comments/?family=employee").content.decode()
    assert "Anonymous" in listed
    assert "by a shared link" not in listed


def test_a_workspace_decides_below_which_number_answers_are_dots(nordlys: Company, survey: Survey, sign_in) -> None:
    nordlys.workspace.min_n_shown = 15
    nordlys.workspace.save()
    for _number in range(12):
        say(survey, 9)
    shown = sign_in(nordlys.vera).get("/w/nordlys/?family=employee").content.decode()
    assert "Few answers" in shown


def test_one_wording_is_a_slice_like_any_other(nordlys: Company, survey: Survey) -> None:
    for _number in range(12):
        say(survey, 9)
    first = newest_version(nordlys.workspace, survey=survey)
    second = type(first).objects.create(
        workspace=nordlys.workspace, survey=survey, number=2, questions=first.questions, texts=first.texts
    )
    for _number in range(3):
        say(survey, 2)
    query = question(nordlys, survey_id=survey.pk)
    assert second == newest_version(nordlys.workspace, survey=survey)
    assert [responses_matching(query, version_id=each.pk).count() for each in (first, second)] == [0, 0]
    for _number in range(2):
        say(survey, 2)
    assert [responses_matching(query, version_id=each.pk).count() for each in (first, second)] == [12, 5]


def test_a_day_is_shown_when_it_is_over(nordlys: Company, survey: Survey) -> None:
    with time_machine.travel(datetime(2026, 3, 5, 9, tzinfo=UTC), tick=False) as clock:
        for _number in range(6):
            say(survey, 9, at=datetime(2026, 3, 4, 22, tzinfo=UTC))
        assert answer(question(nordlys)).n == 0
        clock.shift(timedelta(days=1))
        assert answer(question(nordlys)).n == 6
        say(survey, 0, at=datetime(2026, 3, 5, 22, tzinfo=UTC))
        clock.shift(timedelta(days=1))
        assert answer(question(nordlys)).n == 6, "one more answer alone would show what it is"
