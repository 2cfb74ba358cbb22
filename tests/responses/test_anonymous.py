"""Anonymous surveys: that somebody answered is known, what they answered is not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.query import ContactFilter
from kuule.contacts.services import add_contact
from kuule.dispatch.models import Delivery, Invitation, MailboxMessage
from kuule.dispatch.services import hand_over, plan_wave, schedule_wave
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.auth import seal
from kuule.responses.models import Click, Response
from kuule.responses.services.anonymous import part_writes
from kuule.surveys.models import Survey
from kuule.surveys.rules import shared_path
from kuule.surveys.rules.anonymity import Panel
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import STAFF, SYSTEM, Refused
from tests.conftest import Company
from tests.responses.conftest import FORM

DEPARTMENTS = ["Sales"] * 6 + ["Works"] * 5 + ["Boss"]


@dataclass
class Employee:
    """Somebody who was asked, and the token of their link."""

    invitation: Invitation
    token: str


def anonymous_survey(company: Company) -> Survey:
    survey = create_from_starter(
        workspace=company.workspace, name="Our work", actor=SYSTEM, now=timezone.now(), starter="enps"
    )
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    survey.refresh_from_db()
    publish_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    return survey


@pytest.fixture
def survey(nordlys: Company) -> Survey:
    return anonymous_survey(nordlys)


@pytest.fixture
def employees(nordlys: Company, survey: Survey) -> list[Employee]:
    """Twelve people of three departments who were asked."""
    now, workspace = timezone.now(), nordlys.workspace
    for number, department in enumerate(DEPARTMENTS):
        add_contact(
            workspace=workspace,
            email=f"e{number}@nordlys.example",
            properties={"department": department, "badge": number},
            group=STAFF,
            actor=SYSTEM,
            now=now,
        )
    wave = schedule_wave(
        workspace=workspace, survey=survey, name="Pulse", audience=ContactFilter(), due_at=now, actor=SYSTEM, now=now
    )
    while plan_wave(wave=wave, now=now):
        pass
    asked = [Employee(each, mint_token()) for each in Invitation.objects.order_by("contact__email")]
    for each in asked:
        Delivery.objects.filter(invitation=each.invitation).update(token_hash=hash_token(each.token), state="sent")
    return sorted(asked, key=lambda each: each.invitation.contact.properties["badge"])


@pytest.fixture
def say(send: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer as somebody does who looked at the page for five seconds."""

    def answer(employee: Employee, score: str = "9", **fields: str) -> HttpResponse:
        shown = seal(employee.token, timezone.now() - timedelta(seconds=5))
        return send(f"/a/{employee.token}", score=score, shown=shown, signal=shown[::-1], language="en", **fields)

    return answer


def test_an_answer_is_kept_apart_from_who_gave_it(employees, say, respondent) -> None:
    reply = say(employees[0], "3", why="Too much noise")
    assert reply.status_code == 303
    assert "can no longer be changed" in respondent.get(reply["Location"]).content.decode()
    answer = Response.objects.get()
    assert (answer.invitation, answer.contact, answer.account, answer.token_hash) == (None, None, None, None)
    assert (answer.score, answer.verbatim, answer.properties) == (3, "Too much noise", {"department": "Sales"})
    assert answer.uid.version == 4
    assert not Click.objects.exists()
    employees[0].invitation.refresh_from_db()
    midnight = answer.answered_at.astimezone(ZoneInfo("Europe/Helsinki"))
    assert (midnight.hour, midnight.minute, midnight.second) == (0, 0, 0)
    assert employees[0].invitation.answered_at == answer.answered_at


def test_with_the_whole_database_nobody_can_bring_them_together(employees, say) -> None:
    for employee in reversed(employees):
        say(employee, str(employees.index(employee) % 11))
    about_answers = values_of(Response)
    about_people = values_of(Invitation) | values_of(Delivery)
    # What both sides share is true of all of them: the day, the version, the workspace, the words of states.
    shared = about_answers & about_people
    for value in shared:
        assert len(rows_with(Response, value)) in (0, len(employees)), value
    order = list(Response.objects.order_by("pk").values_list("score", flat=True))
    assert order == [index % 11 for index in reversed(range(len(employees)))]
    marks = set(Invitation.objects.values_list("answered_at", flat=True))
    assert len(marks) == 1, "nothing on the side of people tells in which order they answered"


def values_of(model: type) -> set[str]:
    # Numbers of rows are counted for each table anew: equal ones mean nothing.
    names = [field.attname for field in model._meta.fields if not field.primary_key]
    return {f"{name}={value}" for row in model.objects.values(*names) for name, value in row.items() if value}


def rows_with(model: type, value: str) -> list[object]:
    name, _equals, text = value.partition("=")
    return [row for row in model.objects.values() if str(row.get(name)) == text]


