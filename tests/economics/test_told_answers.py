"""The two ready questions: in the editor, and what becomes of what customers answer to them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kuule.economics.models import AccountMerge, AnswerTold, Contract, CustomerEvent, CustomerOrigin
from kuule.economics.rules import BY_ANSWER, BY_HAND, COST, ORIGINS, REFERRAL
from kuule.economics.rules.told_answers import BROUGHT_BY, QUESTIONS, RECOMMENDED_US, YES
from kuule.economics.selectors.since import CUSTOMER_SINCE
from kuule.economics.services.origins import Named, say_origin
from kuule.economics.tasks import drain_told_answers
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.selectors import newest_version, ready_questions, told_facts
from kuule.surveys.services import open_draft, publish_survey
from kuule.workspaces.models import Member
from tests.conftest import NOW, Company
from tests.economics.money import contract, entry, tell_contracts, tell_entries
from tests.insight.conftest import Programme, programme_of
from tests.responses.conftest import ask

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


def test_since_when_somebody_is_a_customer_is_the_first_day_that_shows_it(nordlys: Company) -> None:
    workspace, programme = nordlys.workspace, programme_of(nordlys.workspace, NOW)
    fjord = programme.account("Fjord Shipping")

    def since(account_id: int | None, contact_id: int | None = None) -> str:
        told = told_facts(workspace, account_id=account_id, contact_id=contact_id)
        return str(told.get(CUSTOMER_SINCE, ""))

    assert (since(fjord.pk), since(None)) == ("", "")
    tell_entries(workspace, entry("1", day=date(2026, 5, 3)), entry("2", kind=COST, day=date(2025, 1, 1)))
    assert since(fjord.pk) == "2026-05-03"
    tell_contracts(workspace, contract("c", starts_on=date(2026, 3, 1)))
    assert since(fjord.pk) == "2026-03-01"
    older = programme.account("Fjord Rederi", customer_since="2019-06-30")
    AccountMerge.objects.create(workspace=workspace, account=older, into=fjord, merged_on=NOW.date(), made_at=NOW)
    assert (since(fjord.pk), since(older.pk)) == ("2019-06-30", "2019-06-30")
    kari = programme.contact("Kari", customer_since="last summer")
    assert since(None, kari.pk) == ""
    kari.properties = {"customer_since": "2026-09-01"}
    kari.save()
    assert since(None, kari.pk) == "2026-09-01"


def test_only_new_customers_are_asked_what_brought_them(nordlys: Company, client: Client) -> None:
    programme = programme_of(nordlys.workspace, NOW)
    draft = open_draft(survey=programme.survey, actor=programme.who["actor"], now=NOW)
    draft.questions = [*draft.questions, *ready_questions().values()]
    draft.save()
    publish_survey(survey=programme.survey, actor=programme.who["actor"], now=NOW)
    version = newest_version(nordlys.workspace, survey=programme.survey)
    version.survey, version.workspace = programme.survey, nordlys.workspace
    today = timezone.now()
    for days, is_asked in ((10, True), (100, False)):
        asked = ask(version, today)
        Contract.objects.create(
            workspace=nordlys.workspace,
            external_id=f"c{days}",
            account=asked.contact.account,
            starts_on=today.date() - timedelta(days=days),
            yearly_value=100,
            currency="EUR",
            told_at=today,
        )
        page = client.get(asked.path).content.decode()
        assert ("What brought you to us?" in page) is is_asked
        assert "Have you recommended" in page
