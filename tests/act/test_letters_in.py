"""Replies that come in by IMAP, by a provider's webhook and among bounces; loops, forgeries and files."""

import io
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from kuule.act.models import Case, CaseEvent, IncomingFile, IncomingLetter, Letter, StrayMail
from kuule.act.rules import BY_HAND, CLOSED, MERGED, OPEN, REOPENED, REPLIED, RETURNED, SOLVED, WOKEN
from kuule.act.rules.letters import (
    CAME_BACK,
    CASE_LETTER,
    KEPT,
    LETTER_BACK,
    MOST_A_DAY,
    MOST_TOLD_AN_HOUR,
    REPEATED,
    REPLY_CAME,
    STRAY,
    THANKS,
    TOO_MANY,
)
from kuule.act.services.cases import log_call, mark_contacted, take_contact_back
from kuule.act.services.letters import write_letter
from kuule.act.tasks import drain_replies
from kuule.act.wordings import wording_for
from kuule.config.cli.bounce import read_bounce
from kuule.config.environment import Environment
from kuule.config.housekeeping import tidy_up
from kuule.config.mail import email_settings, imap_login
from kuule.contacts.models import Contact
from kuule.contacts.selectors import suppression_of
from kuule.dispatch.rules import FAILED, HANDED_OVER
from kuule.dispatch.services import note_returned_mail
from kuule.dispatch.tasks import drain_bounces
from kuule.economics.models import CustomerEvent
from tests.act.letter_office import AINO, answer_to, comes_in
from tests.conftest import Company
from tests.dispatch.test_bounce_mailbox import signed_in

pytestmark = pytest.mark.django_db
SECRET = "s" * 40
LOGIN = "imap+plain://bounce:p%20w%3A%C3%A4@127.0.0.1:{port}/INBOX"


@pytest.fixture
def inbox(imap_port: int, settings: pytest.FixtureRequest) -> Callable[[EmailMessage], None]:
    """Put mails into the mailbox that replies come to."""
    settings.KUULE_REPLY_IMAP_LOGIN = imap_login(LOGIN.format(port=imap_port))  # type: ignore[attr-defined]

    def put(mail: EmailMessage) -> None:
        with signed_in(imap_port) as server:
            server.append("INBOX", "", None, mail.as_bytes().replace(b"\n", b"\r\n"))  # type: ignore[arg-type]

    with signed_in(imap_port) as server:
        server.store("1:*", "+FLAGS", r"(\Deleted)")
        server.expunge()
    return put


def left(port: int) -> int:
    with signed_in(port) as server:
        return len(server.search(None, "ALL")[1][0].split())


def told() -> int:
    return Letter.objects.filter(purpose=REPLY_CAME).count()


def with_file(letter: EmailMessage, *files: tuple[str, bytes], text: str = "See the picture.") -> EmailMessage:
    reply = answer_to(letter, text)
    for name, content in files:
        reply.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return reply


def test_a_reply_lands_in_its_case_and_the_owner_is_told(
    inbox: Callable[[EmailMessage], None], imap_port: int, written: EmailMessage, case: Case, nordlys: Company
) -> None:
    inbox(answer_to(written, "Yes please.\nAfter ten."))
    assert drain_replies() == 1
    assert left(imap_port) == drain_replies() == 0
    kept = IncomingLetter.objects.get()
    assert (kept.case, kept.text, kept.is_from_contact, kept.from_address) == (
        case,
        "Yes please.\nAfter ten.",
        True,
        "",
    )
    assert "> shall I call you tomorrow?" in kept.whole
    case.refresh_from_db()
    assert case.reply_waits_since is not None
    letter = Letter.objects.get(purpose=REPLY_CAME)
    assert (letter.member, letter.words, letter.params) == (nordlys.frida, "", {"incoming": kept.pk})
    assert CaseEvent.objects.get(kind=REPLIED).words == ""


def test_one_mailbox_serves_replies_and_bounces(
    inbox: Callable[[EmailMessage], None], imap_port: int, written: EmailMessage, settings: pytest.FixtureRequest
) -> None:
    settings.KUULE_BOUNCE_IMAP_LOGIN = settings.KUULE_REPLY_IMAP_LOGIN  # type: ignore[attr-defined]
    inbox(answer_to(written))
    inbox(answer_to(written, "Who are you?", To="info@kuule.example", In_Reply_To="<x@y>", References="<x@y>"))
    assert drain_replies() == 0
    assert drain_bounces() == 2
    assert (IncomingLetter.objects.count(), left(imap_port)) == (1, 1)


