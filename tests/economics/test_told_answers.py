"""The two ready questions: in the editor, and what becomes of what customers answer to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kuule.economics.models import AnswerTold, CustomerEvent, CustomerOrigin
from kuule.economics.rules import BY_ANSWER, BY_HAND, ORIGINS, REFERRAL
from kuule.economics.rules.told_answers import BROUGHT_BY, QUESTIONS, RECOMMENDED_US, YES
from kuule.economics.services.origins import Named, say_origin
from kuule.economics.tasks import drain_told_answers
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.selectors import newest_version, ready_questions
from kuule.surveys.services import open_draft, publish_survey
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    """Return a programme whose survey asks both questions."""
    programme = programme_of(nordlys.workspace, NOW)
    draft = open_draft(survey=programme.survey, actor=programme.who["actor"], now=NOW)
    draft.questions = [*draft.questions, *ready_questions().values()]
    draft.save()
    publish_survey(survey=programme.survey, actor=programme.who["actor"], now=NOW)
    programme.version = newest_version(nordlys.workspace, survey=programme.survey)
    return programme


def change(response: Response, **answers: Any) -> None:
    accept_answer(
        version=response.version,
        score=response.score,
        verbatim="",
        answers=answers,
        language="en",
        channel="email",
        now=NOW + timedelta(days=1),
        invitation=response.invitation,
    )


def origins() -> list[tuple[str, str]]:
    return list(CustomerOrigin.objects.values_list("origin", "source"))


def test_the_options_of_the_question_are_the_origins_there_are() -> None:
    ready = ready_questions()
    assert set(ready) == QUESTIONS
    assert {option["key"] for option in ready[BROUGHT_BY]["options"]} == {*ORIGINS, "unknown"}
    assert YES in {option["key"] for option in ready[RECOMMENDED_US]["options"]}
    languages = {"en", "fi", "sv", "de", "vi", "ar"}
    texts = [
        text
        for question in ready.values()
        for text in (question["texts"]["title"], *(option["texts"] for option in question["options"]))
    ]
    assert all(set(text) == languages and "!" not in "".join(text.values()) for text in texts)


def test_an_answer_becomes_the_origin_and_a_referral_and_a_corrected_one_corrects_them(programme: Programme) -> None:
    fjord = programme.account("Fjord Shipping")
    response = programme.answer(
        9, contact=programme.contact(account=fjord), brought_by="recommended", recommended_us="yes"
    )
    assert drain_told_answers() == 1
    assert drain_told_answers() == 0, "an answer is read once"
    assert origins() == [("recommended", BY_ANSWER)]
    assert list(CustomerEvent.objects.values_list("kind", "account", "happened_at")) == [(REFERRAL, fjord.pk, NOW)]
    change(response, brought_by="advertising", recommended_us="no")
    assert drain_told_answers() == 1
    assert origins() == [("advertising", BY_ANSWER)]
    assert not CustomerEvent.objects.exists()
    response.refresh_from_db()
    change(response, brought_by="unknown")
    Response.objects.update(changed_at=NOW + timedelta(days=2))
    assert drain_told_answers() == 1
    assert origins() == []
    assert AnswerTold.objects.count() == 1


def test_what_somebody_said_later_by_hand_stays(programme: Programme) -> None:
    kari = programme.contact("Kari")
    programme.answer(9, contact=kari, brought_by="recommended")
    later = {"workspace": programme.workspace, "actor": programme.who["actor"], "now": NOW + timedelta(days=3)}
    say_origin(customer=Named(contact_id=kari.pk), origin="selling", source=BY_HAND, **later)
    assert drain_told_answers() == 1
    assert origins() == [("selling", BY_HAND)]


def test_answers_by_nobody_tell_nothing(programme: Programme) -> None:
    programme.answer(9, brought_by="recommended", recommended_us="yes")
    assert drain_told_answers() == 0


def test_the_editor_offers_each_question_once(nordlys: Company, sign_in: SignIn) -> None:
    programme = programme_of(nordlys.workspace, NOW)
    bob, editor = sign_in(nordlys.bob), f"/w/nordlys/surveys/{programme.survey.pk}/edit/"
    open_draft(survey=programme.survey, actor=programme.who["actor"], now=NOW)
    assert "What brought you to us?" in bob.get(editor).content.decode()
    bob.post(f"{editor}questions/", {"kind": f"ready:{BROUGHT_BY}", "language": "en"})
    draft = SurveyVersion.objects.get(published_at=None)
    added = draft.questions[-1]
    assert (added["key"], [option["key"] for option in added["options"]][:2]) == (
        BROUGHT_BY,
        ["recommended", "advertising"],
    )
    assert set(added["texts"]["title"]) == set(draft.languages)
    assert f'value="ready:{BROUGHT_BY}"' not in bob.get(editor).content.decode()
    assert f'value="ready:{RECOMMENDED_US}"' in bob.get(editor).content.decode()
