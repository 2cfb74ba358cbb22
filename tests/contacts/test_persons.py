"""Erasing a person and handing out what is known of them, through pages and commands, in every room."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client

from kuule.act.models import AgreedAction, Case, CaseEvent, Letter
from kuule.act.rules import CLOSED, NO_PERSON
from kuule.act.rules.letters import CASE_LETTER
from kuule.act.services.by_hand import Subject, open_by_hand
from kuule.act.services.cases import agree_action, log_call
from kuule.act.services.letters import write_letter
from kuule.contacts.models import Contact, Erasure, ImportChange, ImportProblem, Suppression
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules import ASKED_FOR, UNSUBSCRIBED
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.selectors import suppression_of
from kuule.contacts.services import add_contact, open_account, suppress, upload_file
from kuule.contacts.services.persons import erase_person, holders, person_file
from kuule.dispatch.models import Delivery, Invitation, MailboxMessage
from kuule.dispatch.rules import DROPPED, HELD_BACK
from kuule.dispatch.services import plan_wave, schedule_wave
from kuule.dispatch.services.limits import take_out
from kuule.dispatch.services.programmes import create_programme
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import BY_HAND, INCIDENT, RECOMMENDED, REVENUE
from kuule.economics.rules.told import ContractTold, EntryTold, EventTold
from kuule.economics.services.contracts import record_contracts
from kuule.economics.services.events import record_events
from kuule.economics.services.ledger import record_entries
from kuule.insight.models import CommentReading, CommentVector
from kuule.insight.services.comments.waiting import read_waiting
from kuule.jobs.models import Job
from kuule.jobs.services import request_cancel
from kuule.responses.models import Click, Response, ResponseNote, ResponseRevision
from kuule.responses.services import accept_answer, add_note
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import AuditEntry, Member, Workspace
from kuule.workspaces.rules import SYSTEM, Actor, Refused
from tests.conftest import Company

SignIn = Callable[[Member], Client]
ADDRESS = "aino.salminen@privat.example"
COMMENT = "The crane fell on my bicycle"

# What is kept about the company's own work and people, or in a form that tells nothing of a customer.
IMPERSONAL = {
    *("User", "Workspace", "Purpose", "Team", "Member", "JoinInvitation", "ApiKey", "AuditEntry"),
    # Emptied with each erasure, and gone after a day.
    "KeptAnswer",
    *("Survey", "SurveyVersion", "PropertyDefinition", "ColumnMemory"),
    *(
        "JourneyStage",
        "Touchpoint",
        "AskLimit",
        "FamilyPriority",
        "Collector",
        "CoverageSettings",
        "ChatRoom",
        "SendingDomain",
        "GuessMail",
        "Benchmark",
        "Certificate",
    ),
    *("CarePlan", "CareRun"),
    *("MoneySettings", "ExchangeRate", "AccountMerge"),
    *("Treatment", "TreatmentChange", "MessageTest"),
    *("Playbook", "WorkCalendar", "DayOff", "RootCause"),
    *("Annotation", "Series", "SeriesPoint", "SavedView"),
    # What is planned and done about causes is the company's own work; whom it told is forgotten with the person.
    *("Initiative", "InitiativeTask", "InitiativeReview", "InitiativeEntry", "Telling"),
    # What members want to reach with the programme, and how it is doing.
    *("Goal", "GoalPoint", "Pilot", "Story", "HealthReading", "HealthLine", "Charter", "CharterPart"),
    # Saved words are a member’s own phrases for letters.
    *("LetterSettings", "SavedWords"),
    # Words of a suggestion are those of many comments, and its wording is taken away with any of them; a model keeps
    # weights of hashed words, and no text.
    *("Theme", "ThemeSuggestion", "TextModel", "UrgentPhrases", "WordingConsent"),
    # An agenda is kept as ids and figures. A pulse is what members say of their own team, and leads to none of them.
    *("HuddlePlan", "Huddle", "Pulse", "PulseAnswer"),
    # The outbox of answers carries ids alone and loses them within a minute.
    *("Playbook", "CaseTurn", "CaseSettings", "AnswerNews", "WorkCalendar", "DayOff", "Absence"),
    # Which survey a key means and where what happens is sent; the outboxes carry ids alone.
    *("Project", "ProjectKey", "Autopilot", "Webhook", "AnswerTelling", "StopTelling"),
    # What an address was told last is a digest, made anew when a person is erased.
    # Alerts name members; what they tell of people is read anew from the rows.
    *("Alert", "AlertDigest", "AlertDelivery"),
    *("ToldThing", "InvitationTelling", "CaseTelling", "InitiativeTelling"),
}


def told_everything(company: Company, now: datetime) -> Contact:
    """Make a person of whom every room knows something, and return them."""
    workspace, who = company.workspace, {"actor": SYSTEM, "now": now}
    account = open_account(workspace=workspace, name="Fjord Shipping", properties={"country": "NO"}, **who)
    aino = add_contact(
        workspace=workspace,
        name="Aino Salminen",
        email=ADDRESS,
        phone="+358401234567",
        external_id="crm-77",
        account=account,
        properties={"hobby": "cranes"},
        **who,
    )
    survey = create_from_starter(workspace=workspace, name="How are we doing", **who)
    publish_survey(survey=survey, **who)
    wave = schedule_wave(
        workspace=workspace, survey=survey, name="Autumn", audience=ContactFilter(search=ADDRESS), due_at=now, **who
    )
    while plan_wave(wave=wave, now=now):
        pass
    invitation = Invitation.objects.get(contact=aino)
    answered = {
        "version": newest_version(workspace, survey=survey),
        "language": "en",
        "channel": "email",
        "invitation": invitation,
        "answers": {"improve": "delivery"},
    }
    accept_answer(score=3, verbatim=COMMENT, now=now, **answered)
    response = accept_answer(score=4, verbatim=f"{COMMENT}, twice", now=now, **answered)
    while read_waiting(now=now):
        pass
    CommentVector.objects.create(workspace=workspace, response=response, embedder="e5", vector=COMMENT.encode())
    add_note(response=response, text=f"Called {ADDRESS}.", actor=Actor.user(company.bob.user_id), now=now)
    Click.objects.create(
        workspace=workspace, invitation=invitation, at=now, method="GET", act="open", verdict="person", reason="opened"
    )
    MailboxMessage.objects.create(
        workspace=workspace,
        to=f"Aino <{ADDRESS}>",
        subject="How likely",
        text=f"Hi {ADDRESS}",
        raw=ADDRESS.encode(),
        message_id="<1@x>",
        created_at=now,
    )
    Delivery.objects.update(error=f"550 {ADDRESS} unknown")
    create_programme(
        workspace=workspace, survey=survey, name="Customers", audience=ContactFilter(search=ADDRESS), **who
    )
    tell_of_money(workspace, now)
    work_on_case(company, response, now)
    take_out(contact=aino, reason="She likes cranes better than surveys", member=company.bob, now=now)
    job = Job.objects.create(
        workspace=workspace, kind="contacts_csv", state="done", file_name=f"{ADDRESS}.csv", created_at=now
    )
    ImportProblem.objects.create(workspace=workspace, job=job, line=2, value=ADDRESS, reason="not_an_email")
    ImportChange.objects.create(
        workspace=workspace,
        job=job,
        table="contact",
        row_id=aino.pk,
        is_new=False,
        before={"email": "old@privat.example"},
    )
    return aino


def tell_of_money(workspace: Workspace, now: datetime) -> None:
    """Tell what the person bought, agreed to, did, and what brought them; their name stands where it may not stay."""
    who, told = PersonRow(0, email=ADDRESS), {"workspace": workspace, "actor": SYSTEM, "now": now}
    entry = EntryTold("Salminen 1", who, REVENUE, now.date(), Decimal(40), "EUR", product="Toy")
    record_entries(items=[entry], **told)
    contract = ContractTold("Salminen 2", who, now.date(), Decimal(100), "EUR")
    record_contracts(items=[contract], **told)
    event = EventTold("Salminen 3", who, INCIDENT, now, note="A crane fell on Aino Salminen")
    record_events(items=[event], **told)
    row = CustomerEvent.objects.get()
    job = Job.objects.create(workspace=workspace, kind="customer_events", state="done", created_at=now)
    ImportChange.objects.create(
        workspace=workspace, job=job, table="event", row_id=row.pk, is_new=False, before={"note": "Her crane"}
    )
    CustomerOrigin.objects.create(
        workspace=workspace, contact=row.contact, origin=RECOMMENDED, source=BY_HAND, said_at=now
    )


def work_on_case(company: Company, response: Response, now: datetime) -> None:
    """Open a case about an answer, and let Bob call, promise and write to the person."""
    case, _is_new = open_by_hand(subject=Subject(response=response), by=company.bob, now=now)
    log_call(case=case, was_reached=True, words=f"Aino Salminen, {ADDRESS}: the crane", by=company.bob, now=now)
    agree_action(case=case, text="Mend her crane", due_on=now.date(), owner=company.bob, by=company.bob, now=now)
    write_letter(
        workspace=company.workspace,
        purpose=CASE_LETTER,
        to=case.contact,
        case=case,
        subject="Your crane",
        words=f"Dear {ADDRESS}",
        now=now,
    )


@pytest.fixture
def aino(nordlys: Company, now: datetime) -> Contact:
    return told_everything(nordlys, now)


def everything_in_the_database() -> str:
    """Return every text of every table, as one."""
    rows = (row for model in apps.get_models() for row in model.objects.values_list())
    return "\n".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row)


def test_every_table_with_words_says_how_it_forgets_a_person() -> None:
    held = {table.__name__ for holder in holders() for table in holder.tables}
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("kuule.")}
    wordy = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
    silent = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in rooms and any(isinstance(field, wordy) for field in model._meta.fields)
    }
    assert silent - held - IMPERSONAL == set(), "Name them in the room's PersonHolder, or above with a thought."


def test_a_manager_erases_a_person_and_the_score_stays(nordlys: Company, sign_in: SignIn, aino: Contact) -> None:
    page = f"/w/nordlys/contacts/{aino.pk}/erase/"
    bob = sign_in(nordlys.bob)
    assert "Erase for good" in bob.get(page).content.decode()
    shown = bob.post(page, follow=True)
    assert "The person is erased." in shown.content.decode()
    response = Response.objects.get()
    assert (response.score, response.contact, response.account, response.verbatim) == (4, None, None, "")
    assert (response.answers, response.properties) == ({"improve": "delivery"}, {})
    assert list(ResponseRevision.objects.values_list("score", "verbatim")) == [(3, "")]
    assert not ResponseNote.objects.exists()
    assert not CommentReading.objects.exists()
    assert not Click.objects.exists()
    assert not MailboxMessage.objects.exists()
    everything = everything_in_the_database()
    assert [word for word in ("privat.example", "crane", "Salminen", "401234567", "crm-77") if word in everything] == []
    tombstone = Erasure.objects.get()
    assert (tombstone.contact_id, tombstone.reason) == (aino.pk, ASKED_FOR)
    entry = AuditEntry.objects.get(act="person_erased")
    assert (entry.object_id, entry.actor_id) == (aino.pk, nordlys.bob.user_id)


def test_what_a_person_paid_stays_in_the_sums_without_the_person(aino: Contact, now: datetime) -> None:
    erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    entry = LedgerEntry.objects.get()
    assert (entry.contact, entry.account, entry.amount, entry.converted) == (None, aino.account, 40, 40)
    assert (Contract.objects.get().yearly_value, CustomerEvent.objects.get(kind=INCIDENT).note) == (100, "")
    assert not CustomerOrigin.objects.exists()


def test_a_case_stays_without_the_person_and_is_over(aino: Contact, now: datetime) -> None:
    erase_person(contact=aino, actor=SYSTEM, now=now + timedelta(hours=1), reason=ASKED_FOR)
    case = Case.objects.get()
    assert (case.contact, case.account, case.value, case.contacted_at) == (None, None, None, now)
    assert (case.state, case.outcome, case.closed_at) == (CLOSED, NO_PERSON, now + timedelta(hours=1))
    kinds = list(CaseEvent.objects.order_by("pk").values_list("kind", "words"))
    assert kinds == [(kind, "") for kind in ("opened", "assigned", "called", "agreed", "closed")]
    promise = AgreedAction.objects.get()
    assert (promise.text, promise.dropped_at) == ("", now + timedelta(hours=1))
    assert not Letter.objects.exists()


def test_mails_that_wait_are_dropped_and_links_lead_nowhere(nordlys: Company, aino: Contact, now: datetime) -> None:
    erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    delivery = Delivery.objects.select_related("invitation").get()
    assert (delivery.state, delivery.token_hash, delivery.error) == (DROPPED, None, "")
    assert (delivery.invitation.decision, delivery.invitation.reason) == (HELD_BACK, "erased")


def test_a_wave_to_the_erased_person_asks_nobody_else(nordlys: Company, aino: Contact, now: datetime) -> None:
    add_contact(workspace=nordlys.workspace, email="kari@fjord.example", actor=SYSTEM, now=now)
    survey = Response.objects.get().survey
    wave = schedule_wave(
        workspace=nordlys.workspace,
        survey=survey,
        name="To one",
        audience=ContactFilter(search=ADDRESS),
        due_at=now,
        actor=SYSTEM,
        now=now,
    )
    erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    while plan_wave(wave=wave, now=now):
        pass
    assert not wave.invitations.exists()


def test_who_said_stop_is_not_asked_after_coming_back(nordlys: Company, aino: Contact, now: datetime) -> None:
    suppress(workspace=nordlys.workspace, address=ADDRESS, reason=UNSUBSCRIBED, actor=SYSTEM, now=now, contact=aino)
    erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    again = add_contact(workspace=nordlys.workspace, email=ADDRESS, actor=SYSTEM, now=now)
    stop = suppression_of(nordlys.workspace, address=again.email)
    assert stop is not None
    assert stop.reason == UNSUBSCRIBED
    assert Suppression.objects.get().contact is None


def test_nobody_is_erased_while_a_file_may_bring_them_back(nordlys: Company, aino: Contact, now: datetime) -> None:
    file = ContentFile(f"email\n{ADDRESS}\n".encode(), name="people.csv")
    draft = upload_file(workspace=nordlys.workspace, actor=SYSTEM, now=now, file=file, file_name="people.csv")
    with pytest.raises(Refused, match="files_in_use"):
        erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    assert Contact.objects.filter(email=ADDRESS).exists()
    assert not Erasure.objects.exists()
    request_cancel(job=draft, actor=SYSTEM, now=now)
    erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    assert not Contact.objects.filter(email=ADDRESS).exists()


def test_answers_keep_what_many_share(nordlys: Company, aino: Contact, now: datetime) -> None:
    version = Response.objects.get().version
    account = aino.account
    for number in range(6):
        other = add_contact(
            workspace=nordlys.workspace, name=f"P{number}", email=f"p{number}@fjord.example", account=account,
            properties={"seat": "aisle"}, actor=SYSTEM, now=now,
        )  # fmt: skip
        invitation = Invitation.objects.create(
            workspace=nordlys.workspace,
            version=version,
            contact=other,
            decision="invited",
            decided_at=now,
            language="en",
        )
        accept_answer(
            version=version, score=9, verbatim="", answers={}, language="en", channel="email", now=now,
            invitation=invitation,
        )  # fmt: skip
    erase_person(contact=other, actor=SYSTEM, now=now, reason=ASKED_FOR)
    kept = Response.objects.get(contact=None)
    assert kept.account == account
    assert kept.properties == {"account.country": "NO", "seat": "aisle"}


def test_the_copy_holds_what_every_room_knows(nordlys: Company, sign_in: SignIn, aino: Contact) -> None:
    response = sign_in(nordlys.bob).post(f"/w/nordlys/contacts/{aino.pk}/export/")
    assert response.headers["Content-Disposition"] == f'attachment; filename="person-{aino.pk}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    known = json.loads(archive.read("person.json"))
    assert known["contact"][0]["email"] == ADDRESS
    assert known["answers"][0]["answers"][0]["answer"] == "4"
    assert known["answers"][0]["earlier"][0]["comment"] == COMMENT
    assert known["answers"][0]["notes"][0]["text"] == f"Called {ADDRESS}."
    assert known["readings"][0]["language"] == "en"
    assert known["invitations"][0]["wave"] == "Autumn"
    assert known["money"][0]["product"] == "Toy"
    assert known["cases"][0]["promises"][0]["text"] == "Mend her crane"
    assert ADDRESS in known["cases"][0]["history"][2]["words"]
    assert known["letters"][0]["subject"] == "Your crane"
    assert known["customer_events"][0]["note"] == "A crane fell on Aino Salminen"
    assert (len(known["contracts"]), known["origin"][0]["origin"]) == (1, RECOMMENDED)
    assert known["kept_mails"][0]["text"] == f"Hi {ADDRESS}"
    page = archive.read("person.html").decode()
    assert COMMENT in page
    assert "How likely are you to recommend" in page
    assert AuditEntry.objects.filter(act="person_exported", object_id=aino.pk).exists()


def test_the_page_to_read_shows_words_of_others_as_words(nordlys: Company, now: datetime) -> None:
    hostile = add_contact(workspace=nordlys.workspace, name="<script>alert(1)</script>", actor=SYSTEM, now=now)
    archive = zipfile.ZipFile(io.BytesIO(person_file(contact=hostile, actor=SYSTEM, now=now)))
    assert "<script>" not in archive.read("person.html").decode()