def test_a_mail_that_belongs_to_no_case_stays_and_is_listed(
    inbox: Callable[[EmailMessage], None], imap_port: int, written: EmailMessage
) -> None:
    inbox(answer_to(written, To=f"reply+{'0' * 32}@kuule.example", In_Reply_To="<x@y>", References="<x@y>"))
    assert (drain_replies(), drain_replies()) == (1, 0)
    stray = StrayMail.objects.get()
    assert (stray.reason, stray.from_address, left(imap_port)) == (STRAY, AINO, 1)
    assert not IncomingLetter.objects.exists()


def test_without_a_token_the_mails_it_names_lead_to_the_case(written: EmailMessage, case: Case) -> None:
    reply = answer_to(written, To="survey@nordlys.example", References=f"<other@x.example> {written['Message-ID']}")
    assert comes_in(reply) == (KEPT, True)
    assert IncomingLetter.objects.get().case == case


def test_small_letters_in_an_address_do_not_lose_the_token(written: EmailMessage) -> None:
    place = str(written["Reply-To"])
    assert place == place.lower()
    shouting = answer_to(written, To=place.upper(), In_Reply_To="<x@y>", References="<x@y>")
    assert comes_in(shouting)[0] == KEPT
    hidden = answer_to(written, "Again.", To="undisclosed", In_Reply_To="<x@y>", References="<x@y>")
    assert comes_in(hidden, recipients=(place,))[0] == KEPT


def test_the_same_mail_twice_is_kept_once(written: EmailMessage) -> None:
    reply = answer_to(written)
    assert [comes_in(reply)[0], comes_in(reply)[0]] == [KEPT, REPEATED]
    del reply["Message-ID"]
    assert [comes_in(reply)[0], comes_in(reply)[0]] == [KEPT, REPEATED]
    assert (IncomingLetter.objects.count(), told()) == (2, 2)


def test_a_reply_opens_a_closed_case_and_wakes_a_sleeping_one(written: EmailMessage, case: Case, now: datetime) -> None:
    Case.objects.update(snoozed_until=now + timedelta(days=3))
    comes_in(answer_to(written), now)
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=now)
    comes_in(answer_to(written, "It broke again."), now)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at, case.snoozed_until) == (OPEN, "", None, None)
    kinds = list(CaseEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind in (WOKEN, REOPENED)] == [WOKEN, REOPENED]


def test_another_address_is_shown_as_such_and_decides_nothing(written: EmailMessage, case: Case, now: datetime) -> None:
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=now)
    forged = answer_to(written, "Send me the contract.", sender="eve@evil.example", Reply_To=AINO)
    assert comes_in(forged, now)[0] == KEPT
    kept = IncomingLetter.objects.get()
    assert (kept.is_from_contact, kept.from_address) == (False, "eve@evil.example")
    case.refresh_from_db()
    assert case.state == CLOSED
    assert told() == 1


def test_a_merged_case_hears_in_the_one_it_was_merged_into(
    written: EmailMessage, case: Case, nordlys: Company, aino: Contact, now: datetime
) -> None:
    other = Case.objects.create(workspace=nordlys.workspace, reason=BY_HAND, contact=aino, opened_at=now, due_at=now)
    Case.objects.filter(pk=case.pk).update(state=MERGED, merged_into=other)
    comes_in(answer_to(written))
    assert IncomingLetter.objects.get().case == other


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (failure)"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"Subject": "Automaattinen vastaus: Your broken crane"},
        {"Subject": "Out of Office: until Monday"},
        {"Return_Path": "<>"},
    ],
)
def test_an_automatic_answer_is_noted_and_nothing_follows(
    headers: dict[str, str], written: EmailMessage, case: Case, now: datetime
) -> None:
    Case.objects.update(state=CLOSED, outcome=SOLVED, closed_at=now)
    assert comes_in(answer_to(written, **headers), now)[0] == KEPT
    assert IncomingLetter.objects.get().is_automatic
    case.refresh_from_db()
    assert (case.state, case.reply_waits_since, told()) == (CLOSED, None, 0)
    assert not CaseEvent.objects.filter(kind=REPLIED).exists()


