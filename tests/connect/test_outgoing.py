"""Webhooks by the standard: what is told, how it is signed, when they pause, and what a crash does to them."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from kuule.act.models import Case, CaseEvent, Initiative
from kuule.act.rules import BY_HAND, CLOSED, REMINDED, SOLVED
from kuule.act.rules.initiatives import DONE
from kuule.act.services.cases import take_case
from kuule.act.services.opening import CasePlan, open_case
from kuule.connect.models import AnswerTelling, CaseTelling, ToldThing, Webhook, WebhookAttempt, WebhookMessage
from kuule.connect.rules.events import CASE, EVENTS, Life, events_now
from kuule.connect.rules.outgoing import (
    DUE,
    GIVEN_UP,
    MOST_JITTER,
    OVERLAP,
    PAUSED_AFTER,
    RETRY_AFTER,
    retry_after,
)
from kuule.connect.services.outgoing import drop_old_messages, put_in_line
from kuule.connect.services.webhooks import (
    WebhookPlan,
    add_webhook,
    rotate_webhook_secret,
    send_given_up_again,
)
from kuule.connect.tasks import drain_paused_webhooks, drain_webhook_news, drain_webhooks
from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import ASKED_FOR, BOUNCED, UNSUBSCRIBED
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import Invitation
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.conftest import Company, client_of
from tests.connect.conftest import Program
from tests.connect.receiving import Receiver
from tests.workspaces.objects import an_initiative

WORKER = Path(__file__).parent / "webhook_worker.py"
HOUR = timedelta(hours=1)


class Desk:
    """Another system that hears by a webhook, and the company it hears of."""

    def __init__(self, program: Program, receiver: Receiver) -> None:
        self.workspace, self.program, self.receiver = program.key.workspace, program, receiver
        program.get("metrics")
        self.api = Caller(make_key(self.workspace, name="Shop"))

    def hears(self, *events: str, **more: Any) -> tuple[Webhook, str]:
        plan = WebhookPlan("Shop", more.pop("url", self.receiver.url), events or EVENTS, **more)
        now = timezone.now() - HOUR
        return add_webhook(workspace=self.workspace, plan=plan, actor=SYSTEM, now=now)

    def answers(self, score: int = 3, **more: Any) -> int:
        person = {"id": "p-1", "email": "aino@example.com", "name": "Aino Virta"}
        answer = {"id": f"r-{score}", "score": score, "comment": "I am Aino Virta", "person": person, **more}
        told = self.api.call("POST", "/responses", {"survey": self.program.survey.pk, "responses": [answer]})
        assert told.status_code == 200, told.content
        return Response.objects.latest("pk").pk

    def work(self) -> list[str]:
        """Let the worker go round once; return what was heard by it."""
        before = len(self.receiver.heard)
        while drain_webhook_news() + drain_webhooks():
            pass
        return self.receiver.types[before:]


@pytest.fixture
def desk(program: Program, receiver: Receiver) -> Desk:
    return Desk(program, receiver)


def test_an_answer_is_told_as_the_api_gives_it_and_each_change(desk: Desk) -> None:
    desk.hears()
    answer = desk.answers()
    assert desk.work() == ["response.received"]
    assert desk.work() == []
    told = desk.receiver.heard[0]
    blind = Caller(make_key(desk.workspace, scopes=["responses:read"], name="Blind"))
    assert told["data"] == blind.get(f"/responses/{answer}").json()
    assert "Aino" not in str(told)
    assert (told["version"], told["timestamp"][-1]) == ("1", "Z")
    desk.api.call("PATCH", f"/responses/{answer}", {"score": 9})
    assert desk.work() == ["response.amended"]
    assert desk.receiver.heard[1]["data"]["score"] == 9


def test_names_and_comments_go_out_where_that_was_chosen(desk: Desk) -> None:
    desk.hears(shows_personal=True)
    answer = desk.answers()
    desk.work()
    assert desk.receiver.heard[0]["data"] == desk.api.get(f"/responses/{answer}").json()
    assert desk.receiver.heard[0]["data"]["comment"] == "I am Aino Virta"


def test_only_what_was_chosen_is_told_and_only_of_the_own_company(desk: Desk, charlie: Any) -> None:
    desk.hears("contact.unsubscribed")
    add_webhook(
        workspace=charlie.workspace,
        plan=WebhookPlan("Spy", desk.receiver.url, EVENTS),
        actor=SYSTEM,
        now=timezone.now() - HOUR,
    )
    desk.answers()
    contact = Contact.objects.get()
    for reason, address in ((UNSUBSCRIBED, "a"), (BOUNCED, "b")):
        Suppression.objects.create(
            workspace=desk.workspace, address_hash=address, reason=reason, contact=contact, created_at=timezone.now()
        )
    assert desk.work() == ["contact.unsubscribed"]
    assert desk.receiver.heard[0]["data"]["contact"]["id"] == contact.pk
    Suppression.objects.update(by_reply=True)
    assert desk.work() == []


def test_past_answers_of_a_file_and_anonymous_ones_are_not_told(desk: Desk) -> None:
    desk.hears()
    desk.answers()
    job = Job.objects.create(workspace=desk.workspace, kind="responses", created_at=timezone.now())
    Response.objects.update(import_job=job)
    assert desk.work() == []
    assert not ToldThing.objects.exists()
    Response.objects.update(import_job=None)
    type(desk.program.survey).objects.update(is_anonymous=True)
    assert desk.work() == []


def test_the_life_of_a_case_is_told_in_its_order(desk: Desk) -> None:
    desk.hears("case.opened", "case.changed", "case.closed")
    case = opened(desk)
    assert desk.work() == ["case.opened"]
    Case.objects.update(urgency=2)
    assert desk.work() == ["case.changed"]
    # What programs are not shown is no change to them.
    Case.objects.update(look_at=timezone.now())
    assert desk.work() == []
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=timezone.now())
    assert desk.work() == ["case.closed"]
    assert desk.receiver.heard[-1]["data"]["id"] == case.pk
    assert len({message.about for message in WebhookMessage.objects.all()}) == 1


def test_a_case_from_before_is_told_when_something_happens_in_it(desk: Desk, nordlys: Company) -> None:
    case = opened(desk)
    desk.hears("case.opened", "case.changed", "case.closed")
    Webhook.objects.update(created_at=timezone.now())
    CaseEvent.objects.create(workspace=case.workspace, case=case, kind=REMINDED, at=timezone.now())
    Case.objects.update(look_at=timezone.now())
    assert desk.work() == []
    ToldThing.objects.all().delete()
    take_case(case=case, by=nordlys.alice, now=timezone.now())
    assert desk.work() == ["case.changed"]


def test_a_case_that_was_opened_and_closed_at_once_is_told_as_both(desk: Desk) -> None:
    desk.hears("case.opened", "case.changed", "case.closed")
    opened(desk)
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=timezone.now())
    assert desk.work() == ["case.opened", "case.closed"]


def opened(desk: Desk) -> Case:
    desk.answers()
    response, now = Response.objects.get(), timezone.now()
    return open_case(
        workspace=desk.workspace,
        plan=CasePlan(reason=BY_HAND, due_at=now, contact=response.contact),
        actor=SYSTEM,
        now=now,
    )


def test_an_initiative_that_is_done_and_somebody_held_back_are_told(desk: Desk) -> None:
    desk.hears("initiative.done", "invitation.held_back")
    an_initiative(desk.workspace)
    assert desk.work() == []
    Initiative.objects.update(state=DONE, done_at=timezone.now())
    assert desk.work() == ["initiative.done"]
    desk.answers()
    held = Invitation.objects.create(
        workspace=desk.workspace,
        version=SurveyVersion.objects.filter(workspace=desk.workspace).latest("pk"),
        contact=Contact.objects.get(email="aino@example.com"),
        decision="held_back",
        reason="recently_asked",
        decided_at=timezone.now(),
        language="en",
        properties={"order": "17"},
    )
    assert desk.work() == ["invitation.held_back"]
    told = desk.receiver.heard[-1]["data"]
    assert (told["id"], told["rule"], told["properties"]) == (held.pk, "recently_asked", None)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_whoever_missed_some_moments_hears_how_a_thing_stands(known: bool, was: bool, over: bool, new: bool) -> None:
    told = events_now(CASE, is_known=known, was_over=was, is_over=over, has_changed=new)
    assert ("case.opened" in told) == (not known)
    assert ("case.closed" in told) == (over and not (known and was))
    assert len(told) == len(set(told))
    assert events_now(Life(), is_known=known, was_over=was, is_over=over, has_changed=new) == ()


def test_the_library_of_the_standard_verifies_and_a_new_secret_overlaps(desk: Desk) -> None:
    webhook, secret = desk.hears()
    desk.answers()
    desk.work()
    assert verified(desk, secret)["type"] == "response.received"
    assert desk.receiver.headers[-1]["webhook-id"] == WebhookMessage.objects.get().event_id
    with pytest.raises(WebhookVerificationError):
        verified(desk, "whsec_" + "A" * 43 + "=")
    newer = rotate_webhook_secret(webhook=webhook, actor=SYSTEM, now=timezone.now())
    desk.answers(9)
    desk.work()
    assert verified(desk, newer) == verified(desk, secret)
    Webhook.objects.update(old_secret_until=timezone.now() - OVERLAP)
    desk.answers(10)
    desk.work()
    assert verified(desk, newer)
    with pytest.raises(WebhookVerificationError):
        verified(desk, secret)
    assert secret not in str(list(Webhook.objects.values()))


def verified(desk: Desk, secret: str) -> Any:
    return Verifier(secret).verify(desk.receiver.bodies[-1], desk.receiver.headers[-1])


def test_waits_grow_and_spread_and_end() -> None:
    waits = [retry_after(each) for each in range(1, len(RETRY_AFTER) + 1)]
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(days=2)
    assert retry_after(len(RETRY_AFTER) + 1) is None
    for attempt, wait in enumerate(RETRY_AFTER, 1):
        assert wait <= retry_after(attempt, jitter=0.5) <= wait * (1 + MOST_JITTER)


def test_what_failed_for_days_pauses_is_told_to_owners_once_and_loses_nothing(desk: Desk, nordlys: Company) -> None:
    webhook, _secret = desk.hears()
    desk.receiver.status, desk.receiver.answer = 500, ("ö" * 2_000).encode() + b"\0"
    desk.answers()
    desk.work()
    assert WebhookAttempt.objects.get().answer == "ö" * 1_000
    webhook.refresh_from_db()
    assert webhook.failing_since is not None
    assert webhook.paused_at is None
    Webhook.objects.update(failing_since=timezone.now() - PAUSED_AFTER)
    WebhookMessage.objects.update(due_at=timezone.now())
    desk.work()
    assert drain_paused_webhooks() == 1
    assert drain_paused_webhooks() == 0
    assert [each.to for each in mail.outbox] == [[nordlys.alice.user.email]]
    assert f"/settings/webhooks/{webhook.pk}/" in mail.outbox[0].body
    desk.answers(9)
    assert desk.work() == []
    desk.receiver.status = 200
    client_of(nordlys.alice).post(f"/w/nordlys/settings/webhooks/{webhook.pk}/resume/")
    assert desk.work() == ["response.received"] * 2
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_an_address_that_says_it_is_gone_pauses_at_once_and_what_waits_is_not_kept_for_ever(desk: Desk) -> None:
    webhook, _secret = desk.hears()
    desk.receiver.status = 410
    desk.answers()
    desk.work()
    webhook.refresh_from_db()
    assert webhook.paused_at is not None
    assert AuditEntry.objects.filter(act="webhook_paused").count() == 1
    assert drop_old_messages(now=timezone.now() + timedelta(days=29)) == 0
    assert drop_old_messages(now=timezone.now() + timedelta(days=31)) == 1


def test_dead_letters_are_sent_again_in_their_order(desk: Desk) -> None:
    webhook, _secret = desk.hears()
    for number in range(3):
        line(webhook, number)
    WebhookMessage.objects.update(state=GIVEN_UP, settled_at=timezone.now())
    assert send_given_up_again(webhook=webhook, actor=SYSTEM, now=timezone.now()) == 3
    assert send_given_up_again(webhook=webhook, actor=SYSTEM, now=timezone.now()) == 0
    for _ in range(3):
        drain_webhooks()
    assert [each["data"]["number"] for each in desk.receiver.heard] == [0, 1, 2]


def line(webhook: Webhook, number: int, about: str = "case 1") -> None:
    put_in_line(webhook=webhook, event_type="case.changed", about=about, data={"number": number}, now=timezone.now())


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0177.0.0.1", "localhost"])
def test_no_internal_host_hears_anything(desk: Desk, settings: Any, host: str) -> None:
    settings.KUULE_WEBHOOK_ALLOW_INTERNAL = []
    port = desk.receiver.server.server_port
    webhook, _secret = desk.hears(url=f"http://{host}:{port}/")
    line(webhook, 1)
    desk.work()
    assert WebhookAttempt.objects.get().trouble in ("internal", "unknown_host")
    assert desk.receiver.heard == []


def test_an_erased_person_is_gone_from_what_waits_and_what_was_sent(desk: Desk) -> None:
    desk.hears(shows_personal=True)
    desk.answers()
    desk.work()
    erase_person(contact=Contact.objects.get(), actor=SYSTEM, now=timezone.now(), reason=ASKED_FOR)
    desk.work()
    kept = "".join(WebhookMessage.objects.values_list("body", flat=True))
    assert "Aino" not in kept
    assert "aino@" not in kept
    assert desk.receiver.types[-1] == "response.amended"
    assert desk.receiver.heard[-1]["data"]["contact"] is None


def test_where_nobody_listens_nothing_piles_up(desk: Desk) -> None:
    opened(desk)
    assert CaseTelling.objects.exists()
    desk.work()
    assert not CaseTelling.objects.exists()
    assert not AnswerTelling.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_lose_nothing_and_keep_the_order(
    nordlys: Company, receiver: Receiver, tmp_path: Path
) -> None:
    webhook, _secret = add_webhook(
        workspace=nordlys.workspace,
        plan=WebhookPlan("Shop", receiver.url, EVENTS),
        actor=SYSTEM,
        now=timezone.now(),
    )
    for number in range(9):
        line(webhook, number, f"case {number % 3}")
    command = [sys.executable, str(WORKER), str(connection.settings_dict["NAME"])]
    surroundings = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": str(WORKER.parents[2]),
        "KUULE_WEBHOOK_ALLOW_INTERNAL": "127.0.0.1",
    }
    for when in ("before", "after"):
        worker = subprocess.run([*command, when], check=False, capture_output=True, env=surroundings)
        assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()
    # Whoever died with a message in hand holds it for two minutes.
    WebhookMessage.objects.filter(state=DUE).update(due_at=timezone.now())
    while drain_webhooks():
        pass
    assert not WebhookMessage.objects.filter(state=DUE).exists()
    for about in range(3):
        numbers = [each["data"]["number"] for each in receiver.heard]
        assert list(dict.fromkeys(each for each in numbers if each % 3 == about)) == [about, about + 3, about + 6]
    ids = [each["webhook-id"] for each in receiver.headers]
    assert len(ids) == 10
    assert len(set(ids)) == 9


def test_the_page_adds_shows_tries_changes_and_ends_a_webhook(desk: Desk, nordlys: Company) -> None:
    client, page = client_of(nordlys.alice), "/w/nordlys/settings/webhooks/"
    assert "No webhooks" in client.get(page).content.decode()
    assert client_of(nordlys.bob).get(page).status_code == 403
    filled = {"name": "Shop", "url": "ftp://shop.example", "events": ["case.opened"]}
    assert "An address begins with https://" in client.post(page, filled).content.decode()
    made = client.post(page, {**filled, "url": desk.receiver.url}).content.decode()
    webhook = Webhook.objects.get()
    assert "whsec_" in made
    own = f"{page}{webhook.pk}/"
    assert "whsec_" not in client.get(own).content.decode()
    desk.receiver.status, desk.receiver.answer = 503, b"<b>Closed for lunch</b>"
    client.post(f"{own}test/")
    desk.work()
    shown = client.get(own).content.decode()
    assert "Refused (503)" in shown
    assert "&lt;b&gt;Closed for lunch&lt;/b&gt;" in shown
    assert "1 message waits" in shown
    assert "Fails" in client.get(page).content.decode()
    WebhookMessage.objects.update(state=GIVEN_UP)
    assert "Send 1 given-up message again" in client.get(own).content.decode()
    desk.receiver.status = 200
    client.post(f"{own}catch-up/")
    assert desk.work() == ["webhook.test"]
    client.post(f"{page}messages/{WebhookMessage.objects.get().pk}/again/")
    assert desk.work() == ["webhook.test"]
    changed = {"name": "Till", "url": desk.receiver.url, "events": ["case.closed"], "shows_personal": "on"}
    assert "Saved." in client.post(own, changed, follow=True).content.decode()
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events, webhook.shows_personal) == ("Till", ["case.closed"], True)
    assert "signed with the old secret too" in client.post(f"{own}secret/").content.decode()
    client.post(f"{own}pause/")
    assert "Paused" in client.get(own).content.decode()
    client.post(f"{own}revoke/")
    assert client.get(own).status_code == 404


def test_the_api_does_all_that_the_page_does(desk: Desk) -> None:
    asked = {"name": "Shop", "url": desk.receiver.url, "events": ["case.opened"]}
    wrong = [{**asked, "url": "ftp://x"}, {**asked, "events": ["moon.rises"]}, {**asked, "events": []}]
    assert [desk.api.call("POST", "/webhooks", each).status_code for each in wrong] == [422] * 3
    blind = Caller(make_key(desk.workspace, scopes=["webhooks:write", "webhooks:read", "cases:read"], name="Blind"))
    assert blind.call("POST", "/webhooks", {**asked, "events": ["response.received"]}).status_code == 403
    assert blind.call("POST", "/webhooks", {**asked, "shows_personal": True}).status_code == 403
    made = blind.call("POST", "/webhooks", asked)
    assert made.status_code == 201
    own, secret = f"/webhooks/{made.json()['id']}", made.json()["secret"]
    assert "secret" not in blind.get(own).json()
    assert blind.call("PATCH", own, {"shows_personal": True}).status_code == 403
    assert blind.call("PATCH", own, {"is_paused": True}).json()["is_paused"]
    assert not blind.call("PATCH", own, {"is_paused": False, "name": "Till"}).json()["is_paused"]
    stale = blind.call("PATCH", own, {"name": "Else"}, **{"If-Match": '"other"'})
    assert stale.status_code == 412
    assert blind.call("POST", f"{own}/secret").json()["secret"] != secret
    message = blind.call("POST", f"{own}/test").json()
    assert (message["event"], message["state"]) == ("webhook.test", "due")
    desk.work()
    (sent,) = blind.get(f"{own}/messages").json()["messages"]
    assert [each["status"] for each in sent["attempts"]] == [200]
    assert blind.get(f"{own}/messages?state=due").json()["messages"] == []
    again = blind.call("POST", f"{own}/messages/{message['id']}/replay")
    assert again.json()["state"] == "due"
    WebhookMessage.objects.update(state=GIVEN_UP)
    assert blind.get(own).json()["given_up"] == 1
    assert blind.call("POST", f"{own}/replay").json() == {"messages": 1}
    assert blind.call("DELETE", own).status_code == 204
    assert blind.get("/webhooks").json() == {"webhooks": []}


def test_a_key_that_sees_nothing_personal_leads_nothing_personal_elsewhere(desk: Desk, receiver: Receiver) -> None:
    """An address that somebody let see names cannot be turned to another place by a key that may not see them."""
    webhook, _secret = desk.hears(shows_personal=True)
    blind = Caller(make_key(desk.workspace, scopes=["webhooks:write"], name="Blind"))
    assert blind.call("PATCH", f"/webhooks/{webhook.pk}", {"url": "https://evil.example/"}).status_code == 403
