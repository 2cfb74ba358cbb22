"""Questions for some people only: who is asked them on each way to answer, and what is kept of those who are not."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.contacts.models import Contact
from kuule.contacts.services import add_contact
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.rules.collectors import WidgetSettings
from kuule.dispatch.services.collectors import open_collector
from kuule.lib.tokens import mint_token
from kuule.responses.models import Response, ResponseRevision
from kuule.responses.services.persons import RESPONSES_HOLDER
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import Content
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import change_draft, create_from_starter, open_draft, publish_survey
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import Asked, ask, touched
from tests.responses.test_answer_headers import BUDGET, bytes_on_the_wire
from tests.responses.test_kiosk import answer
from tests.responses.test_kiosk import send as send_from
from tests.responses.test_widget import SITE, named, post, signed

Send = Callable[..., HttpResponse]
SignIn = Callable[..., Client]
ECONOMY = {"property": "seat", "is": "equal", "value": "economy"}
NORWEGIAN = {"property": "account.country", "is": "equal", "value": "NO"}


def for_some(key: str, kind: str, shown_to: Any, *, optional: bool = True) -> Question:
    question: Question = {
        "key": key,
        "type": kind,
        "optional": optional,
        "texts": {"title": {"en": f"Asked as {key}?"}},
        "shown_to": shown_to,
    }
    if kind == "choice":
        question["options"] = [{"key": each, "texts": {"en": each}} for each in ("yes", "no")]
    return question


QUESTIONS = (
    for_some("tell", "choice", {"groups": ["promoter"]}, optional=False),
    for_some("mend", "text", {"groups": ["detractor", "passive"]}),
    for_some("norway", "choice", {"groups": ["promoter"], "person": NORWEGIAN}),
)


def open_with(version: SurveyVersion, *questions: Question) -> SurveyVersion:
    draft = open_draft(survey=version.survey, actor=SYSTEM, now=timezone.now())

    def change(content: Content) -> Content:
        return replace(content, questions=(*content.questions, *questions))

    change_draft(version=draft, change=change, is_as_seen=lambda _now: True, actor=SYSTEM, now=timezone.now())
    publish_survey(survey=version.survey, actor=SYSTEM, now=timezone.now())
    found = newest_version(version.workspace, survey=version.survey)
    found.survey, found.workspace = version.survey, version.workspace
    return found


@pytest.fixture
def version(version: SurveyVersion) -> SurveyVersion:
    return open_with(version, *QUESTIONS)


def given() -> Response:
    return Response.objects.get()


def test_the_page_has_what_is_for_this_person_and_says_for_which_scores(
    version: SurveyVersion, asked: Asked, respondent: Client
) -> None:
    page = respondent.get(asked.path, headers={"accept-encoding": "gzip"})
    text = gzip.decompress(page.content).decode()
    assert [f'data-to="{each}"' in text for each in ("promoter", "detractor passive")] == [True, True]
    assert "Asked as norway?" in text
    assert bytes_on_the_wire(page) < BUDGET
    asked.contact.account.properties = {"country": "SE"}
    asked.contact.account.save()
    assert b"Asked as norway?" not in respondent.get(asked.path).content
    assert b"Asked as norway?" not in respondent.get(f"/s/{version.survey.slug}").content


def test_only_what_is_asked_can_be_missing_or_wrong(
    version: SurveyVersion, asked: Asked, send: Send, nordlys: Company, sign_in: SignIn
) -> None:
    assert send(asked.path, score="9").status_code == 422
    assert send(asked.path, score="9", tell="perhaps").status_code == 422
    assert not Response.objects.exists()
    assert send(asked.path, score="3", tell="perhaps").status_code == 303
    assert (given().answers, given().not_asked) == ({}, {"tell": None, "norway": None})
    seen = sign_in(nordlys.vera).get(f"/w/nordlys/responses/{given().pk}/").content.decode()
    assert seen.count("Not asked") == 2


def test_what_was_answered_before_another_score_is_set_aside_and_comes_back_with_the_score(
    version: SurveyVersion, asked: Asked, send: Send, respondent: Client, nordlys: Company, sign_in: SignIn
) -> None:
    filled = {"tell": "yes", "mend": "The heating", "norway": "no"}
    send(asked.path, score="9", why="Fast", **filled)
    assert (given().answers, given().not_asked) == ({"tell": "yes", "norway": "no"}, {"mend": "The heating"})
    send(asked.path, score="4", why="Fast", **filled)
    assert (given().answers, given().not_asked) == ({"mend": "The heating"}, {"tell": "yes", "norway": "no"})
    assert ResponseRevision.objects.get().answers == {"tell": "yes", "norway": "no"}
    page = respondent.get(asked.path).content.decode()
    assert '<input type="radio" name="tell" value="yes" checked>' in page
    seen = sign_in(nordlys.vera).get(f"/w/nordlys/responses/{given().pk}/").content.decode()
    assert seen.count("Answered before another score was chosen") == 2
    send(asked.path, score="10", why="Fast", **filled)
    assert given().answers == {"tell": "yes", "norway": "no"}


def test_a_form_that_is_shown_again_has_lost_nothing(version: SurveyVersion, asked: Asked, send: Send) -> None:
    page = send(asked.path, score="", tell="no", mend="Write back sooner")
    assert page.status_code == 422
    assert '<input type="radio" name="tell" value="no" checked>' in page.content.decode()
    assert "Write back sooner</textarea>" in page.content.decode()


def test_the_first_tap_says_who_was_not_asked_and_the_rest_completes_it(
    version: SurveyVersion, asked: Asked, send: Send
) -> None:
    tap = touched(asked.path, {"score": "2", "first": "1"})
    assert send(asked.path, **tap).status_code == 204
    assert (given().is_finished, given().not_asked) == (False, {"tell": None, "norway": None})
    send(asked.path, score="8", mend="More")
    assert (given().is_finished, given().answers) == (True, {"mend": "More"})
    assert ResponseRevision.objects.count() == 1


def test_whoever_comes_back_later_is_asked_the_same_as_then(nordlys: Company, send: Send, respondent: Client) -> None:
    since = for_some("new", "choice", {"person": {"property": "account.since", "is": "within", "value": "30"}})
    survey = create_from_starter(workspace=nordlys.workspace, name="Later", actor=SYSTEM, now=timezone.now())
    publish_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    plain = newest_version(nordlys.workspace, survey=survey)
    plain.survey, plain.workspace = survey, nordlys.workspace
    version = open_with(plain, since)
    asked = ask(version, timezone.now())
    asked.contact.account.properties = {"since": (timezone.now() - timedelta(days=20)).date().isoformat()}
    asked.contact.account.save()
    send(asked.path, score="9", new="yes")
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert b"Asked as new?" in respondent.get(asked.path).content
        other = ask(version, timezone.now())
        other.contact.account.properties = asked.contact.account.properties
        other.contact.account.save()
        assert b"Asked as new?" not in respondent.get(other.path).content
        send(asked.path, score="3", new="yes")
    assert (given().score, given().answers) == (3, {"new": "yes"})


def test_an_earlier_version_asks_everybody_what_it_asked(
    version: SurveyVersion, send: Send, respondent: Client
) -> None:
    old, token = SurveyVersion.objects.get(number=1), mint_token()
    send(f"/s/{version.survey.slug}", score="9", token=token, version="1")
    assert (given().version, given().not_asked) == (old, None)
    assert b"data-to=" not in respondent.get(f"/a/{token}").content


def test_a_call_reads_out_what_is_for_this_person(version: SurveyVersion, nordlys: Company, sign_in: SignIn) -> None:
    frida = sign_in(nordlys.frida)
    known = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": timezone.now()}
    kari = add_contact(name="Kari", phone="+4721234567", language="en", **known)
    script = frida.post(f"/w/nordlys/contacts/{kari.pk}/call/")["Location"]
    page = frida.get(script).content.decode()
    assert 'data-to="promoter"' in page
    assert "Asked as norway?" not in page
    again = frida.post(script, {"score": "10", "mend": "Nothing"})
    assert (again.status_code, "Nothing</textarea>" in again.content.decode()) == (422, True)
    frida.post(script, {"score": "10", "tell": "no", "mend": "Nothing"})
    assert (given().answers, given().not_asked) == ({"tell": "no"}, {"mend": "Nothing", "norway": None})


def test_a_website_is_told_the_groups_and_what_is_for_the_person_it_names(
    version: SurveyVersion, nordlys: Company
) -> None:
    version = open_with(version, for_some("seat_now", "choice", {"person": ECONOMY}))
    widget = open_collector(
        workspace=nordlys.workspace,
        survey=version.survey,
        kind="widget",
        name="Shop",
        settings=WidgetSettings(origins=[SITE]),
        actor=SYSTEM,
        now=timezone.now(),
    )
    told = post(widget, "may").json()
    groups = {each["field"]: each["groups"] for each in told["questions"] if each["groups"]}
    assert groups == {"tell": ["promoter"], "mend": ["detractor", "passive"]}
    assert "seat_now" not in [each["field"] for each in told["questions"]]
    asked = ask(version, timezone.now() - timedelta(days=400))
    Contact.objects.filter(pk=asked.contact.pk).update(external_id="77")
    told = post(widget, "may", **named(widget, "77")).json()
    assert "seat_now" in [each["field"] for each in told["questions"]]
    sent = {"score": "6", "tell": "yes", "mend": "Longer hours", "seat_now": "no"}
    assert post(widget, "answers", **signed(told), values=sent).json() == {"kept": True}
    assert given().answers == {"mend": "Longer hours", "seat_now": "no"}
    assert given().not_asked == {"tell": "yes", "norway": None}


def test_a_screen_sends_what_was_tapped_and_keeps_apart_what_was_not_asked(version: SurveyVersion) -> None:
    screen = open_collector(
        workspace=version.workspace,
        survey=version.survey,
        kind="kiosk",
        name="Door",
        actor=SYSTEM,
        now=timezone.now(),
    )
    values = {"score": "8", "mend": "Warmer", "tell": "yes"}
    sent = answer(screen, values=values, version=version.number)
    assert send_from(screen, sent).json()["refused"] == {}
    assert (given().answers, given().not_asked) == ({"mend": "Warmer"}, {"tell": "yes", "norway": None})


def test_anonymous_answers_keep_to_the_groups(nordlys: Company, send: Send) -> None:
    survey = create_from_starter(
        workspace=nordlys.workspace, name="We", actor=SYSTEM, now=timezone.now(), starter="enps"
    )
    publish_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    plain = newest_version(nordlys.workspace, survey=survey)
    plain.survey, plain.workspace = survey, nordlys.workspace
    asked = ask(open_with(plain, for_some("tell", "choice", {"groups": ["promoter"]}, optional=False)), timezone.now())
    assert send(asked.path, score="9").status_code == 422
    assert send(asked.path, score="5").status_code == 303
    assert (given().not_asked, given().contact) == ({"tell": None}, None)


def test_words_that_were_set_aside_are_handed_out_and_forgotten_with_the_person(
    version: SurveyVersion, asked: Asked, send: Send, nordlys: Company
) -> None:
    send(asked.path, score="9", tell="yes", mend="My own words")
    told = json.dumps([section.rows for section in RESPONSES_HOLDER.export(asked.contact)], default=str)
    assert "My own words" in told
    erase_person(contact=asked.contact, actor=SYSTEM, now=timezone.now(), reason="asked_for")
    assert (given().answers["tell"], given().not_asked) == ("yes", {"mend": None})