def test_a_letter_that_comes_back_was_no_contact(written: EmailMessage, case: Case, nordlys: Company) -> None:
    bounce = EmailMessage()
    bounce["From"], bounce["To"] = "MAILER-DAEMON@mx.example", "bounce@kuule.example"
    bounce["Subject"], bounce["Message-ID"] = "Undelivered Mail Returned to Sender", "<b1@mx.example>"
    bounce.set_content(f"550 5.1.1 <{AINO}>: unknown user\n\nMessage-ID: {written['Message-ID']}\n")
    for _again in range(2):
        kind, letter = note_returned_mail(raw=bounce.as_bytes(), now=timezone.now())
    assert (kind, letter) == ("hard_bounce", Letter.objects.get(purpose=CASE_LETTER))
    case.refresh_from_db()
    assert (letter.state, letter.reason, case.contacted_at) == (FAILED, CAME_BACK, None)
    assert AINO not in letter.error
    assert suppression_of(nordlys.workspace, address=AINO).reason == "bounced"
    assert not CaseEvent.objects.filter(case=case, is_contact=True).exists()
    assert CaseEvent.objects.filter(case=case, kind=RETURNED).count() == 1
    assert CustomerEvent.objects.get().outcome is False
    # The clock runs again: reminders go on, and the owner hears of it once.
    assert case.look_at is not None
    back = Letter.objects.get(purpose=LETTER_BACK)
    assert (back.member, Letter.objects.count()) == (nordlys.frida, 2)
    with timezone.override(nordlys.workspace.timezone):
        subject, text, *_rest = wording_for(LETTER_BACK).parts(back)
    assert subject == "Your letter to Aino Salminen came back"
    assert "Please call by" in text
    assert "I called and reached them" in text


def test_a_letter_that_comes_back_takes_no_other_contact_away(
    written: EmailMessage, case: Case, nordlys: Company, now: datetime
) -> None:
    called = now + timedelta(hours=1)
    log_call(case=case, was_reached=True, by=nordlys.frida, now=called)
    left = Letter.objects.get().handed_over_at
    for _again in range(2):
        found = take_contact_back(case=case, at=left, now=now + timedelta(hours=2))
    assert (found.contacted_at, found.contacted_by) == (called, nordlys.frida)
    assert CaseEvent.objects.filter(kind=RETURNED).count() == 1


def test_a_reply_that_only_a_returned_letter_answered_waits_again(
    nordlys: Company, case: Case, written: EmailMessage, now: datetime
) -> None:
    came = now + timedelta(hours=1)
    assert comes_in(answer_to(written), came)[0] == KEPT
    answered = came + timedelta(hours=1)
    mark_contacted(case=case, by=nordlys.frida, now=answered)
    case.refresh_from_db()
    assert case.reply_waits_since is None
    assert take_contact_back(case=case, at=answered, now=answered + timedelta(hours=1)).reply_waits_since == came


def test_old_mail_of_strangers_is_forgotten(settings: pytest.FixtureRequest) -> None:
    now = timezone.now()
    for days in (89, 91):
        at = now - timedelta(days=days)
        StrayMail.objects.create(message_id=f"<{days}@x.example>", received_at=at, reason=STRAY)
    tidy_up()
    assert StrayMail.objects.get().message_id == "<89@x.example>"
    settings.KUULE_STRAY_MAIL_DAYS = 30
    tidy_up()
    assert not StrayMail.objects.exists()


