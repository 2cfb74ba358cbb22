"""Mails that are broken, hostile or both: each is survived, and shown safely or left alone."""

import time
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.act.channels.incoming_mail import IncomingMail, UnreadableMail
from kuule.act.channels.mail_html import text_of_html
from kuule.act.models import Case, IncomingLetter, Letter
from kuule.act.rules.letters import KEPT, REPLY_CAME, UNREADABLE
from kuule.act.rules.links import reply_token
from tests.act.letter_office import comes_in
from tests.conftest import Company, client_of

NASTY = sorted(Path(__file__).with_name("nasty_mails").glob("*.eml"))
_PART = b"--x\nContent-Type: text/html\n\n<p>Hi\n--x--"
UNSEEN = ("\x00", "\u202e", "\r")


@pytest.mark.django_db
def test_each_nasty_mail_is_survived_and_shown_safely(
    written: EmailMessage, case: Case, nordlys: Company, now: datetime
) -> None:
    token = reply_token(str(written["Reply-To"])).encode()
    for path in NASTY:
        outcome, _is_all = comes_in(path.read_bytes().replace(b"TOKEN", token), now)
        assert outcome == KEPT, path.name
    kept = IncomingLetter.objects.filter(case=case)
    assert kept.count() == len(NASTY)
    for each in kept:
        shown = each.subject + each.text + each.whole + each.from_name + each.from_address
        assert not [mark for mark in UNSEEN if mark in shown]
        assert "\n" not in each.subject
    assert not kept.filter(files__name__endswith="exe").exists()
    page = client_of(nordlys.frida).get(f"/w/nordlys/cases/{case.pk}/letters/").content.decode()
    assert "Only these words." in page
    assert "<script>alert" not in page
    assert "evil.example/pixel" not in page
    assert "Bcc: all@evil.example" not in str(Letter.objects.filter(purpose=REPLY_CAME).values())


@pytest.mark.django_db
def test_a_mail_of_a_thousand_parts_within_each_other_is_left_alone(written: EmailMessage, now: datetime) -> None:
    head = f"From: a@b.example\nTo: {written['Reply-To']}\n"
    for number in range(1_500):
        head += f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
    outcome, is_all = comes_in(head.encode() + b"\nDeep.\n", now)
    assert (outcome, is_all) == (UNREADABLE, False)
    assert not IncomingLetter.objects.exists()


_NAMES = (
    *("From", "To", "Cc", "Subject", "Message-ID", "References", "Content-Type", "Content-Transfer-Encoding"),
    *("Content-Disposition", "Date", "Auto-Submitted", "MIME-Version"),
)
_VALUES = (
    *("multipart/mixed; boundary=x", "text/html; charset=utf-16", "=?utf-8?b?!!?=", "base64", "<>", "a@b, <c"),
    *("text/plain; charset*=x''%ff", "attachment; filename*0*=a''%; filename*1=b", "message/rfc822"),
)
_HEADERS = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.one_of(st.text(max_size=60), st.sampled_from(_VALUES))), max_size=12
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    headers=_HEADERS, body=st.one_of(st.binary(max_size=400), st.just(b"--x\nContent-Type: text/html\n\n<p>Hi\n--x--"))
)
def test_whatever_comes_in_is_read_or_refused(headers: list[tuple[str, str]], body: bytes) -> None:
    lines = [f"{name}: {value}".encode("utf-8", "surrogateescape") for name, value in headers]
    try:
        mail = IncomingMail(b"\n".join(lines) + b"\n\n" + body)
        head, read = mail.head(), mail.body()
    except UnreadableMail:
        return
    assert "\n" not in head.subject + head.from_name + head.from_address
    assert len(head.message_id) <= 250
    assert "\x00" not in read.text


@settings(max_examples=100, deadline=None)
@given(html=st.text(alphabet="<>/!-ab c&;\"'=\n", max_size=200))
def test_no_markup_is_left_of_html(html: str) -> None:
    assert "<script" not in text_of_html(f"<p>{html}</p><script>a</script>")


@pytest.mark.parametrize("piece", ["<!--", "<a", "<div>", "</", "<![CDATA[", "&", "<table><tr><td>"])
def test_hostile_html_takes_no_longer_than_a_breath(piece: str) -> None:
    began = time.process_time()
    text_of_html(piece * (400_000 // len(piece)))
    assert time.process_time() - began < 10