def test_an_answer_cannot_be_changed(employees, say, respondent) -> None:
    say(employees[0], "3", why="First")
    again = say(employees[0], "10", why="Second")
    assert again.status_code == 200
    assert "can no longer be changed" in again.content.decode()
    assert list(Response.objects.values_list("score", "verbatim")) == [(3, "First")]
    page = respondent.get(f"/a/{employees[0].token}").content.decode()
    assert "<form" not in page
    assert "First" not in page


def test_who_is_quicker_than_a_person_is_asked_to_send_once_more(employees, respondent) -> None:
    reply = respondent.post(f"/a/{employees[0].token}", "score=9&language=en", content_type=FORM)
    assert reply.status_code == 422
    assert not Response.objects.exists()
    employees[0].invitation.refresh_from_db()
    assert employees[0].invitation.answered_at is None


def test_a_shared_link_takes_each_form_once(survey, send, respondent) -> None:
    token = mint_token()
    shown = seal(token, timezone.now() - timedelta(seconds=5))
    fields = {"score": "9", "token": token, "shown": shown, "signal": shown[::-1], "language": "en"}
    path = shared_path(survey.slug)
    reply = send(path, **fields)
    assert reply["Location"].startswith(f"{path}/thanks")
    assert "can no longer be changed" in respondent.get(reply["Location"]).content.decode()
    assert send(path, **fields).status_code == 200
    assert Response.objects.count() == 1
    assert respondent.get(f"/a/{token}").status_code == 404


def test_so_few_cannot_be_asked(nordlys, survey) -> None:
    now = timezone.now()
    for number in range(4):
        add_contact(workspace=nordlys.workspace, email=f"e{number}@x.example", group=STAFF, actor=SYSTEM, now=now)
    planned = {
        "workspace": nordlys.workspace, "survey": survey, "name": "Pulse", "audience": ContactFilter(),
        "due_at": now, "actor": SYSTEM, "now": now,
    }  # fmt: skip
    with pytest.raises(Refused, match="too_few_for_anonymous"):
        schedule_wave(**planned)
    fifth = add_contact(workspace=nordlys.workspace, email="e5@x.example", group=STAFF, actor=SYSTEM, now=now)
    wave = schedule_wave(**planned)
    fifth.archived_at = now
    fifth.save()
    assert plan_wave(wave=wave, now=now) == 0
    wave.refresh_from_db()
    assert (wave.state, wave.invitations.count()) == ("cancelled", 0)


def test_staff_see_how_many_answered_and_not_who(nordlys, employees, say, sign_in) -> None:
    say(employees[0])
    wave = employees[0].invitation.wave
    address = reverse("wave_page", args=["nordlys", wave.pk])
    page = sign_in(nordlys.alice).get(f"{address}?show=answered").content.decode()
    assert "e11@nordlys.example" in page, "the filter by who answered is no filter here"
    assert "?show=answered" not in page
    assert not re.search(r'data-label="Answered">\s*<time', page)


def test_the_mail_holds_no_link_with_a_score(nordlys, employees, settings) -> None:
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.mailbox.MailboxBackend"
    delivery = Delivery.objects.filter(invitation=employees[0].invitation)
    delivery.update(state="due", token_hash=None)
    assert hand_over(delivery=delivery.get(), now=timezone.now() + timedelta(minutes=1)) == "sent"
    assert "score=" not in MailboxMessage.objects.get().html


FACTS = st.fixed_dictionaries(
    {}, optional={"department": st.sampled_from("abcd"), "boss": st.booleans(), "badge": st.integers(0, 9)}
)


@given(people=st.lists(FACTS, max_size=60), least=st.integers(2, 8))
def test_facts_that_are_told_are_shared_by_many(people: list[dict], least: int) -> None:
    panel = Panel(people, least=least)
    told = [panel.shared(each) for each in people]
    assert all(facts.items() <= each.items() for each, facts in zip(people, told, strict=True))
    # Also of those who keep nothing there are many, or there is nobody else.
    assert all(told.count(facts) >= least for facts in told) or told.count({}) == len(people)


def test_facts_of_large_groups_are_told() -> None:
    people = [{"department": each, "badge": number} for number, each in enumerate(DEPARTMENTS * 3)]
    panel = Panel(people, least=3)
    assert [panel.shared(each) for each in people[:7:6]] == [{"department": "Sales"}, {"department": "Works"}]


def test_on_postgresql_the_number_of_a_transaction_tells_nothing_after_a_day(nordlys, employees, say) -> None:
    if connection.vendor != "postgresql":
        assert part_writes(workspace=nordlys.workspace, now=timezone.now()) == 0
        return
    for employee in employees[:6]:
        say(employee)
    tomorrow = timezone.now() + timedelta(days=1)
    assert part_writes(workspace=nordlys.workspace, now=tomorrow) == 6
    assert part_writes(workspace=nordlys.workspace, now=tomorrow) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin FROM dispatch_invitation WHERE answered_at IS NOT NULL")
        assert len(cursor.fetchall()) == 1
