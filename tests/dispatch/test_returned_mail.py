"""What comes back by mail: reports of the common servers, complaints, automatic replies, and forgeries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.selectors import address_hash, suppression_of
from kuule.dispatch.channels.returned_mail import read_returned_mail
from kuule.dispatch.models import Delivery, DeliveryEvent
from kuule.dispatch.rules import HANDED_OVER, HANDING_OVER, return_address
from kuule.dispatch.selectors import reference_of
from kuule.dispatch.services import note_returned_mail
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from tests.conftest import NOW

CORPUS = Path(__file__).with_name("returned_mail")
EXPECTED = json.loads((CORPUS / "expected.json").read_text())
OURS = "<4f1c0a7be2d94c55a1b2c3d4e5f60718@kuule.nordlys.example>"
HOLDS = {"hard_bounce": "bounced", "complaint": "complained", "unsubscribe": "unsubscribed"}


@pytest.fixture
def sent(add_people, schedule, plan, now) -> Delivery:
    """A mail to Aino that left with the Message-ID of the corpus."""
    add_people("Aino")
    plan(schedule())
    delivery = Delivery.objects.select_related("workspace", "invitation__contact").get()
    delivery.state, delivery.message_id, delivery.claimed_at = HANDED_OVER, OURS, now
    delivery.address_hash = address_hash(delivery.workspace, address="aino@example.test")
    delivery.save()
    return delivery


def mail(name: str, delivery: Delivery) -> bytes:
    reference = reference_of(delivery)
    text = (CORPUS / f"{name}.eml").read_text()
    return text.replace("{reference}", reference).replace("{REFERENCE}", reference.upper()).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.eml")))
def test_the_corpus(name, sent, now):
    kind, delivery = note_returned_mail(raw=mail(name, sent), now=now)
    assert kind == EXPECTED[name]["kind"]
    assert (delivery == sent) == EXPECTED[name]["is_ours"]
    assert [event.kind for event in DeliveryEvent.objects.all()] == ([kind] if EXPECTED[name]["is_ours"] else [])
    assert all("aino@" not in event.detail for event in DeliveryEvent.objects.all())
    suppression = suppression_of(sent.workspace, address="aino@example.test")
    holds = HOLDS.get(kind, "") if EXPECTED[name]["is_ours"] else ""
    assert (suppression.reason if suppression else "") == holds


@pytest.mark.django_db
def test_the_same_mail_twice_is_written_down_once(sent, now):
    for _ in range(2):
        assert note_returned_mail(raw=mail("postfix-unknown-user", sent), now=now)[1] == sent
    assert DeliveryEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_stranger_is_no_reason_to_wait(sent, now):
    Delivery.objects.update(state=HANDING_OVER)
    assert note_returned_mail(raw=mail("forged-no-match", sent), now=now) == ("hard_bounce", None)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_without_a_fault(raw):
    assert read_returned_mail(raw, now=NOW).kind


@given(st.sampled_from(sorted(EXPECTED)), st.data())
def test_a_broken_mail_is_read_without_a_fault(name, data):
    raw = (CORPUS / f"{name}.eml").read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    assert read_returned_mail(raw[:start] + data.draw(st.binary(max_size=5)) + raw[end:], now=NOW).kind


@pytest.mark.django_db
def test_survey_mails_leave_with_a_return_address_of_their_own(post, add_people, schedule, settings):
    settings.KUULE_BOUNCE_ADDRESS = "bounce@nordlys.example"
    add_people("Aino")
    schedule()
    drain_waves()
    drain_deliveries()
    delivery = Delivery.objects.get()
    assert post.envelope_senders == [return_address("bounce@nordlys.example", reference_of(delivery))]
    assert post.letters[0]["From"] == "Nordlys Energy <survey@nordlys.example>"


@pytest.mark.any_database
def test_an_alias_hands_a_mail_to_the_command(tmp_path, move_in):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    environment = {**kept, "KUULE_HOME": str(tmp_path / "home")}

    def kuule(*command: str, mail: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "kuule", *command], env=environment, input=mail, capture_output=True, check=False
        )

    refused = kuule("bounce", mail=(CORPUS / "qmail.eml").read_bytes())
    assert refused.returncode == os.EX_TEMPFAIL
    assert b"kuule check" in refused.stderr
    move_in(tmp_path / "home")
    done = kuule("bounce", mail=(CORPUS / "qmail.eml").read_bytes())
    assert (done.returncode, done.stdout) == (0, b"hard_bounce: nothing to write down.\n")
    assert kuule("bounce").returncode == os.EX_DATAERR


def test_a_date_in_the_future_is_not_believed():
    with time_machine.travel(NOW):
        raw = (CORPUS / "postfix-unknown-user.eml").read_bytes().replace(b"20 Nov 2026", b"20 Nov 2099")
        report = read_returned_mail(raw, now=NOW).report
    assert report is not None
    assert report.happened_at == NOW
