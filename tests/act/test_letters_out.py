"""Letters to customers and members over a real mail server, also one that hangs up, and what a person decides then."""

import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from kuule.act.models import Case, CaseEvent, Letter
from kuule.act.rules import CLOSED, MAILED, SOLVED
from kuule.act.rules.letters import ESCALATION, REMINDER, SOLVED_ASK, TAKEN_BACK
from kuule.act.services.correspondence import Words, write_to_customer
from kuule.act.services.letter_decisions import mark_letter_sent, send_letter_again, take_letter_back
from kuule.act.services.letter_handover import declare_letters_uncertain
from kuule.act.services.letters import write_letter
from kuule.act.tasks import drain_letters, drain_stuck_letters
from kuule.contacts.models import Contact, ContactPreference
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.services import suppress
from kuule.dispatch.rules import DROPPED, DUE, HANDED_OVER, HANDING_OVER, STUCK_AFTER, UNCERTAIN
from kuule.workspaces.models import Purpose
from kuule.workspaces.rules import CONSENT, FOLLOW_UP, NOT_USED, SYSTEM, Refused
from tests.act.letter_office import WRITTEN, Send, answer_to, comes_in
from tests.conftest import Company
from tests.dispatch.conftest import Post

pytestmark = pytest.mark.django_db
WORKER = Path(__file__).with_name("letter_worker.py")
SOON = timedelta(minutes=2)


def states() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("state", "reason"))


def test_a_letter_is_from_person_to_person(written: EmailMessage, nordlys: Company, case: Case, now: datetime) -> None:
    assert written["From"] == '"Frida, Nordlys Energy" <survey@nordlys.example>'
    assert written["Subject"] == "Your broken crane"
    assert "Auto-Submitted" not in written
    assert "List-Unsubscribe" not in written
    assert str(written["Reply-To"]).startswith("reply+")
    assert "shall I call you tomorrow?" in written.get_body(("plain",)).get_content()
    case.refresh_from_db()
    assert (case.contacted_at, case.contacted_by) == (now + SOON, nordlys.frida)
    event = CaseEvent.objects.get(kind=MAILED)
    assert (event.by, event.words) == (nordlys.frida, "")


def test_a_letter_waits_a_minute_and_can_be_taken_back(
    nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    letter = write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now)
    assert send(now + timedelta(seconds=59)) == []
    take_letter_back(letter=letter, actor=SYSTEM, now=now)
    assert send(now + SOON) == post.letters == []
    assert states() == [(DROPPED, TAKEN_BACK)]
    with pytest.raises(Refused, match="too_late"):
        take_letter_back(letter=letter, actor=SYSTEM, now=now)
    case.refresh_from_db()
    assert case.contacted_at is None


def test_letters_and_answers_make_one_thread(
    written: EmailMessage, nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    reply = answer_to(written)
    comes_in(reply, now + timedelta(minutes=5))
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now + timedelta(minutes=9))
    send(now + timedelta(minutes=20))
    second = next(each for each in post.letters if "Frida, " in str(each["From"]))
    assert second["In-Reply-To"] == reply["Message-ID"]
    assert str(second["References"]).split() == [written["Message-ID"], reply["Message-ID"]]
    assert second["Reply-To"] != written["Reply-To"]


def test_an_automatic_letter_says_so_and_is_no_contact(
    nordlys: Company, case: Case, aino: Contact, post: Post, send: Send, now: datetime
) -> None:
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=now)
    write_letter(workspace=nordlys.workspace, purpose=SOLVED_ASK, to=aino, case=case, now=now)
    assert send(now) == [HANDED_OVER]
    [letter] = post.letters
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    case.refresh_from_db()
    assert case.contacted_at is None


@pytest.mark.parametrize("hinders", ["stopped", "archived", "no address", "not used", "no consent"])
def test_nobody_is_written_to_who_must_not_be(
    hinders: str, nordlys: Company, case: Case, aino: Contact, post: Post, send: Send, now: datetime
) -> None:
    workspace = nordlys.workspace
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now)
    if hinders == "stopped":
        suppress(workspace=workspace, address=aino.email, reason=UNSUBSCRIBED, actor=SYSTEM, now=now)
    elif hinders == "archived":
        Contact.objects.update(archived_at=now)
    elif hinders == "no address":
        Contact.objects.update(email="")
    else:
        basis, consent = (NOT_USED, "") if hinders == "not used" else (CONSENT, "may_write")
        Purpose.objects.create(
            workspace=workspace, key=FOLLOW_UP, basis=basis, consent_property=consent, changed_at=now
        )
    assert send(now + SOON) == [DROPPED]
    assert post.letters == []
    case.refresh_from_db()
    with pytest.raises(Refused, match="not_written_to"):
        write_to_customer(case=Case.objects.get(), words=WRITTEN, by=nordlys.frida, now=now)


def test_quiet_hours_are_for_automatic_letters_alone(
    nordlys: Company, case: Case, aino: Contact, post: Post, send: Send, now: datetime
) -> None:
    ContactPreference.objects.create(
        workspace=nordlys.workspace, contact=aino, quiet_from=time(0), quiet_until=time(23)
    )
    Case.objects.update(state=CLOSED)
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now)
    write_letter(workspace=nordlys.workspace, purpose=SOLVED_ASK, to=aino, case=case, now=now)
    assert sorted(send(now + SOON)) == [DUE, HANDED_OVER]
    assert [letter["Subject"] for letter in post.letters] == ["Your broken crane"]
    assert send(now + timedelta(hours=11, minutes=30)) == [HANDED_OVER]


