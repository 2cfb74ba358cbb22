"""Handing over to a real mail server, also one that refuses, delays and hangs up."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import (
    CONNECTION_LOST,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    INTERRUPTED,
    NO_CONNECTION,
    POSTPONED,
    REFUSED,
    RETRY_DELAYS,
    SENT,
    STUCK_AFTER,
    UNCERTAIN,
)
from kuule.dispatch.selectors import delivery_by_token, mail_server_trouble
from kuule.dispatch.services import declare_uncertain, hand_over
from kuule.dispatch.tasks import drain_deliveries, drain_stuck_deliveries, drain_waves

pytestmark = pytest.mark.django_db


def the_delivery():
    return Delivery.objects.select_related("invitation").get()


def test_a_wave_goes_out_over_one_connection(post, add_people, schedule):
    add_people("Aino", "Berit", "Chidi")
    wave = schedule()
    assert drain_waves() == 3
    assert drain_deliveries() == 3
    assert drain_deliveries() == 0
    assert sorted(post.recipients) == ["aino@example.test", "berit@example.test", "chidi@example.test"]
    assert post.sessions == 1
    wave.refresh_from_db()
    assert wave.state == SENT


def test_a_mail_carries_what_mail_programs_need(post, add_people, schedule, settings):
    settings.KUULE_BASE_URL = "https://kuule.nordlys.example"
    add_people("Aino Ääkkönen", language="fi")
    schedule()
    drain_waves()
    drain_deliveries()
    [letter] = post.letters
    delivery = the_delivery()
    assert letter["Message-ID"] == delivery.message_id
    assert delivery.message_id.endswith("@kuule.nordlys.example>")
    assert letter["From"] == "Nordlys Energy <survey@nordlys.example>"
    assert letter["Subject"].strip() == "Kuinka todennäköisesti suosittelisit yritystä Nordlys Energy?"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop_url = letter["List-Unsubscribe"].strip("<>")
    token = stop_url.removeprefix("https://kuule.nordlys.example/u/")
    assert delivery_by_token(token) == delivery
    assert "X-Kuule-Workspace" not in letter
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in letter.iter_parts())
    for body in (text, html):
        assert "Hei Ääkkönen" not in body
        assert "Hei Aino Ääkkönen," in body
        assert f"https://kuule.nordlys.example/a/{token}" in body
        assert stop_url in body
        assert "Storgata 1, Oslo" in body
    assert all(f'/a/{token}?score={score}"' in html for score in range(11))


def test_a_workspace_without_an_address_sends_from_the_installation(post, nordlys, add_people, schedule, settings):
    settings.DEFAULT_FROM_EMAIL = "Kuule <kuule@host.example>"
    nordlys.workspace.sender_email = ""
    nordlys.workspace.save()
    add_people("Aino")
    schedule()
    drain_waves()
    drain_deliveries()
    assert post.letters[0]["From"] == "Nordlys Energy <kuule@host.example>"


def test_a_refused_recipient_has_failed_and_the_others_get_their_mail(post, add_people, schedule):
    post.answers["berit@example.test"] = "550 5.1.1 No such person here"
    add_people("Aino", "Berit", "Chidi")
    wave = schedule()
    drain_waves()
    drain_deliveries()
    assert sorted(post.recipients) == ["aino@example.test", "chidi@example.test"]
    failed = Delivery.objects.get(state=FAILED)
    assert (failed.reason, failed.error) == (REFUSED, "550 5.1.1 No such person here")
    assert failed.invitation.asked_at is None
    wave.refresh_from_db()
    assert wave.state == SENT


def test_a_temporary_error_is_tried_again_later_and_in_the_end_fails(post, add_people, schedule, plan, now):
    post.answers["aino@example.test"] = "451 4.7.1 Come back later"
    add_people("Aino")
    plan(schedule())
    moment = now
    for attempt, wait in enumerate(RETRY_DELAYS, start=1):
        assert hand_over(delivery=the_delivery(), now=moment) == DUE
        delivery = the_delivery()
        assert (delivery.attempts, delivery.reason, delivery.due_at) == (attempt, POSTPONED, moment + wait)
        assert delivery.invitation.asked_at is None
        assert hand_over(delivery=delivery, now=moment) is None
        moment += wait
    assert hand_over(delivery=the_delivery(), now=moment) == FAILED
    assert post.letters == []


def test_a_temporary_error_that_passes_ends_in_one_mail(post, add_people, schedule, plan, now):
    post.after_data = "452 4.3.1 Disk is full"
    add_people("Aino")
    plan(schedule())
    assert hand_over(delivery=the_delivery(), now=now) == DUE
    post.after_data = ""
    assert hand_over(delivery=the_delivery(), now=now + RETRY_DELAYS[0]) == HANDED_OVER
    assert post.recipients == ["aino@example.test"]
    delivery = the_delivery()
    assert (delivery.attempts, delivery.reason, delivery.error) == (2, "", "")
    assert delivery.message_id == post.letters[0]["Message-ID"]


def test_a_connection_lost_after_the_mail_was_given_is_uncertain_and_never_sent_again(
    post, add_people, schedule, plan, now
):
    post.drops_at = "data"
    add_people("Aino")
    wave = plan(schedule())
    assert hand_over(delivery=the_delivery(), now=now) == UNCERTAIN
    delivery = the_delivery()
    assert (delivery.reason, delivery.invitation.asked_at) == (CONNECTION_LOST, now)
    assert drain_deliveries() == 0
    assert drain_waves() == 0
    assert len(post.letters) == 1
    wave.refresh_from_db()
    assert wave.state == SENT


def test_a_connection_lost_before_the_mail_was_given_is_tried_afresh_at_once(post, add_people, schedule, plan, now):
    post.drops_at = "rcpt"
    add_people("Aino")
    plan(schedule())
    assert hand_over(delivery=the_delivery(), now=now) == HANDED_OVER
    assert post.recipients == ["aino@example.test"]
    assert post.sessions == 2


def test_while_the_server_is_away_messages_wait_without_losing_a_try(post, add_people, schedule, nordlys, settings):
    add_people("Aino", "Berit")
    schedule()
    drain_waves()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert drain_deliveries() == 0
    assert set(Delivery.objects.values_list("state", "reason", "attempts")) == {(DUE, NO_CONNECTION, 0)}
    assert "refused" in mail_server_trouble(nordlys.workspace)
    settings.EMAIL_PORT = port
    Delivery.objects.update(due_at=Wave.objects.get().due_at)
    assert drain_deliveries() == 2
    assert mail_server_trouble(nordlys.workspace) == ""


def test_a_handover_whose_process_died_is_shown_as_uncertain_after_a_while(post, add_people, schedule, plan, now):
    add_people("Aino")
    plan(schedule())
    Delivery.objects.update(state=HANDING_OVER, claimed_at=now)
    assert declare_uncertain(now=now + STUCK_AFTER, limit=10) == 0
    assert declare_uncertain(now=now + STUCK_AFTER + timedelta(seconds=1), limit=10) == 1
    assert (the_delivery().state, the_delivery().reason) == (UNCERTAIN, INTERRUPTED)
    assert drain_stuck_deliveries() == drain_deliveries() == 0
    assert post.letters == []


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: everyone@example.test",
        "Eve\u202egnp.exe",
        "<script>alert(1)</script>",
        "A" * 200,
        "Eve %%kuule:stop%%",
    ],
)
def test_a_hostile_name_stays_a_name(name, post, add_people, nordlys, schedule):
    nordlys.workspace.sender_name = name
    nordlys.workspace.save()
    [eve] = add_people("Eve")
    type(eve).objects.update(name=name)
    schedule()
    drain_waves()
    drain_deliveries()
    [letter] = post.letters
    assert letter["To"] == "eve@example.test"
    assert letter["From"].addresses[0].addr_spec == "survey@nordlys.example"
    assert "Bcc" not in letter
    html = letter.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "\u202e" not in html
    assert Invitation.objects.get().asked_at is not None


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(post, add_people, schedule):
    aino, _berit = add_people("Aino", "Berit")
    schedule()
    drain_waves()
    type(aino).objects.filter(pk=aino.pk).update(email="not\nan address")
    drain_deliveries()
    assert post.recipients == ["berit@example.test"]
    assert set(Delivery.objects.values_list("state", flat=True)) == {FAILED, HANDED_OVER}


def test_mail_of_other_rooms_leaves_without_our_own_header(post):
    mail.EmailMessage("Join", "Hello", to=["new@example.test"], headers={"X-Kuule-Workspace": "7"}).send()
    assert "X-Kuule-Workspace" not in post.letters[0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_each_message_over_once(post, add_people, schedule):
    add_people(*(f"P{number}" for number in range(30)))
    schedule()
    drain_waves()
    start = threading.Barrier(3)
    tried = []

    def work():
        start.wait()
        while handled := drain_deliveries():
            tried.append(handled)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(post.recipients) == sorted(f"p{number}@example.test" for number in range(30))
    assert set(Delivery.objects.values_list("state", "attempts")) == {(HANDED_OVER, 1)}


@pytest.mark.django_db(transaction=True)
def test_two_planners_decide_about_each_person_once(post, add_people, schedule):
    add_people(*(f"P{number}" for number in range(40)))
    waves = [schedule(name="One"), schedule(name="Two")]
    start = threading.Barrier(3)

    def work():
        start.wait()
        drain_waves()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert Invitation.objects.count() == 80
    assert Delivery.objects.values("invitation__contact").distinct().count() == Delivery.objects.count() == 40
    assert {wave.pk for wave in waves} == set(Invitation.objects.values_list("wave", flat=True))
