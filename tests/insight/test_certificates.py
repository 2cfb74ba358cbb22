"""Certificates: what they hold, what is noticed later, and who may see them."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import HELD_BACK
from kuule.insight.answers.certificates import ADDED, COUNTED, GONE, NOT_COUNTED, RESCORED, recount
from kuule.insight.models import Certificate
from kuule.insight.rules.certificates import faults_of, figures_of, sealed
from kuule.insight.services.certificates import certify_figure, publish_certificate
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, SCANNER
from kuule.responses.services import ask_about_verdict, ask_for_correction, decide_score, decide_verdict
from kuule.surveys.models import Survey
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Actor, Refused

PAGE = "/w/nordlys/certificates/"
pytestmark = pytest.mark.django_db
later = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def certify(nordlys, programme, now):
    """Certify the answers of all time."""

    def make(at=now, **asked) -> Certificate:
        return certify_figure(
            workspace=nordlys.workspace,
            query=programme.query(**asked),
            title="All time",
            words=[("Time", "All time")],
            hold_words=str,
            member=nordlys.anna,
            now=at,
        )

    return make


@pytest.fixture
def answered(programme, now):
    """Twenty people were asked; twelve answered, one was held back."""
    account = programme.account("Fjord Shipping")
    for score in [10] * 6 + [8] * 3 + [2] * 3:
        programme.answer(score, contact=programme.contact(account=account), at=now - later)
    for _each in range(8):
        programme.ask(programme.contact(account=account), now - later)
    held = programme.ask(programme.contact(account=account), now - later)
    Invitation.objects.filter(pk=held.pk).update(decision=HELD_BACK, reason="recently_asked", asked_at=None)
    return programme


def words(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).replace("\u202f", " ").split())


def reasons(certificate: Certificate) -> dict[str, int]:
    return dict(recount(certificate).reasons)


def test_a_certificate_holds_all_that_the_figure_rests_on(answered, certify) -> None:
    record = json.loads(certify().record)
    facts, figures = record["facts"], record["figures"]
    assert (figures["n"], figures["promoters"], figures["passives"], figures["detractors"]) == (12, 6, 3, 3)
    assert (figures["score"], facts["confidence"], facts["clustered"]) == (25.0, 0.95, False)
    assert (facts["eligible"], facts["invited"], facts["invited_answered"], facts["accounts"]) == (21, 20, 12, 1)
    assert facts["held_back"] == [{"rule": "recently_asked", "words": "recently_asked", "people": 1}]
    assert facts["channels"] == [{"channel": "email", "counts": [3, 3, 6], "in_score": True}]
    assert figures["response_rate"]["share"] == 60
    # Eight silent people: all detractors, or all promoters.
    assert figures["bounds"]["worst"] == [pytest.approx((3 - 8) / 20 * 100), pytest.approx((3 + 8) / 20 * 100)]
    assert figures["bounds"]["plausible"] == [pytest.approx(13.0), pytest.approx(37.0)]


def test_a_certificate_holds_no_names_no_addresses_and_no_comments(programme, certify, now) -> None:
    programme.answer(9, contact=programme.contact(name="Kari Nordmann"), verbatim="Quick help from Ole")
    text = certify().record
    assert "Kari" not in text
    assert "Ole" not in text
    assert str(Response.objects.get().uid) not in text


def test_what_is_counted_again_at_once_is_the_same(answered, certify) -> None:
    found = recount(certify())
    assert found.is_same
    assert not found.reasons


def test_a_later_answer_is_known_for_one(answered, certify, now) -> None:
    certificate = certify()
    answered.answer(10, at=now - timedelta(days=2))
    found = recount(certificate)
    assert (list(found.reasons), list(found.scores)) == ([(ADDED, 1)], [10])
    assert found.figure
    assert found.figure.n == 13


def test_a_corrected_score_is_known_for_one(answered, certify, nordlys, now) -> None:
    certificate = certify()
    response = Response.objects.filter(score=2).earliest("pk")
    review = ask_for_correction(
        response=response, reason="Mixed up the scale", actor=Actor.user(nordlys.bob.user_id), now=now + later
    )
    decide_score(review=review, score=10, note="", actor=Actor.user(nordlys.alice.user_id), now=now + later)
    found = recount(certificate)
    assert (list(found.reasons), list(found.scores)) == ([(RESCORED, 1)], [2, 10])


def test_a_verdict_that_was_overturned_is_known_for_one(answered, certify, nordlys, now) -> None:
    response = Response.objects.filter(score=8).earliest("pk")

    def decide(outcome, at) -> None:
        review = ask_about_verdict(response=response, reason="Who?", actor=Actor.user(nordlys.bob.user_id), now=at)
        decide_verdict(review=review, outcome=outcome, note="", actor=Actor.user(nordlys.alice.user_id), now=at)
        response.refresh_from_db()

    with_it = certify()
    decide(SCANNER, now + later)
    assert reasons(with_it) == {NOT_COUNTED: 1}
    without_it = certify(at=now + 2 * later)
    decide(PERSON, now + 3 * later)
    assert reasons(without_it) == {COUNTED: 1}
    assert recount(with_it).is_same


def test_an_answer_that_is_gone_is_missed(answered, certify) -> None:
    certificate = certify()
    Response.objects.filter(score=2).earliest("pk").delete()
    assert reasons(certificate) == {GONE: 1}


def test_a_change_behind_the_back_of_kuule_is_noticed(answered, certify) -> None:
    certificate = certify()
    one = Response.objects.filter(score=2).earliest("pk")
    Response.objects.filter(pk=one.pk).update(score=10)
    found = recount(certificate)
    assert not found.is_same
    assert [code for code, _n in found.reasons] == ["otherwise"]
    assert list(found.scores) == [2, 10]


def test_erasing_a_person_leaves_the_figure_and_says_so(answered, certify, now) -> None:
    contact = Response.objects.earliest("pk").contact
    erase_person(contact=contact, actor=SYSTEM, now=now, reason=ASKED_FOR)
    assert json.loads(certify().record)["facts"]["nameless"] == 1


@pytest.mark.parametrize(("asked", "code"), [({"search": "crane"}, "by_words"), ({"language": "sv"}, "nobody")])
def test_what_cannot_be_certified_is_refused(answered, certify, asked, code) -> None:
    with pytest.raises(Refused) as refused:
        certify(**asked)
    assert refused.value.code == code
    assert not Certificate.objects.exists()


def test_an_anonymous_survey_below_its_threshold_is_not_certified(programme, certify, now) -> None:
    programme.answer(9, at=now - timedelta(days=3))
    Survey.objects.filter(pk=programme.survey.pk).update(is_anonymous=True)
    with pytest.raises(Refused) as refused:
        certify(survey_id=programme.survey.pk)
    assert refused.value.code == "hidden"


def test_a_member_certifies_from_the_overview_and_sees_what_changed(answered, nordlys, sign_in, now) -> None:
    anna = sign_in(nordlys.anna)
    overview = anna.get("/w/nordlys/").content.decode()
    link = re.search(r'href="([^"]*certificates/new/[^"]*)"', overview)
    assert link
    address = unescape(link[1])
    asked = words(anna.get(address))
    assert "Relationship NPS" in asked
    assert "+25" in asked
    page = anna.post(address, follow=True)
    text = words(page)
    for said in (
        "The certificate is made",
        "Counted again just now: the same answers, the same figure",
        "Could have answered 21",
        "Asked 20",
        "60.0 %",
        "If the 8 silent people had answered",
        "Asked within the last",
        "SHA-256",
    ):
        assert said in text, said
    answered.answer(0, at=now)
    again = words(anna.get(page.redirect_chain[-1][0]))
    assert "Counted today the score would be" in again
    assert "1 answer came in since" in again
    assert "Relationship NPS" in words(sign_in(nordlys.vera).get(PAGE))
    assert "figure_certified" in AuditEntry.objects.values_list("act", flat=True)


def test_each_line_of_the_segments_can_be_certified(answered, nordlys, sign_in) -> None:
    for page in ("segments/", "benchmarks/"):
        shown = sign_in(nordlys.anna).get(f"/w/nordlys/{page}", {"by": "account"}).content.decode()
        link = re.search(r'<a class="icon-link"\s+href="([^"]+)"(.*?)</a>', shown, flags=re.DOTALL)
        assert link, page
        assert "Certify this figure: Fjord Shipping" in strip_tags(link[2].split(">", 1)[1])
    new = sign_in(nordlys.anna).get(unescape(link[1]))
    assert "Account Fjord Shipping" in words(new)
    assert "+25" in words(new)
    assert "icon-link" not in sign_in(nordlys.vera).get("/w/nordlys/segments/").content.decode()


def test_a_relative_time_is_frozen_as_days(answered, nordlys, sign_in) -> None:
    sign_in(nordlys.anna).post(f"{PAGE}new/?period=30d")
    assert Certificate.objects.get().params == {"since": "2026-10-21", "until": "2026-11-20"}


def test_the_page_says_why_nothing_is_certified(nordlys, sign_in, programme) -> None:
    anna = sign_in(nordlys.anna)
    programme.answer(9, verbatim="crane")
    refused = anna.post(f"{PAGE}new/?search=crane")
    assert refused.status_code == 422
    assert "words may name people" in words(refused)
    assert anna.get(f"{PAGE}new/?period=soon").status_code == 400
    assert sign_in(nordlys.vera).post(f"{PAGE}new/").status_code == 403


def test_a_public_link_is_given_and_withdrawn(answered, nordlys, sign_in, certify) -> None:
    certificate = certify()
    bob, stranger = sign_in(nordlys.bob), Client()
    page = f"{PAGE}{certificate.uid}/"
    assert sign_in(nordlys.anna).post(f"{page}link/", {"link": "on"}).status_code == 403
    shown = words(bob.post(f"{page}link/", {"link": "on"}, follow=True))
    assert "Everybody with the link" in shown
    certificate.refresh_from_db()
    link = f"/certificate/{certificate.public_token}"
    seen = stranger.get(link)
    assert seen.headers["X-Robots-Tag"] == "noindex"
    assert "Certificate of a figure" in words(seen)
    assert "+25" in words(seen)
    assert stranger.get(f"{link}/file/").content.decode() == certificate.record
    bob.post(f"{page}link/", {"link": "off"})
    gone = stranger.get(link)
    assert gone.status_code == 404
    assert "The link was withdrawn" in words(gone)
    assert stranger.get(f"{link}/file/").status_code == 404


def test_a_figure_of_few_stays_inside(programme, nordlys, sign_in, certify) -> None:
    programme.answer(9)
    certificate = certify()
    with pytest.raises(Refused) as refused:
        publish_certificate(certificate=certificate, actor=SYSTEM, now=certificate.made_at)
    assert refused.value.code == "few"
    told = sign_in(nordlys.bob).post(f"{PAGE}{certificate.uid}/link/", {"link": "on"}, follow=True)
    assert "It stays inside" in words(told)


def run(*command: str):
    return CliRunner().invoke(app, ["certificate", "verify", *command])


def test_the_command_says_whether_a_certificate_holds(answered, certify, tmp_path, now) -> None:
    certificate, file = certify(), tmp_path / "certificate.json"
    file.write_text(certificate.record)
    holds = run(str(file))
    assert (holds.exit_code, "the same answers, the same figure" in holds.stdout) == (0, True)
    assert certificate.digest in holds.stdout
    answered.answer(10, at=now)
    differs = run(str(file))
    assert differs.exit_code == 1
    assert "- 1 answer came in since" in differs.stdout
    assert run(str(file), "--offline").exit_code == 0
    Certificate.objects.all().delete()
    elsewhere = run(str(file))
    assert (elsewhere.exit_code, "This installation did not make it" in elsewhere.stdout) == (0, True)


def test_where_there_is_no_installation_the_file_alone_is_checked(tmp_path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(WHOLE)
    elsewhere = {"PATH": os.environ["PATH"], "KUULE_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "kuule", "certificate", "verify", str(file)]
    done = subprocess.run(
        command, check=False, env=elsewhere, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert (done.returncode, "No database of Kuule can be read here" in done.stdout) == (0, True), done.stderr


def test_a_file_that_was_changed_and_sealed_anew_is_not_the_one_that_was_made(answered, certify, tmp_path) -> None:
    record = json.loads(certify().record)
    record.pop("sha256")
    record["facts"]["eligible"] = 20
    file = tmp_path / "certificate.json"
    file.write_text(sealed(record))
    assert run(str(file), "--offline").exit_code == 0
    forged = run(str(file))
    assert forged.exit_code == 2
    assert "another file" in forged.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "not JSON"), (b"[]", "no certificate of a kind"), (b"name,score\n", "not JSON"), (b"", "not JSON")],
)
def test_what_is_no_certificate_is_called_none(tmp_path, content, said) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    refused = run(str(file), "--offline")
    assert (refused.exit_code, said in refused.stderr) == (2, True)
    missing = run(str(tmp_path / "nowhere"), "--offline")
    assert (missing.exit_code, "nowhere cannot be read" in missing.stderr) == (2, True)


FACTS = {
    "histogram": [1, 0, 2, 0, 0, 3, 1, 4, 5, 6, 7],
    "confidence": 0.95,
    "method": "score",
    "invited": 60,
    "invited_answered": 29,
    "channels": [{"channel": "email", "counts": [7, 9, 13], "in_score": True}],
    "before_corrections": [8, 9, 12],
    "plausibly_apart": 30.0,
}
PARTS = [{"score": score, "n": n, "sha256": f"{score:064x}"} for score, n in enumerate(FACTS["histogram"])]
WHOLE = sealed(
    {
        "format": "kuule certificate 1",
        "uid": "019bd3a4-0000-7000-8000-000000000000",
        "made_at": "2026-11-20T10:00:00+00:00",
        "kuule": "0.1.0",
        "workspace": "Nordlys Energy",
        "question": {"words": [["Time", "All time"]]},
        "facts": FACTS,
        "figures": figures_of(FACTS),
        "answers": {"salt": "00", "parts": PARTS},
    }
)


def test_a_file_as_it_was_made_has_no_fault() -> None:
    assert faults_of(WHOLE) == []


@pytest.mark.parametrize("lost", ["uid", "made_at", "question", "facts", "figures", "answers"])
def test_a_file_with_a_part_lost_is_called_incomplete_even_under_a_new_seal(lost) -> None:
    record = json.loads(WHOLE)
    del record["sha256"], record[lost]
    assert faults_of(sealed(record)) == ["incomplete"]


@pytest.mark.parametrize("odd", ["NaN", '{"format": "kuule certificate 1", "n": NaN}', "[" * 100_000, '"\\ud800"'])
def test_odd_json_is_no_certificate(odd) -> None:
    assert faults_of(odd) == ["not_json"]


@given(at=st.integers(0, len(WHOLE) - 1), letter=st.characters(codec="utf-8"))
def test_no_letter_of_a_certificate_can_be_changed_unnoticed(at, letter) -> None:
    changed = WHOLE[:at] + letter + WHOLE[at + 1 :]
    assert (faults_of(changed) == []) == (changed == WHOLE)


@given(start=st.integers(0, len(WHOLE) - 1), length=st.integers(1, 400), put=st.text(max_size=40))
def test_no_passage_of_a_certificate_can_be_exchanged_unnoticed(start, length, put) -> None:
    changed = WHOLE[:start] + put + WHOLE[start + length :]
    assert (faults_of(changed) == []) == (changed == WHOLE)


@given(where=st.integers(0, 10**6), by=st.integers(-3, 3).filter(bool))
def test_no_figure_or_count_can_be_changed_alone_even_under_a_new_seal(where, by) -> None:
    record = json.loads(WHOLE)
    record.pop("sha256")
    # Every number that has others beside it to be held against.
    places = [
        *((record["facts"]["histogram"], at) for at in range(11)),
        *((part, "n") for part in record["answers"]["parts"]),
    ]
    places += [
        (record["figures"], key) for key in ("n", "detractors", "passives", "promoters", "score", "lower", "upper")
    ]
    places += [(record["figures"]["bounds"]["worst"], 0), (record["figures"]["bounds"]["plausible"], 1)]
    places += [(record["facts"], "invited"), (record["facts"], "invited_answered")]
    holder, key = places[where % len(places)]
    holder[key] += by
    assert faults_of(sealed(record))