def test_a_reminder_without_a_reason_is_not_sent(
    nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    for purpose, member in ((REMINDER, nordlys.frida), (ESCALATION, nordlys.bob)):
        write_letter(workspace=nordlys.workspace, purpose=purpose, to=member, case=case, now=now)
    Letter.objects.filter(purpose=REMINDER).update(due_at=now - timedelta(hours=1))
    assert send(now - timedelta(minutes=1)) == [HANDED_OVER]
    [letter] = post.letters
    assert letter["To"] == "frida@nordlys.example"
    assert "Reply-To" not in letter
    assert f"/w/nordlys/cases/{case.pk}/" in letter.get_body(("plain",)).get_content()
    Case.objects.update(contacted_at=now)
    assert send(now) == [DROPPED]


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_letter_speaks_the_language_of_its_reader(
    language: str, nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    type(nordlys.frida.user).objects.update(language=language)
    write_letter(workspace=nordlys.workspace, purpose=REMINDER, to=nordlys.frida, case=case, now=now)
    send(now)
    text = post.letters[0].get_body(("plain",)).get_content()
    assert ("Avaa tapaus" in text) is (language == "fi")
    assert ("Open the case" in text) is (language == "en")


def test_what_a_connection_lost_makes_uncertain_a_person_decides(
    nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    post.drops_at = "data"
    letter = write_to_customer(
        case=case, words=Words(subject="Hi", text="x", files=[("a.pdf", b"%PDF-1")]), by=nordlys.frida, now=now
    )
    assert send(now + SOON) == [UNCERTAIN]
    assert send(now + timedelta(days=1)) == []
    case.refresh_from_db()
    assert case.contacted_at is None
    letter.refresh_from_db()
    again = send_letter_again(letter=letter, actor=SYSTEM, now=now + SOON)
    with pytest.raises(Refused, match="not_uncertain"):
        mark_letter_sent(letter=letter, actor=SYSTEM, now=now)
    assert send(now + SOON) == [HANDED_OVER]
    assert [part.get_filename() for part in post.letters[-1].iter_attachments()] == ["a.pdf"]
    again.refresh_from_db()
    case.refresh_from_db()
    assert (again.state, case.contacted_at) == (HANDED_OVER, now + SOON)


def test_a_letter_that_counts_as_sent_is_a_contact_of_that_moment(
    nordlys: Company, case: Case, post: Post, send: Send, now: datetime
) -> None:
    post.drops_at = "data"
    letter = write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now)
    send(now + SOON)
    letter.refresh_from_db()
    mark_letter_sent(letter=letter, actor=SYSTEM, now=now + timedelta(hours=3))
    case.refresh_from_db()
    assert case.contacted_at == now + SOON


def test_while_the_server_is_away_letters_wait_without_losing_a_try(
    nordlys: Company, case: Case, settings: pytest.FixtureRequest, post: Post, now: datetime
) -> None:
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=now - timedelta(days=1))
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    assert drain_letters() == 0
    assert list(Letter.objects.values_list("state", "attempts")) == [(DUE, 0)]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_claim_and_data_leaves_an_uncertain_letter(
    nordlys: Company, case: Case, post: Post, now: datetime
) -> None:
    write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=timezone.now() - timedelta(days=1))
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen([sys.executable, str(WORKER), name, str(post.port)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"claimed\n"
    worker.kill()
    worker.wait()
    assert Letter.objects.get().state == HANDING_OVER
    assert drain_letters() == drain_stuck_letters() == 0
    assert declare_letters_uncertain(now=timezone.now() + STUCK_AFTER + SOON) == 1
    assert drain_letters() == 0
    assert (Letter.objects.get().state, post.letters) == (UNCERTAIN, [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_each_letter_over_once(nordlys: Company, case: Case, post: Post) -> None:
    for _number in range(12):
        write_to_customer(case=case, words=WRITTEN, by=nordlys.frida, now=timezone.now() - timedelta(days=1))
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        while drain_letters():
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert Counter(Letter.objects.values_list("state", flat=True)) == {HANDED_OVER: 12}
    assert len({letter["Message-ID"] for letter in post.letters}) == len(post.letters) == 12


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("run.exe", b"x", "dangerous"),
        ("a.pdf", b"MZ\x90", "dangerous"),
        ("a.png", b"<html><script>", "dangerous"),
        ("list.docm", b"PK\x03\x04", "dangerous"),
        ("big.pdf", b"%PDF-" + bytes(5_000_001), "too_large"),
    ],
)
def test_only_safe_small_files_go_along(
    name: str, content: bytes, why: str, nordlys: Company, case: Case, now: datetime
) -> None:
    words = Words(subject="Hi", text="x", files=[(name, content)])
    with pytest.raises(Refused, match=why):
        write_to_customer(case=case, words=words, by=nordlys.frida, now=now)
    assert not Letter.objects.exists()
