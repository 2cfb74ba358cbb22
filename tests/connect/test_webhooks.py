"""Webhooks: what is told, in which order, how often it is tried, and what the page says of it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kuule.connect.models import AnswerTelling, Webhook, WebhookAttempt, WebhookMessage
from kuule.connect.rules.outgoing import DELIVERED, DUE, GIVEN_UP, MOST_JITTER, RETRY_AFTER
from kuule.connect.selectors.outgoing import due_messages
from kuule.connect.services.outgoing import (
    add_delighted_webhook,
    drop_old_messages,
    put_in_line,
)
from kuule.connect.services.sending import send_message
from kuule.connect.services.telling import tell_of_answers, tell_of_stops
from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person, person_file
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.workspaces.rules import SYSTEM, Refused
from kuule.workspaces.services import issue_key
from tests.conftest import NOW, Company, client_of
from tests.connect.conftest import Program
from tests.connect.receiving import Receiver


@pytest.fixture
def webhook(program: Program, receiver: Receiver) -> Webhook:
    program.get("metrics")
    AnswerTelling.objects.all().delete()
    return add(program, receiver.url)


def add(program: Program, url: str, *events: str) -> Webhook:
    return add_delighted_webhook(
        workspace=program.key.workspace,
        key=program.key,
        url=url,
        events=events or ("survey_response.created", "survey_response.updated", "unsubscribe.created"),
        actor=SYSTEM,
        now=NOW,
    )


def tell(now: datetime | None = None) -> None:
    now = now or timezone.now()
    tell_of_answers(now=now)
    tell_of_stops(now=now)


def send(now: datetime | None = None) -> list[bool]:
    now = now or timezone.now() + timedelta(seconds=1)
    return [send_message(message=each, now=now) for each in due_messages(now=now, limit=10)]


def test_a_new_answer_is_told_once_and_each_change_again(
    program: Program, webhook: Webhook, receiver: Receiver
) -> None:
    answer = program.answer(program.person("aino@example.com")["id"], 3)
    tell()
    tell()
    assert send() == [True]
    program.send("PUT", f"survey_responses/{answer['id']}", {"comment": "Words", "person_properties": {"a": "b"}})
    tell()
    send()
    program.send("PUT", f"survey_responses/{answer['id']}", {"person_properties": {"a": "c"}})
    tell()
    send()
    assert receiver.types == ["survey_response.created", "survey_response.updated"]
    assert receiver.heard[1]["event_data"]["comment"] == "Words"
    assert set(receiver.heard[0]["event_data"]) == set(answer)
    assert {each.state for each in WebhookMessage.objects.all()} == {DELIVERED}


def test_only_what_was_chosen_is_told(program: Program, receiver: Receiver) -> None:
    program.get("metrics")
    add(program, receiver.url, "unsubscribe.created")
    program.answer(program.person("aino@example.com")["id"], 3)
    program.send("POST", "unsubscribes", {"person_email": "aino@example.com"})
    program.send("POST", "unsubscribes", {"person_email": "stranger@example.com"})
    tell()
    send()
    assert receiver.types == ["unsubscribe.created"]
    assert receiver.heard[0]["event_data"]["person"]["email"] == "aino@example.com"


def test_old_answers_of_a_file_are_no_news(program: Program, webhook: Webhook, receiver: Receiver) -> None:
    answer = program.answer(program.person("aino@example.com")["id"], 3)
    job = Job.objects.create(workspace=program.key.workspace, kind="responses", created_at=NOW)
    Response.objects.update(import_job=job)
    tell()
    assert not WebhookMessage.objects.exists()
    program.send("PUT", f"survey_responses/{answer['id']}", {"score": 4})
    tell()
    send()
    assert receiver.types == ["survey_response.updated"]


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(
    program: Program, webhook: Webhook, receiver: Receiver
) -> None:
    program.answer(program.person("aino@example.com")["id"], 3)
    now = timezone.now()
    tell(now)
    receiver.status = 500
    for wait in RETRY_AFTER:
        assert send(now) == [True]
        assert send(now + wait - timedelta(seconds=1)) == []
        now += wait * (1 + MOST_JITTER)
    assert send(now) == [True]
    message = WebhookMessage.objects.get()
    assert (message.state, message.attempts) == (GIVEN_UP, len(RETRY_AFTER) + 1)
    assert len({each["event_id"] for each in receiver.heard}) == 1
    assert set(WebhookAttempt.objects.values_list("status", "trouble")) == {(500, "")}


def test_events_about_one_answer_leave_in_their_order_and_hold_up_no_other(
    program: Program, webhook: Webhook, receiver: Receiver
) -> None:
    person = program.person("aino@example.com")["id"]
    answer = program.answer(person, 3)
    now = timezone.now()
    tell(now)
    receiver.status = 503
    send(now)
    program.send("PUT", f"survey_responses/{answer['id']}", {"score": 9})
    program.answer(person, 5)
    tell(now)
    receiver.status = 200
    send(now)
    assert [each["event_data"]["score"] for each in receiver.heard] == [3, 5]
    for _ in range(2):
        send(now + RETRY_AFTER[0] * (1 + MOST_JITTER))
    assert [each["event_data"]["score"] for each in receiver.heard] == [3, 5, 3, 9]


def test_a_worker_that_died_leaves_its_message_to_another(
    program: Program, webhook: Webhook, receiver: Receiver
) -> None:
    now = timezone.now()
    message = put_in_line(webhook=webhook, event_type="survey_response.created", about="response 1", data={}, now=now)
    assert message is not None
    same = WebhookMessage.objects.get()
    WebhookMessage.objects.update(attempts=1, due_at=now + timedelta(minutes=2))
    assert not send_message(message=same, now=now)
    assert send(now) == []
    assert send(now + timedelta(minutes=2)) == [True]


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("http://10.0.0.1:9/", "internal"),
        ("http://169.254.169.254/latest", "internal"),
        ("http://nobody.invalid/", "unknown_host"),
    ],
)
def test_no_internal_address_is_told_anything(program: Program, url: str, trouble: str) -> None:
    program.get("metrics")
    webhook = add(program, url)
    put_in_line(webhook=webhook, event_type="survey_response.created", about="response 1", data={}, now=NOW)
    assert send() == [True]
    assert WebhookAttempt.objects.get().trouble == trouble
    assert WebhookMessage.objects.get().state == DUE


def test_a_key_that_cannot_sign_is_refused(program: Program, nordlys: Company) -> None:
    program.get("metrics")
    key, _secret = issue_key(workspace=nordlys.workspace, name="CRM", scopes=["responses:read"], actor=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="key_cannot_sign"):
        add(Program(key, "", program.survey), "https://example.com/")
    with pytest.raises(Refused, match="not_an_address"):
        add(program, "ftp://example.com/")
    with pytest.raises(Refused, match="no_events"):
        add(program, "https://example.com/", "moon.rises")


def test_a_person_who_is_erased_is_gone_from_what_was_told(program: Program, webhook: Webhook) -> None:
    person = program.person("aino@example.com", name="Aino Virta")
    program.send(
        "POST", "autopilot/email/memberships", {"person_email": "aino@example.com", "properties": {"Plan": "pro"}}
    )
    program.send("POST", "people", {"email": "aino@example.com", "send": False, "last_sent_at": 1_000})
    program.answer(person["id"], 3, comment="I am Aino Virta")
    tell()
    contact = Contact.objects.get()
    held = person_file(contact=contact, actor=SYSTEM, now=NOW)
    assert len(held) > 1_000
    erase_person(contact=contact, actor=SYSTEM, now=NOW, reason=ASKED_FOR)
    assert not WebhookMessage.objects.exists()
    tell()
    assert "Aino" not in "".join(WebhookMessage.objects.values_list("body", flat=True))


def test_what_was_settled_long_ago_is_forgotten(program: Program, webhook: Webhook, receiver: Receiver) -> None:
    program.answer(program.person("aino@example.com")["id"], 3)
    tell()
    send()
    assert drop_old_messages(now=timezone.now() + timedelta(days=29)) == 0
    assert drop_old_messages(now=timezone.now() + timedelta(days=31)) == 1


def test_where_nobody_listens_nothing_piles_up(program: Program) -> None:
    program.answer(program.person("aino@example.com")["id"], 3)
    assert AnswerTelling.objects.exists()
    tell()
    assert not AnswerTelling.objects.exists()


def test_the_page_gives_a_key_its_survey_and_an_address_what_happens(
    program: Program, nordlys: Company, receiver: Receiver
) -> None:
    desk: Client = client_of(nordlys.alice)
    page = f"/w/{nordlys.workspace.slug}/settings/delighted/"
    assert "http://testserver/v1/" in desk.get(page).content.decode()
    assert client_of(nordlys.anna).get(page).status_code == 403
    chosen = desk.post(
        f"{page}keys/{program.key.pk}/", {f"key-{program.key.pk}-survey": program.survey.pk}, follow=True
    )
    assert "means this survey now" in chosen.content.decode()
    wrong = desk.post(page, {"key": program.key.pk, "url": "ftp://example.com", "events": ["unsubscribe.created"]})
    assert "An address begins with https://" in wrong.content.decode()
    made = desk.post(
        page, {"key": program.key.pk, "url": receiver.url, "events": ["survey_response.created"]}, follow=True
    )
    assert receiver.url in made.content.decode()
    program.answer(program.person("aino@example.com")["id"], 3)
    receiver.status = 410
    tell()
    send()
    webhook = Webhook.objects.get()
    shown = desk.get(f"{page}webhooks/{webhook.pk}/").content.decode()
    assert "Refused (410)" in shown
    assert "1 message waits" in shown
    WebhookMessage.objects.update(state=GIVEN_UP)
    receiver.status = 200
    desk.post(f"{page}messages/{WebhookMessage.objects.get().pk}/again/")
    send()
    assert "Taken (200)" in desk.get(f"{page}webhooks/{webhook.pk}/").content.decode()
    desk.post(f"{page}webhooks/{webhook.pk}/revoke/")
    assert desk.get(f"{page}webhooks/{webhook.pk}/").status_code == 404
    program.answer(program.person("aino@example.com")["id"], 4)
    tell()
    assert WebhookMessage.objects.count() == 1
