"""Pages of letters: writing from a case, looking before, saved words, choices, files; and who sees them."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuule.act.models import Case, IncomingFile, IncomingLetter, Letter, LetterFile, SavedWords, StrayMail
from kuule.act.rules.letters import SOLVED_ASK, STRAY
from kuule.act.selectors.automatic_letters import letter_settings_of
from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services import add_contact
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.rules import DUE
from kuule.workspaces.models import AuditEntry, Member
from kuule.workspaces.rules import SYSTEM
from tests.act.letter_office import AINO, comes_in
from tests.act.test_letters_in import with_file
from tests.conftest import Company, client_of

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Your crane", "words": "Hello Aino", "language": "en"}


def letters_page(case: Case) -> str:
    return f"/w/nordlys/cases/{case.pk}/letters/"


def test_a_member_writes_from_the_case(nordlys: Company, case: Case) -> None:
    frida, page = client_of(nordlys.frida), letters_page(case)
    file = SimpleUploadedFile("offer.pdf", b"%PDF-1.7", content_type="application/pdf")
    shown = frida.post(page, {**WORDS, "enclosed": [file]}, follow=True).content.decode()
    assert "Your letter leaves in a minute." in shown
    assert "Take it back" in shown
    letter = Letter.objects.get()
    assert (letter.state, letter.written_by, letter.subject) == (DUE, nordlys.frida, "Your crane")
    assert letter.due_at - AuditEntry.objects.get(act="letter_written").at == timedelta(minutes=1)
    assert LetterFile.objects.get().name == "offer.pdf"
    back = frida.post(f"{page}{letter.pk}/take-back/", follow=True).content.decode()
    assert "Not sent: taken back" in back


def test_a_preview_shows_the_mail_and_writes_nothing(nordlys: Company, case: Case) -> None:
    shown = client_of(nordlys.frida).post(f"{letters_page(case)}preview/", WORDS).content.decode()
    assert "Frida, Nordlys Energy" in shown
    assert AINO in shown
    assert not Letter.objects.exists()


def test_what_cannot_be_sent_is_said_beside_it(nordlys: Company, case: Case) -> None:
    frida, page = client_of(nordlys.frida), letters_page(case)
    bad = SimpleUploadedFile("run.exe", b"MZ")
    answer = frida.post(page, {**WORDS, "enclosed": [bad]})
    assert answer.status_code == 422
    assert "The file run.exe cannot be sent" in answer.content.decode()
    assert frida.post(page, {**WORDS, "words": " "}).status_code == 422
    Contact.objects.update(email="")
    assert "There is no mail address of this customer." in frida.get(page).content.decode()
    assert not Letter.objects.exists()


def test_only_those_who_see_the_case_see_its_letters(nordlys: Company, case: Case, charlie: Member) -> None:
    Case.objects.update(owner=nordlys.bob)
    page = letters_page(case)
    assert client_of(nordlys.frida).get(page).status_code == 404
    assert client_of(nordlys.frida).post(page, WORDS).status_code == 404
    assert client_of(nordlys.anna).get(page).status_code == 200
    assert client_of(nordlys.anna).post(page, WORDS).status_code == 403
    assert client_of(nordlys.vera).get(page).status_code == 403
    assert client_of(charlie).get(page).status_code == 404


def test_a_file_of_a_customer_is_only_ever_saved(written: EmailMessage, nordlys: Company, case: Case) -> None:
    comes_in(with_file(written, ('a"b;\u202ex.pdf', b"%PDF-1.7 <script>")))
    file = IncomingFile.objects.get()
    answer = client_of(nordlys.frida).get(f"/w/nordlys/cases/{case.pk}/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 <script>"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    other = Case.objects.create(
        workspace=nordlys.workspace, reason="hand", opened_at=case.opened_at, due_at=case.due_at
    )
    assert client_of(nordlys.bob).get(f"/w/nordlys/cases/{other.pk}/files/{file.pk}/").status_code == 404


def test_saved_words_are_ones_own(nordlys: Company, case: Case) -> None:
    frida, bob = client_of(nordlys.frida), client_of(nordlys.bob)
    frida.post("/w/nordlys/cases/words/", {"title": "Sorry", "language": "en", "words": "I am sorry to hear that."})
    saved = SavedWords.objects.get()
    assert "I am sorry to hear that." in frida.get(f"{letters_page(case)}?words={saved.pk}").content.decode()
    assert "I am sorry" not in bob.get(f"{letters_page(case)}?words={saved.pk}").content.decode()
    assert bob.post(f"/w/nordlys/cases/words/{saved.pk}/delete/").status_code == 404
    frida.post(f"/w/nordlys/cases/words/{saved.pk}/delete/")
    assert not SavedWords.objects.exists()


def test_letters_are_switched_on_by_those_who_run_the_programme(nordlys: Company) -> None:
    page, bob = "/w/nordlys/cases/letters/", client_of(nordlys.bob)
    assert "what we should go on doing" in bob.get(page).content.decode()
    bob.post(page, {"thanked": ["relationship"], "asks_if_solved": "on"})
    chosen = letter_settings_of(nordlys.workspace)
    assert list(chosen.thanks_since) == ["relationship"]
    first = chosen.solved_since
    bob.post(page, {"thanked": ["relationship", "transactional"], "asks_if_solved": "on"})
    again = letter_settings_of(nordlys.workspace)
    assert (again.thanks_since["relationship"], again.solved_since) == (chosen.thanks_since["relationship"], first)
    assert client_of(nordlys.frida).get(page).status_code == 403


def test_strangers_mail_is_for_the_operator_alone(nordlys: Company) -> None:
    page = "/w/nordlys/cases/letters/unknown/"
    StrayMail.objects.create(
        message_id="<1@x>", subject="Buy cranes", reason=STRAY, received_at=nordlys.workspace.created_at
    )
    assert "Buy cranes" not in client_of(nordlys.alice).get(page).content.decode()
    type(nordlys.alice.user).objects.filter(pk=nordlys.alice.user_id).update(is_superuser=True)
    assert "Buy cranes" in client_of(nordlys.alice).get(page).content.decode()


def test_erasing_a_person_deletes_their_letters_and_files(
    written: EmailMessage, nordlys: Company, case: Case, aino: Contact, now: datetime,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    comes_in(with_file(written, ("crane.pdf", b"%PDF-1.7")))
    file = IncomingFile.objects.get().file
    other = add_contact(workspace=nordlys.workspace, email="kari@fjord.example", actor=SYSTEM, now=now)
    Letter.objects.create(workspace=nordlys.workspace, purpose=SOLVED_ASK, contact=other, due_at=now)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_person(contact=aino, actor=SYSTEM, now=now, reason=ASKED_FOR)
    assert not IncomingLetter.objects.exists()
    assert not file.storage.exists(file.name)
    assert list(Letter.objects.exclude(contact=None)) == [Letter.objects.get(contact=other)]
