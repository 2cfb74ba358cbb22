"""You said, we did: exactly those who raised it are told, each once, whatever happens to the worker."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from kuule.act.answers.after_telling import after_telling
from kuule.act.models import Case, Initiative, Letter, Telling
from kuule.act.rules import CLOSED
from kuule.act.rules.letters import KEPT, TOLD_DONE
from kuule.act.rules.telling import LEFT_OUT, NOT_A_PURPOSE, TO_TELL, TOLD_LATELY, TOLD_PERSON
from kuule.act.selectors.telling import foreseen
from kuule.act.services.incoming import take_mail
from kuule.act.services.telling import tell_those_who_raised_it, write_telling
from kuule.act.tasks import drain_tellings
from kuule.config.environment import Environment
from kuule.config.mail import email_settings
from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR, UNSUBSCRIBED
from kuule.contacts.services import suppress
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import AskHold, Invitation
from kuule.dispatch.rules import CASE_OPEN, HANDED_OVER, NO_ADDRESS, TAKEN_OUT
from kuule.dispatch.services.limits import take_out
from kuule.workspaces.models import Member, Purpose
from kuule.workspaces.rules import FOLLOW_UP, NOT_USED, SYSTEM, Refused
from tests.act.improving import TEXTS, carry_out, case_about, propose, theme_of
from tests.conftest import NOW, Company
from tests.insight.conftest import Programme, programme_of

SignIn = Callable[[Member], Client]
LATER = NOW + timedelta(days=10)
WORKER = Path(__file__).with_name("telling_worker.py")


@pytest.fixture
def programme(nordlys: Company) -> Programme:
    return programme_of(nordlys.workspace, NOW)


def people(programme: Programme, *names: str, language: str = "") -> list[Contact]:
    """Make people with addresses, each of whom has just said that they wait."""
    found = []
    for name in names:
        contact = programme.contact(name)
        contact.email, contact.language = f"{name.lower()}@fjord.example", language
        contact.save(update_fields=["email", "language"])
        found.append(contact)
    return found


def raised_by(programme: Programme, owner: Member, *contacts: Contact, title: str = "Answer at noon") -> Initiative:
    """Make an initiative that is done, which these people raised ten days ago."""
    answers = [programme.answer(2, contact=each, verbatim="I wait") for each in contacts]
    theme = theme_of(programme.workspace, *answers, name=title)
    initiative = propose(programme.workspace, owner=owner, theme=theme, title=title)
    carry_out(initiative, owner=owner, now=NOW, felt_from=NOW.date(), done_at=NOW)
    write_telling(initiative=initiative, texts=TEXTS, actor=SYSTEM, now=NOW)
    return initiative


def tell(initiative: Initiative, moment: datetime = LATER) -> None:
    """Tell the people, and let the worker run."""
    tell_those_who_raised_it(initiative=initiative, actor=SYSTEM, now=moment)
    drain(moment)


def drain(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        drain_tellings()


def reasons(initiative: Initiative) -> dict[str, tuple[str, str]]:
    """Return what became of each person, by name."""
    found = initiative.tellings.select_related("contact")
    return {each.contact.name: (each.state, each.reason) for each in found}


def test_exactly_those_who_raised_it_are_told_in_their_language(nordlys: Company, programme: Programme) -> None:
    kari, ida = people(programme, "Kari", "Ida", language="en")
    aino, lars = people(programme, "Aino", language="fi") + people(programme, "Lars", language="sv")
    (silent,) = people(programme, "Silent")
    programme.answer(10, contact=silent, verbatim="All is well")
    initiative = raised_by(programme, nordlys.bob, kari, ida, aino, lars)
    tell(initiative)
    letters = {each.contact: each for each in Letter.objects.filter(purpose=TOLD_DONE)}
    assert set(letters) == {kari, ida, aino, lars}
    assert (letters[aino].language, letters[aino].words) == ("fi", TEXTS["fi"]["words"])
    assert (letters[lars].language, letters[lars].subject) == ("en", TEXTS["en"]["subject"])
    assert letters[kari].params == {"initiative": initiative.pk, "heard_on": NOW.date().isoformat()}


def test_nobody_is_told_twice_and_who_comes_later_is_told_then(nordlys: Company, programme: Programme) -> None:
    kari, ida = people(programme, "Kari", "Ida")
    initiative = raised_by(programme, nordlys.bob, kari)
    tell(initiative)
    assert tell_those_who_raised_it(initiative=initiative, actor=SYSTEM, now=LATER) == 0
    programme_answer = programme.answer(3, contact=ida, verbatim="I wait too")
    initiative.pins.create(workspace=nordlys.workspace, response=programme_answer, pinned_at=NOW)
    tell(initiative, LATER + timedelta(days=1))
    tell(initiative, LATER + timedelta(days=2))
    assert sorted(Letter.objects.filter(purpose=TOLD_DONE).values_list("contact__name", flat=True)) == ["Ida", "Kari"]


def test_who_must_not_be_written_to_is_left_out_and_said_why(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    kari, stopped, out, nowhere = people(programme, "Kari", "Stopped", "Out", "Nowhere")
    Contact.objects.filter(pk=nowhere.pk).update(email="")
    initiative = raised_by(programme, nordlys.bob, kari, stopped, out, nowhere)
    suppress(workspace=nordlys.workspace, address=stopped.email, reason=UNSUBSCRIBED, actor=SYSTEM, now=NOW)
    take_out(contact=out, reason="Asked to be left alone", member=nordlys.bob, now=NOW)
    with time_machine.travel(LATER, tick=False):
        page = sign_in(nordlys.anna).get(f"/w/nordlys/improve/{initiative.pk}/telling/").content.decode()
    for words in (
        "would be told now",
        "Tell 1 person",
        "They said that they want no mails",
        "No e-mail address is known",
    ):
        assert words in page
    assert not Telling.objects.exists()
    tell(initiative)
    assert reasons(initiative) == {
        "Kari": (TOLD_PERSON, ""),
        "Stopped": (LEFT_OUT, UNSUBSCRIBED),
        "Out": (LEFT_OUT, TAKEN_OUT),
        "Nowhere": (LEFT_OUT, NO_ADDRESS),
    }


def test_nobody_is_told_where_answers_are_not_followed_up(nordlys: Company, programme: Programme) -> None:
    initiative = raised_by(programme, nordlys.bob, *people(programme, "Kari"))
    Purpose.objects.create(workspace=nordlys.workspace, key=FOLLOW_UP, basis=NOT_USED, changed_at=NOW)
    tell(initiative)
    assert reasons(initiative) == {"Kari": (LEFT_OUT, NOT_A_PURPOSE)}
    assert not Letter.objects.filter(purpose=TOLD_DONE).exists()


def test_an_open_case_goes_first_and_is_told_once_it_is_closed(nordlys: Company, programme: Programme) -> None:
    (kari,) = people(programme, "Kari")
    initiative = raised_by(programme, nordlys.bob, kari)
    case = case_about(programme.answer(1, contact=kari, verbatim="Still waiting"))
    AskHold.objects.all().delete()
    tell(initiative)
    assert reasons(initiative) == {"Kari": (TO_TELL, CASE_OPEN)}
    drain(LATER + timedelta(days=1))
    assert reasons(initiative) == {"Kari": (TO_TELL, CASE_OPEN)}
    Case.objects.filter(pk=case.pk).update(state=CLOSED)
    drain(LATER + timedelta(days=2))
    assert reasons(initiative) == {"Kari": (TOLD_PERSON, "")}


def test_who_would_have_to_wait_too_long_is_left_out_and_foreseen_so(nordlys: Company, programme: Programme) -> None:
    (kari,) = people(programme, "Kari")
    initiative = raised_by(programme, nordlys.bob, kari)
    AskHold.objects.create(
        workspace=nordlys.workspace, contact=kari, reason=CASE_OPEN, placed_at=NOW, until=LATER + timedelta(days=61)
    )
    (each,) = foreseen(initiative, now=LATER)
    assert (each.is_told, each.is_waiting) == (False, False)
    tell(initiative)
    assert reasons(initiative) == {"Kari": (LEFT_OUT, CASE_OPEN)}


def test_two_initiatives_are_not_told_of_at_once(nordlys: Company, programme: Programme) -> None:
    (kari,) = people(programme, "Kari")
    one, other = (raised_by(programme, nordlys.bob, kari, title=title) for title in ("Noon", "Evening"))
    tell_those_who_raised_it(initiative=one, actor=SYSTEM, now=LATER)
    tell(other)
    assert reasons(one) == {"Kari": (TOLD_PERSON, "")}
    assert reasons(other) == {"Kari": (TO_TELL, TOLD_LATELY)}
    drain(LATER + timedelta(days=30))
    assert reasons(other) == {"Kari": (TOLD_PERSON, "")}


def test_people_are_told_of_what_is_done_in_words_that_are_written(nordlys: Company, programme: Programme) -> None:
    initiative = propose(nordlys.workspace, owner=nordlys.bob)
    with pytest.raises(Refused, match="not_done"):
        tell_those_who_raised_it(initiative=initiative, actor=SYSTEM, now=NOW)
    carry_out(initiative, owner=nordlys.bob, now=NOW, felt_from=NOW.date(), done_at=NOW)
    with pytest.raises(Refused, match="no_text"):
        tell_those_who_raised_it(initiative=initiative, actor=SYSTEM, now=NOW)


def test_texts_are_written_and_looked_at_language_by_language(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    initiative = raised_by(programme, nordlys.bob, *people(programme, "Kari"))
    anna, page = sign_in(nordlys.anna), f"/w/nordlys/improve/{initiative.pk}/telling/"
    half = anna.post(f"{page}texts/", {"subject_en": "You told us", "words_en": ""})
    assert half.status_code == 422
    assert "Write this as well" in half.content.decode()
    written = {"subject_en": "You <told> us", "words_en": "We\nanswer", "subject_fi": "", "words_fi": ""}
    assert anna.post(f"{page}texts/", written).status_code == 302
    initiative.refresh_from_db()
    assert initiative.told == {"en": {"subject": "You <told> us", "words": "We\nanswer"}}
    assert "You &lt;told&gt; us" in anna.get(f"{page}en/").content.decode()
    assert anna.get(f"{page}fi/").status_code == 404
    assert sign_in(nordlys.frida).post(f"{page}tell/").status_code == 403
    with time_machine.travel(LATER, tick=False):
        assert "1 person is looked at" in anna.post(f"{page}tell/", follow=True).content.decode()


def test_who_is_erased_is_forgotten_here_too(nordlys: Company, programme: Programme) -> None:
    (kari,) = people(programme, "Kari")
    initiative = raised_by(programme, nordlys.bob, kari)
    tell(initiative)
    erase_person(contact=kari, actor=SYSTEM, now=LATER, reason=ASKED_FOR)
    assert not Telling.objects.exists()
    assert not Letter.objects.filter(purpose=TOLD_DONE).exists()


def test_later_scores_stand_beside_those_of_comparable_people(nordlys: Company, programme: Programme) -> None:
    told = people(programme, *(f"Told{number}" for number in range(6)))
    others = people(programme, *(f"Other{number}" for number in range(6)))
    for each in others:
        programme.answer(2, contact=each)
    initiative = raised_by(programme, nordlys.bob, *told)
    tell(initiative)
    afterwards = LATER + timedelta(days=60)
    for group, score in ((told, 8), (others, 5)):
        for each in group:
            programme.answer(score, contact=each, at=afterwards)
    found = after_telling(initiative, day=afterwards.date())
    assert (found.told, found.sent, found.asked_again, found.answered) == (6, 0, 6, 6)
    assert found.moved is not None
    assert found.moved.difference.value == pytest.approx(3)
    assert all(each.is_told for each in foreseen(initiative, now=afterwards))


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailWarning")
def test_openings_that_a_provider_tells_and_replies_are_counted(
    nordlys: Company, programme: Programme, sign_in: SignIn
) -> None:
    initiative = raised_by(programme, nordlys.bob, *people(programme, "Kari", "Ida"))
    tell(initiative)
    for letter in Letter.objects.filter(purpose=TOLD_DONE):
        letter.state, letter.provider_id, letter.handed_over_at = HANDED_OVER, f"pm-{letter.pk}", LATER
        letter.message_id = f"<letter-{letter.pk}@kuule.example>"
        letter.save()
    answered, opened = Letter.objects.filter(purpose=TOLD_DONE).order_by("pk")
    page = f"/w/nordlys/improve/{initiative.pk}/telling/"
    assert "your mail provider tells of none" in sign_in(nordlys.anna).get(page).content.decode()
    secret = "s" * 40
    with override_settings(**email_settings(Environment(email_url="postmark://T@", email_webhook_secret=secret))):
        for moment in ("2026-11-22T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-23T10:00:00Z"):
            told = {"RecordType": "Open", "MessageID": f"pm-{opened.pk}", "ReceivedAt": moment, "Metadata": {}}
            answer = Client().post(f"/hook/{secret}/mail/", json.dumps(told), content_type="application/json")
            assert answer.status_code == 200
    reply = (
        f"From: {answered.contact.email}\nTo: care@kuule.example\nSubject: Re: You told us\n"
        f"Message-ID: <thanks@fjord>\nIn-Reply-To: {answered.message_id}\n\nThat helped."
    )
    assert take_mail(raw=reply.encode(), recipients=(), now=LATER) == (KEPT, True)
    assert "1 of 2" in sign_in(nordlys.anna).get(page).content.decode()
    found = after_telling(initiative, day=LATER.date())
    assert (found.sent, found.opened, found.wrote_back) == (2, 1, 1)
    opened.refresh_from_db()
    assert opened.opened_at == datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_forgets_nobody_and_tells_nobody_twice(nordlys: Company, tmp_path: Path) -> None:
    programme = programme_of(nordlys.workspace, NOW)
    everybody = people(programme, *(f"Person{number}" for number in range(9)))
    initiative = raised_by(programme, nordlys.bob, *everybody)
    tell_those_who_raised_it(initiative=initiative, actor=SYSTEM, now=NOW + timedelta(days=8))
    # The worker reads the clock of this machine, which may stand before the moment of the test.
    Invitation.objects.update(asked_at=timezone.now() - timedelta(days=90))
    Telling.objects.update(look_at=timezone.now(), begun_at=timezone.now())
    command = [sys.executable, str(WORKER), str(connection.settings_dict["NAME"]), "4"]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(WORKER.parents[2])}
    for _ in range(2):
        worker = subprocess.run(command, check=False, capture_output=True, env=surroundings)
        assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()
    # The fourth of each was written and never committed.
    assert Letter.objects.filter(purpose=TOLD_DONE).count() == 6
    drain_tellings()
    told = list(Letter.objects.filter(purpose=TOLD_DONE).values_list("contact_id", flat=True))
    assert sorted(told) == sorted(each.pk for each in everybody)
    assert set(initiative.tellings.values_list("state", flat=True)) == {TOLD_PERSON}
