"""Asking on the phone: nobody calls against the rules, and whatever comes of a call is on record."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.contacts.models import Contact, Suppression
from kuule.contacts.services import add_contact
from kuule.dispatch.models import AskDecision, AskHold, Delivery, Exclusion, Invitation
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company


@pytest.fixture
def kari(nordlys: Company) -> Contact:
    return add_contact(
        workspace=nordlys.workspace,
        name="Kari Nordmann",
        email="kari@fjord.example",
        phone="+4721234567",
        language="sv",
        actor=SYSTEM,
        now=timezone.now(),
    )


@pytest.fixture
def frida(nordlys: Company, survey: Survey, sign_in) -> Client:
    return sign_in(nordlys.frida)


def begin(client: Client, contact: Contact) -> str:
    answer = client.post(f"/w/nordlys/contacts/{contact.pk}/call/")
    assert "/calls/" in answer["Location"]
    return answer["Location"]


def test_a_call_asks_in_the_persons_language_and_keeps_who_keyed_the_answer_in(
    nordlys: Company, kari: Contact, frida: Client
) -> None:
    assert "+4721234567" in frida.get(f"/w/nordlys/contacts/{kari.pk}/call/").content.decode()
    script = begin(frida, kari)
    page = frida.get(script).content.decode()
    assert "Frida" in page
    assert "Hur troligt är det att du skulle rekommendera" in page
    wrong = frida.post(script, {"score": "", "why": "Snabb hjälp"})
    assert wrong.status_code == 422
    assert "Snabb hjälp</textarea>" in wrong.content.decode()
    done = frida.post(script, {"score": "9", "why": "Snabb hjälp"}, follow=True)
    given = Response.objects.get()
    assert (given.channel, given.entered_by, given.contact, given.language) == (
        "interviewer",
        nordlys.frida.user,
        kari,
        "sv",
    )
    assert (given.score, given.verbatim, given.verdict) == (9, "Snabb hjälp", "person")
    assert "Keyed in by <bdi>Frida</bdi>" in done.content.decode()
    asked = Invitation.objects.get()
    assert (asked.asked_at is not None, asked.answered_at is not None) == (True, True)
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["interviewer"]
    assert list(AskDecision.objects.values_list("verdict", "channel")) == [("allow", "interviewer")]
    assert not AskHold.objects.filter(released_at=None).exists()
    assert frida.post(script, {"score": "1"}, follow=True).status_code == 200
    assert Response.objects.get().score == 9


def test_nobody_is_called_against_the_rules(kari: Contact, frida: Client, nordlys: Company, sign_in) -> None:
    frida.post(begin(frida, kari), {"score": "9"})
    page = f"/w/nordlys/contacts/{kari.pk}/call/"
    shown = frida.get(page).content.decode()
    assert "Please do not call with this survey now." in shown
    assert "Asked within the last 90 days. They can be asked from" in shown
    assert "/calls/" not in frida.post(page)["Location"]
    assert AskDecision.objects.filter(verdict="hold", rule="recently_asked").count() == 1
    assert Invitation.objects.count() == 1


def test_two_people_never_call_one_person_at_once(kari: Contact, frida: Client, nordlys: Company, sign_in) -> None:
    script = begin(frida, kari)
    assert script.partition("?")[0] in frida.get(f"/w/nordlys/contacts/{kari.pk}/call/").content.decode()
    shown = sign_in(nordlys.bob).get(f"/w/nordlys/contacts/{kari.pk}/call/").content.decode()
    assert "Somebody is on the phone with them" in shown


@pytest.mark.parametrize(
    ("outcome", "verdict", "rule"),
    [
        ("no_reply", "hold", "no_reply"),
        ("later", "hold", "call_later"),
        ("not_now", "hold", "not_now"),
        ("never", "drop", "by_hand"),
    ],
)
def test_every_end_of_a_call_is_on_record_and_has_its_consequence(
    kari: Contact, frida: Client, outcome: str, verdict: str, rule: str
) -> None:
    script = begin(frida, kari)
    assert "Noted: " in frida.post(script, {"call_outcome": outcome}, follow=True).content.decode()
    assert list(AskDecision.objects.values_list("verdict", "rule", "channel")) == [(verdict, rule, "interviewer")]
    assert not Invitation.objects.exists()
    again = "Begin the call" in frida.get(f"/w/nordlys/contacts/{kari.pk}/call/").content.decode()
    assert again is (outcome in ("no_reply", "later"))
    assert Suppression.objects.filter(reason="by_hand").exists() is (outcome == "never")
    assert "This call has ended." in frida.post(script, {"call_outcome": outcome}, follow=True).content.decode()
    assert AskDecision.objects.count() == 1
    assert "On the phone" in frida.get(f"/w/nordlys/contacts/{kari.pk}/asking/").content.decode()


def test_whoever_has_no_address_is_taken_out_by_name(nordlys: Company, frida: Client) -> None:
    unreachable = add_contact(
        workspace=nordlys.workspace, name="Per", phone="+4729999999", actor=SYSTEM, now=timezone.now()
    )
    frida.post(begin(frida, unreachable), {"call_outcome": "never"})
    taken_out = Exclusion.objects.get()
    assert (taken_out.contact, taken_out.reason) == (unreachable, "Said so on the phone")
    assert not Suppression.objects.exists()


def test_a_call_that_took_too_long_asks_the_rules_once_more_and_loses_no_word(kari: Contact, frida: Client) -> None:
    script = begin(frida, kari)
    Contact.objects.filter(pk=kari.pk).update(archived_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        late = frida.post(script, {"score": "9", "why": "Snabb hjälp"})
    assert late.status_code == 422
    assert "The answer was not kept." in late.content.decode()
    assert "Snabb hjälp</textarea>" in late.content.decode()
    assert not Response.objects.exists()
    assert AskHold.objects.filter(released_at=None).exists()


def test_results_by_phone_say_that_people_are_kinder_to_a_voice(
    kari: Contact, frida: Client, nordlys: Company, sign_in
) -> None:
    frida.post(begin(frida, kari), {"score": "9"})
    staff = sign_in(nordlys.vera)
    assert staff.get("/w/nordlys/").context["answer"].n == 1
    shown = staff.get("/w/nordlys/?channel=interviewer").content.decode()
    assert "a higher score than a page" in shown
