"""The results of one survey, question by question, for every family."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from kuule import stats
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import editing
from kuule.surveys.rules.editing import QuestionEdit
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import change_draft, create_from_starter, open_draft, publish_survey
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company

Answered = Callable[..., SurveyVersion]


def give(version: SurveyVersion, score: int, number: int, *, verbatim: str = "", **answers: object) -> Response:
    return accept_answer(
        version=version,
        score=score,
        verbatim=verbatim,
        answers=answers,
        language="en",
        channel="link",
        now=timezone.now(),
        token_hash=f"{version.pk} {number}",
    )


@pytest.fixture
def answered(nordlys: Company) -> Answered:
    """A survey made from a starter and answered with some scores."""

    def make(starter: str, scores: list[int], **answers: list[object]) -> SurveyVersion:
        survey = create_from_starter(
            workspace=nordlys.workspace, name="Ours", actor=SYSTEM, now=timezone.now(), starter=starter
        )
        publish_survey(survey=survey, actor=SYSTEM, now=timezone.now())
        version = newest_version(nordlys.workspace, survey=survey)
        for number, score in enumerate(scores):
            given = {key: values[number] for key, values in answers.items() if number < len(values)}
            give(version, score, number, verbatim=f"Because of {number}" if number % 2 else "", **given)
        return version

    return make


def results_of(version: SurveyVersion) -> str:
    return f"/w/nordlys/surveys/{version.survey_id}/results/"


def read(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2]
    return re.sub(r"[ \n]+", " ", re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL))


def percent(share: float) -> str:
    return f"{100 * share:.1f}\u202f%"


def test_satisfaction_is_the_share_of_the_two_best_answers(nordlys: Company, sign_in, answered: Answered) -> None:
    scores = [5] * 9 + [4] * 6 + [3] * 3 + [1] * 2
    page = read(sign_in(nordlys.vera), results_of(answered("csat", scores)))
    csat = stats.csat(scores)
    assert f"Satisfied (CSAT)</dt> <dd> {percent(csat.top2)}" in page
    assert f"{percent(csat.top2_lower)} to {percent(csat.top2_upper)}" in page
    assert "Net score (not NPS)</dt> <dd> +20" in page
    assert "4.00" in page


def test_effort_is_told_both_ways(nordlys: Company, sign_in, answered: Answered) -> None:
    scores = [7] * 10 + [5] * 5 + [2] * 5
    page = read(sign_in(nordlys.vera), results_of(answered("ces", scores)))
    ces = stats.ces(scores)
    assert f"Found it easy (CES)</dt> <dd> {percent(ces.agree)}" in page
    assert f"{ces.mean:.2f}" in page
    assert f"{ces.mean_lower:.2f} to {ces.mean_upper:.2f}" in page


@pytest.mark.parametrize("starter", ["relationship_nps", "transactional_nps"])
def test_nps_is_the_same_as_everywhere(nordlys: Company, sign_in, answered: Answered, starter: str) -> None:
    scores = [10] * 8 + [7] * 4 + [3] * 4
    page = read(sign_in(nordlys.vera), results_of(answered(starter, scores)))
    estimate = stats.nps_interval(stats.classify(scores))
    assert "Net Promoter Score</dt> <dd> +25" in page
    assert f"{round(100 * estimate.lower):+d} to {round(100 * estimate.upper):+d}".replace("-", "−") in page
    assert "not NPS" not in page


def test_choices_have_shares_of_those_who_answered_the_question(nordlys: Company, sign_in, answered: Answered) -> None:
    chosen = [["price", "speed"], ["price"], ["price", "other"], ["speed"]]
    page = read(sign_in(nordlys.vera), results_of(answered("transactional_nps", [9] * 12, affected=chosen)))
    card = page[page.index("What affected your score?") :]
    share = stats.share_interval(3, 4)
    assert card.startswith('What affected your score?</h2> <p class="meta"> 4 answers')
    assert re.search(rf"Price </th> <td[^>]*>3</td> <td[^>]*>{percent(0.75)}</td>", card)
    assert f"{percent(share.lower)} to {percent(share.upper)}" in card
    assert "add up to more than 100" in card


def test_a_choice_of_one_and_its_retired_options_are_counted(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("ces", [6] * 3, solved=["no", "no", "first_time"])
    page = read(sign_in(nordlys.vera), results_of(version))
    assert re.search(rf"No </th> <td[^>]*>2</td> <td[^>]*>{percent(2 / 3)}</td>", page)
    newer = _changed(version, lambda content: editing.without_option(content, "solved", "no"))
    assert newer.number == 2
    assert re.search(r"No </th> <td[^>]*>2</td>", read(sign_in(nordlys.vera), results_of(version)))


def test_a_share_stands_beside_how_many_were_asked(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("ces", [6] * 3, solved=["no"])
    shown_to = {"groups": ["promoter"]}
    edit = QuestionEdit({}, shown_to=shown_to)
    newer = _changed(version, lambda content: editing.with_question_edited(content, "solved", edit, language="en"))
    give(newer, 7, 90, solved="first_time")
    for number, score in enumerate((7, 2, 2)):
        given = give(newer, score, 91 + number)
        given.not_asked = None if score == 7 else {"solved": "no"}
        given.save()
    page, alone = (read(sign_in(nordlys.vera), results_of(version) + which) for which in ("", "?version=2"))
    assert "2 answers from 5 who were asked · Shown to: Promoters" in page
    assert "1 answer from 2 who were asked · Shown to: Promoters" in alone
    assert re.search(r"7 answers </p>", page), "of the score everybody was asked, and the number says it alone"


def test_texts_are_counted_and_can_be_read(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("csat", [3, 4, 5, 5])
    vera = sign_in(nordlys.vera)
    address = re.search(r'href="([^"]*results/words/[^"]*)"', read(vera, results_of(version)))[1]
    words = read(vera, address)
    assert words.index("Because of 3") < words.index("Because of 1")
    assert vera.get(f"{results_of(version)}words/?question=better").status_code == 404
    assert vera.get(f"{results_of(version)}words/?question=why&older=x").status_code == 200


def test_many_texts_come_a_page_at_a_time(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("csat", [4] * 102)
    vera = sign_in(nordlys.vera)
    first = read(vera, f"{results_of(version)}words/?question=why")
    assert first.count("Because of") == 50
    older = re.search(r'href="(\?question=why[^"]*older[^"]*)"', first)[1].replace("&amp;", "&")
    assert "Because of 1<" in read(vera, f"{results_of(version)}words/{older}")


def test_a_version_can_be_looked_at_alone(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("csat", [1, 1])
    newer = _changed(version, lambda content: editing.without_question(content, "better"))
    give(newer, 5, 99, verbatim="Better now")
    vera, address = sign_in(nordlys.vera), results_of(version)
    both, second = read(vera, address), read(vera, f"{address}?version=2")
    assert "3 answers" in both
    assert "asked in earlier versions only" in both
    assert "What could be better?" not in second
    assert re.search(r"5 – very satisfied </th> <td[^>]*>1</td>", second)
    assert read(vera, f"{address}?version=7") == both


def test_a_rating_that_became_the_score_is_not_mixed_with_the_old_one(
    nordlys: Company, sign_in, answered: Answered
) -> None:
    version = answered("csat", [1, 1, 1])

    def other_first(content):
        content = editing.with_question(content, key="speed", kind="rating", scale="1-5")
        for key, title in (("speed", "Satisfied with speed?"), ("satisfied", "")):
            words = QuestionEdit({"title": title} if title else {}, is_optional=key != "speed", scale="1-5")
            content = editing.with_question_edited(content, key, words, language="en")
        return editing.with_question_moved(content, "speed", -9)

    newer = _changed(version, other_first)
    give(newer, 5, 99, satisfied=4)
    page = read(sign_in(nordlys.vera), results_of(version))
    speed, overall = page.index("Satisfied with speed?"), page.index("Overall, how satisfied")
    assert "1 answer" in page[speed : speed + 120]
    assert "4 answers" in page[overall : overall + 150]


def test_only_answers_of_persons_count(nordlys: Company, sign_in, answered: Answered) -> None:
    version = answered("csat", [5, 5, 1])
    Response.objects.filter(score=1).update(verdict="unclear")
    assert "2 answers" in read(sign_in(nordlys.vera), results_of(version))


def test_an_anonymous_survey_shows_nothing_of_few_and_no_single_version(
    nordlys: Company, sign_in, answered: Answered
) -> None:
    version = answered("enps", [])
    few = read(sign_in(nordlys.vera), results_of(version))
    assert "This survey is anonymous." in few
    for number in range(4):
        _anonymous_answer(version, number)
    assert "This survey is anonymous." in read(sign_in(nordlys.vera), results_of(version))
    for number in range(4, 9):
        _anonymous_answer(version, number)
    vera = sign_in(nordlys.vera)
    shown = read(vera, f"{results_of(version)}?version=1")
    assert "9 answers" in shown
    assert "All versions" not in shown
    assert "Secret" not in read(vera, f"{results_of(version)}words/?question=why")


def _anonymous_answer(version: SurveyVersion, number: int) -> None:
    day = timezone.now().replace(year=2026, month=1, day=5, hour=0, minute=0, second=0, microsecond=0)
    Response.objects.create(
        workspace_id=version.workspace_id,
        survey_id=version.survey_id,
        version=version,
        channel="link",
        language="en",
        score=9,
        verbatim=f"Secret {number}",
        answered_at=day,
    )


def test_results_are_seen_by_everyone_here_and_nobody_else(
    nordlys: Company, charlie: Member, sign_in, answered: Answered
) -> None:
    version = answered("csat", [5])
    assert all(sign_in(member).get(results_of(version)).status_code == 200 for member in nordlys.members)
    survey_page = f'href="/w/nordlys/surveys/{version.survey_id}/"'
    assert survey_page in read(sign_in(nordlys.anna), results_of(version))
    assert survey_page not in read(sign_in(nordlys.vera), results_of(version))
    assert sign_in(charlie).get(results_of(version)).status_code == 404
    assert "Results" in sign_in(nordlys.anna).get(f"/w/nordlys/surveys/{version.survey_id}/").content.decode()


def test_a_survey_nobody_answered_says_so(nordlys: Company, sign_in, answered: Answered) -> None:
    assert "No answers yet" in read(sign_in(nordlys.vera), results_of(answered("ces", [])))


def _changed(version: SurveyVersion, change: Callable) -> SurveyVersion:
    survey, now = version.survey, timezone.now()
    draft = open_draft(survey=survey, actor=SYSTEM, now=now)
    change_draft(version=draft, change=change, is_as_seen=lambda content: True, actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    return newest_version(survey.workspace, survey=survey)
