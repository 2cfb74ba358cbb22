"""An unclear answer: the respondent is asked once by mail, and opening that mail's link proves nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery
from kuule.dispatch.services import hand_over
from kuule.responses.models import Click, Response, Review
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.services import close_survey
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.responses.conftest import FORM, Asked, ask, sealed

Send = Callable[..., HttpResponse]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def answer_unclearly(respondent: Client, path: str, score: str = "3") -> None:
    respondent.post(path, urlencode({"score": score, "why": "Unclear"}), content_type=FORM)


def confirm_link(clock: time_machine.Traveller) -> str:
    """Send the mail that asks to confirm, and return the path of the link in it."""
    clock.shift(timedelta(minutes=11))
    assert hand_over(delivery=Delivery.objects.get(purpose="confirm"), now=timezone.now()) == "sent"
    return re.search(r"https?://[^/]+(/c/[\w-]{22})", mail.outbox[-1].body)[1]


def test_an_unclear_answer_is_put_before_the_person_and_before_people_here(respondent: Client, asked: Asked) -> None:
    answer_unclearly(respondent, asked.path)
    review = Review.objects.get()
    assert (review.kind, review.decided_at, review.asked_by) == ("verdict", None, None)
    message = Delivery.objects.get(purpose="confirm")
    assert message.state == "due"
    assert message.due_at > timezone.now() + timedelta(minutes=9)


def test_the_person_is_asked_once_however_many_forms_come(respondent: Client, asked: Asked) -> None:
    for score in "123":
        answer_unclearly(respondent, asked.path, score)
    assert (Delivery.objects.filter(purpose="confirm").count(), Review.objects.count()) == (1, 1)


def test_one_tap_confirms(respondent: Client, asked: Asked, clock: time_machine.Traveller, send: Send) -> None:
    answer_unclearly(respondent, asked.path)
    path = confirm_link(clock)
    page = respondent.get(path)
    assert "Is this your answer?" in page.content.decode()
    assert "3" in re.search(r"score came by your link: (\d+)", page.content.decode())[1]
    assert (Response.objects.get().verdict, page["Cache-Control"]) == ("unclear", "no-store")
    reply = send(path)
    assert (reply.status_code, reply["Location"]) == (303, f"{path.replace('/c/', '/a/')}/thanks")
    answer = Response.objects.get()
    assert (answer.verdict, answer.verdict_reason, answer.verbatim) == ("person", "confirmed", "Unclear")
    asked.invitation.refresh_from_db()
    assert asked.invitation.answered_at == answer.answered_at
    assert Review.objects.get().outcome == "person"
    assert AuditEntry.objects.filter(act="answer_confirmed", actor_kind="respondent").exists()
    assert respondent.get(path).status_code == 303


def test_a_scanner_that_opens_the_link_or_presses_the_button_confirms_nothing(
    respondent: Client, asked: Asked, clock: time_machine.Traveller
) -> None:
    answer_unclearly(respondent, asked.path)
    path = confirm_link(clock)
    respondent.head(path)
    page = respondent.get(path).content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', page)[1]
    for form in ({}, {"shown": shown, "signal": ""}):
        again = respondent.post(path, urlencode(form) or "x=", content_type=FORM)
        assert again.status_code == 422
        assert "Please press the button once more." in again.content.decode()
    assert Response.objects.get().verdict == "unclear"
    assert set(Click.objects.filter(act="confirm").values_list("verdict", flat=True)) == {"unclear"}


def test_the_mail_is_in_the_language_of_the_survey_and_says_nothing_of_the_answer(
    respondent: Client, version: SurveyVersion, clock: time_machine.Traveller
) -> None:
    asked = ask(version, timezone.now(), "fi")
    answer_unclearly(respondent, asked.path)
    confirm_link(clock)
    sent = mail.outbox[-1]
    html = str(sent.alternatives[0][0])
    assert sent.subject == "Vastasitko kyselyyn? Nordlys Energy kysyy"
    assert "Hei Aino Virtanen," in sent.body
    assert "vahvista" in html
    assert "Unclear" not in sent.body + html
    assert "/u/" in sent.body


def test_whoever_answers_again_is_not_asked_any_more(respondent: Client, asked: Asked, send: Send) -> None:
    answer_unclearly(respondent, asked.path)
    send(asked.path, score="8", why="It is me.")
    message = Delivery.objects.get(purpose="confirm")
    assert (message.state, message.reason) == ("dropped", "settled")
    assert (Review.objects.get().outcome, Response.objects.get().score) == ("answered", 8)


@pytest.mark.parametrize("gone", ["suppressed", "no address", "no contact"])
def test_nobody_is_written_to_who_must_not_be(
    respondent: Client, asked: Asked, version: SurveyVersion, gone: str
) -> None:
    if gone == "suppressed":
        suppress(
            workspace=version.workspace,
            address=asked.contact.email,
            reason="unsubscribed",
            actor=SYSTEM,
            now=timezone.now(),
            contact=asked.contact,
        )
    elif gone == "no address":
        type(asked.contact).objects.update(email="")
    else:
        asked.contact.delete()
    answer_unclearly(respondent, asked.path)
    assert Response.objects.get().verdict == "unclear"
    assert not Delivery.objects.filter(purpose="confirm").exists()


def test_a_closed_survey_confirms_nothing(
    respondent: Client, asked: Asked, survey: Survey, clock: time_machine.Traveller, send: Send
) -> None:
    answer_unclearly(respondent, asked.path)
    path = confirm_link(clock)
    close_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    assert send(path).status_code == 410
    assert Response.objects.get().verdict == "unclear"


@pytest.mark.parametrize("ending", ["AAAAAAAAAAAAAAAAAAAAAA", "x", "%00", "a/b"])
def test_an_unknown_link_confirms_nothing(db: None, respondent: Client, ending: str) -> None:
    assert respondent.get(f"/c/{ending}").status_code == 404
    assert respondent.post(f"/c/{ending}", "x=1", content_type=FORM).status_code == 404


def test_whoever_has_not_answered_is_led_to_the_questions(respondent: Client, asked: Asked) -> None:
    assert respondent.get(asked.path.replace("/a/", "/c/"))["Location"] == asked.path


def test_a_token_of_a_shared_link_confirms_nothing(respondent: Client, survey: Survey, send: Send) -> None:
    page = respondent.get(f"/s/{survey.slug}").content.decode()
    token = re.search(r'name="token" value="([\w-]{22})"', page)[1]
    send(f"/s/{survey.slug}", **sealed("", {"score": "4", "token": token}, seconds=0.1))
    assert Response.objects.get().verdict == "unclear"
    assert send(f"/c/{token}").status_code == 404
    assert Review.objects.count() == 1