def test_a_mail_server_hands_over_a_reply_by_the_command_too(
    written: EmailMessage, case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = answer_to(written).as_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert read_bounce() == os.EX_OK
    assert "reply: written down in its case." in capsys.readouterr().out
    assert IncomingLetter.objects.get().case == case


def test_a_storm_is_kept_in_bounds(written: EmailMessage, now: datetime) -> None:
    outcomes = [comes_in(answer_to(written, f"Mail {n}"), now)[0] for n in range(MOST_A_DAY + 2)]
    assert outcomes == [KEPT] * MOST_A_DAY + [TOO_MANY] * 2
    assert told() == MOST_TOLD_AN_HOUR
    assert comes_in(answer_to(written, "Next day"), now + timedelta(days=2))[0] == KEPT


def test_an_answer_to_thanks_opens_a_case(
    nordlys: Company, aino: Contact, post: object, send: object, now: datetime
) -> None:
    letter = write_letter(workspace=nordlys.workspace, purpose=THANKS, to=aino, now=now)
    Letter.objects.filter(pk=letter.pk).update(state=HANDED_OVER, message_id="<t@kuule.example>")
    thanks = EmailMessage()
    thanks["Message-ID"], thanks["From"], thanks["Subject"] = "<t@kuule.example>", "a@b.example", "Thank you"
    assert comes_in(answer_to(thanks, Auto_Submitted="auto-replied"))[0] == REPEATED
    assert not Case.objects.exists()
    assert comes_in(answer_to(thanks, "Nobody called me."), now)[0] == KEPT
    made = Case.objects.get()
    assert (made.reason, made.contact, made.reply_waits_since is not None) == (BY_HAND, aino, True)
    # It is routed as any other: nobody owns the account, so an owner of the workspace gets it until Monday is over.
    assert (made.owner, made.due_at.isoformat()) == (nordlys.alice, "2026-11-23T22:00:00+00:00")


def test_files_are_kept_or_named_as_left_out(written: EmailMessage) -> None:
    reply = with_file(
        written,
        ("crane.jpg", b"\xff\xd8\xff picture"),
        ("..\\..\\etc\\passwd.pdf", b"%PDF-1.7"),
        ("invoice.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("trick.jpg", b"MZ\x90\x00"),
        ("huge.pdf", b"%PDF-" + bytes(10_000_001)),
    )
    assert comes_in(reply) == (KEPT, False)
    kept = IncomingLetter.objects.get()
    assert sorted(kept.files.values_list("name", flat=True)) == ["crane.jpg", "passwd.pdf"]
    assert [(each["name"], each["why"]) for each in kept.left_out] == [
        ("invoice.exe", "dangerous"),
        ("page.html", "dangerous"),
        ("trick.jpg", "dangerous"),
        ("huge.pdf", "too_large"),
    ]
    assert all(
        each.file.name.startswith("letters/") and "." not in each.file.name for each in IncomingFile.objects.all()
    )


def test_a_mail_of_fifty_megabytes_leaves_its_words(
    inbox: Callable[[EmailMessage], None], imap_port: int, written: EmailMessage
) -> None:
    inbox(with_file(written, ("film.pdf", b"%PDF-" + bytes(38_000_000))))
    assert drain_replies() == 1
    kept = IncomingLetter.objects.get()
    assert (kept.text, kept.left_out) == ("See the picture.", [{"name": "film.pdf", "why": "cut_off"}])
    assert left(imap_port) == 1


def test_a_provider_posts_what_it_received(written: EmailMessage) -> None:
    reply = answer_to(written)
    body = {
        "From": AINO,
        "FromFull": {"Email": AINO, "Name": "Aino"},
        "To": str(written["Reply-To"]),
        "OriginalRecipient": str(written["Reply-To"]),
        "Subject": "Re: Your broken crane",
        "MessageID": "pm-1",
        "Date": "Fri, 20 Nov 2026 12:30:00 +0200",
        "TextBody": "Yes please.",
        "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": str(reply["Message-ID"])}],
        "Attachments": [],
    }
    environment = Environment(email_url="postmark://T@", email_webhook_secret=SECRET)
    with override_settings(**email_settings(environment)):
        for secret, status in (("t" * 40, 403), (SECRET, 200), (SECRET, 200)):
            answer = Client().post(f"/hook/{secret}/incoming/", json.dumps(body), content_type="application/json")
            assert answer.status_code == status
        assert Client().post(f"/hook/{SECRET}/incoming/", "{", content_type="application/json").status_code == 400
    assert IncomingLetter.objects.get().text == "Yes please."


def test_without_a_provider_nobody_posts_mail() -> None:
    assert Client().post(f"/hook/{SECRET}/incoming/", "{}", content_type="application/json").status_code == 403
