"""Every type of question and every scale: on the page, in the mail, and in what is kept."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.dispatch.services import sample_letter
from kuule.lib.tokens import mint_token
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import editing
from kuule.surveys.rules.editing import QuestionEdit
from kuule.surveys.selectors import STARTERS, newest_version
from kuule.surveys.services import change_draft, create_from_starter, open_draft, publish_survey
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import FORM, sealed

Opened = Callable[[str], SurveyVersion]
SCORES = {
    "relationship_nps": range(11),
    "transactional_nps": range(11),
    "ces": range(1, 8),
    "csat": range(1, 6),
    "enps": range(11),
}


@pytest.fixture
def opened(nordlys: Company) -> Opened:
    """Open a survey made from a starter."""

    def make(starter: str) -> SurveyVersion:
        now = timezone.now()
        survey = create_from_starter(workspace=nordlys.workspace, name="Ours", actor=SYSTEM, now=now, starter=starter)
        publish_survey(survey=survey, actor=SYSTEM, now=now)
        return newest_version(nordlys.workspace, survey=survey)

    return make


@pytest.fixture
def answer(respondent: Client) -> Callable[..., HttpResponse]:
    """Send a form by the shared link of a survey, with several values where there are some."""

    def post(version: SurveyVersion, /, **fields: object) -> HttpResponse:
        path = f"/s/{version.survey.slug}"
        form = sealed(path, {"token": mint_token(), **fields})
        return respondent.post(path, urlencode(form, doseq=True), content_type=FORM)

    return post


def page_of(client: Client, version: SurveyVersion, language: str = "en", score: object = "") -> str:
    return client.get(f"/s/{version.survey.slug}?language={language}&score={score}").content.decode()


def points(page: str) -> list[str]:
    return re.findall(r'name="score" value="(\d+)"', page)


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_scale_is_asked_on_the_page_and_in_the_mail(
    opened: Opened, client: Client, starter: str, language: str
) -> None:
    version, scale = opened(starter), [str(point) for point in SCORES.get(starter, range(11))]
    page = page_of(client, version, language)
    assert points(page) == scale
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    letter = sample_letter(workspace=version.workspace, version=version, language=language, name="Aino")
    assert re.findall(r">(\d+)</a>", letter.html) == scale
    assert letter.subject
    assert f"{scale[-1]} – " in letter.text


@pytest.mark.parametrize(("starter", "score", "scale"), [("ces", 7, "1-7"), ("csat", 1, "1-5"), ("enps", 0, "0-10")])
def test_an_answer_knows_the_scale_of_its_score(
    opened: Opened, answer: Callable[..., HttpResponse], starter: str, score: int, scale: str
) -> None:
    version = opened(starter)
    assert answer(version, score=score).status_code == 303
    kept = Response.objects.get()
    assert (kept.score, kept.scale) == (score, scale)


@pytest.mark.parametrize(
    ("starter", "score", "said"), [("ces", 8, "from 1 to 7"), ("csat", 0, "from 1 to 5"), ("csat", "", "from 1 to 5")]
)
def test_a_number_beyond_the_scale_is_refused_in_its_words(
    opened: Opened, answer: Callable[..., HttpResponse], starter: str, score: object, said: str
) -> None:
    refused = answer(opened(starter), score=score)
    assert refused.status_code == 422
    assert f"Choose a number {said}." in refused.content.decode()
    assert not Response.objects.exists()


def test_an_address_chooses_only_points_of_the_scale(opened: Opened, client: Client) -> None:
    version = opened("csat")
    assert 'value="5" data-g="promoter" checked' in _attributes_in_order(page_of(client, version, score=5))
    assert " checked" not in page_of(client, version, score=9)


def _attributes_in_order(page: str) -> str:
    return re.sub(r'(value="\d+")( checked)?( data-g="\w+")( checked)?', r"\1\3\2\4", page)


def test_several_answers_to_one_question_are_kept_and_shown_again(
    opened: Opened, respondent: Client, answer: Callable[..., HttpResponse]
) -> None:
    sent = answer(opened("transactional_nps"), score="9", affected=["price", "speed", "speed"])
    assert Response.objects.get().answers == {"affected": ["speed", "price"]}
    again = respondent.get(sent["Location"].removesuffix("/thanks")).content.decode()
    assert re.findall(r'name="affected" value="(\w+)" checked', again) == ["speed", "price"]


def test_an_answer_that_is_not_on_the_list_loses_nothing_else(
    opened: Opened, answer: Callable[..., HttpResponse]
) -> None:
    refused = answer(opened("transactional_nps"), score="9", why="Kept", affected=["price", "magic"]).content.decode()
    assert "Choose one of the options shown." in refused
    assert "Kept</textarea>" in refused
    assert re.findall(r'name="affected" value="(\w+)" checked', refused) == ["price"]


def test_another_rating_is_kept_beside_the_score(opened: Opened, answer: Callable[..., HttpResponse]) -> None:
    version = opened("relationship_nps")
    version = _reworded(
        version, lambda content: editing.with_question(content, key="price_rating", kind="rating", scale="1-5")
    )
    assert answer(version, score="9", price_rating="4").status_code == 303
    kept = Response.objects.get()
    assert (kept.score, kept.scale, kept.answers) == (9, "0-10", {"price_rating": 4})


@pytest.mark.parametrize(
    ("score", "title"),
    [
        ("", "What is the main reason for your score?"),
        (0, "What is the most important thing we should put right?"),
        (8, "What would have made your score higher?"),
        (10, "What do you value most about us?"),
    ],
)
def test_the_why_is_asked_as_the_score_wants_it(opened: Opened, client: Client, score: object, title: str) -> None:
    page = page_of(client, opened("relationship_nps"), score=score)
    label = re.search(r'<label class="q" for="why">(.*?)</label>', page)[1]
    assert f">{title}</span>" in label
    assert 'data-promoter="What do you value most about us?"' in label


def test_a_language_without_the_special_wording_keeps_its_own_plain_one(opened: Opened, client: Client) -> None:
    version = opened("relationship_nps")
    without = QuestionEdit({"title_detractor": "", "title_passive": "", "title_promoter": ""})
    version = _reworded(version, lambda content: editing.with_question_edited(content, "why", without, language="fi"))
    finnish = page_of(client, version, "fi", score=0)
    assert "Mikä on tärkein syy arvosanaasi?" in finnish
    assert "put right" not in finnish


def test_a_page_that_was_open_before_a_change_keeps_its_wording(
    opened: Opened, answer: Callable[..., HttpResponse]
) -> None:
    version = opened("relationship_nps")
    edit = QuestionEdit({"title": "Why?"})
    newer = _reworded(version, lambda content: editing.with_question_edited(content, "why", edit, language="en"))
    assert newer.number == 2
    for sent, kept in (("1", 1), ("2", 2), ("3", 2), ("x", 2), ("9" * 30, 2)):
        assert answer(version, score="9", version=sent).status_code == 303
        assert Response.objects.latest("pk").version.number == kept


def test_a_draft_that_is_not_opened_cannot_be_answered_to(opened: Opened, answer: Callable[..., HttpResponse]) -> None:
    version = opened("relationship_nps")
    open_draft(survey=version.survey, actor=SYSTEM, now=timezone.now())
    answer(version, score="9", version="2")
    assert Response.objects.get().version == version


def _reworded(version: SurveyVersion, change: Callable) -> SurveyVersion:
    survey, now = version.survey, timezone.now()
    draft = open_draft(survey=survey, actor=SYSTEM, now=now)
    change_draft(version=draft, change=_with_titles(change), is_as_seen=lambda content: True, actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    return newest_version(survey.workspace, survey=survey)


def _with_titles(change: Callable) -> Callable:
    def changed(content):
        content = change(content)
        for question in content.questions:
            if not question["texts"]["title"]:
                edit = QuestionEdit({"title": "How is it?"}, scale=question.get("scale", ""))
                content = editing.with_question_edited(content, question["key"], edit, language="en")
        return content

    return changed
