"""What Delighted handed out comes in without handwork: files made by its API and those of its pages, at once."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.contacts.models import Contact, ImportChange, PropertyDefinition, Suppression
from kuule.contacts.selectors import suppressions_of
from kuule.contacts.services import guess_mapping, lift_suppression, run_import, run_undo, start_import, undo_import
from kuule.dispatch.models import AskHold
from kuule.insight.answers import answer, trend
from kuule.insight.query import MONTH, Query
from kuule.jobs.models import Job
from kuule.responses.models import Response, ResponseNote
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW, Company
from tests.responses.conftest import published_survey

SENT = int((NOW - timedelta(days=10)).timestamp())
PEOPLE = [
    {"id": "4711", "name": "Aino Virta", "email": "aino@acme.example", "created_at": 1767000000, "phone_number": None,
     "last_sent_at": SENT, "last_responded_at": None, "next_survey_scheduled_at": None},
    {"id": "4712", "name": "Bo Ek", "email": "bo@acme.example", "created_at": 1767000100, "phone_number": None,
     "last_sent_at": 1600000000, "last_responded_at": 1600000500, "next_survey_scheduled_at": None},
]  # fmt: skip
ANSWERS = [
    {"id": "90210", "person": "4711", "survey_type": "nps", "score": 9, "comment": "Toimii\nhienosti.",
     "permalink": "https://delighted.example/r/Zk3", "created_at": 1767300000, "updated_at": 1767300420,
     "person_properties": {"Plan": "pro", "Delighted Source": "Email"},
     "notes": [{"id": "3", "text": "Called back", "user_email": "sam@acme.example", "created_at": 1767310000}],
     "tags": ["pricing", "app"],
     "additional_answers": [{"id": "12", "question": {"id": "e", "type": "select_many", "text": "What did you like?"},
                             "value": {"free_response": None, "scale": None, "select_one": None, "select_many": [
                                 {"id": "x1", "text": "Speed"}, {"id": "x2", "text": "Price"}]}}]},
    {"id": "90211", "person": "4712", "survey_type": "nps", "score": 0, "comment": None,
     "permalink": "https://delighted.example/r/Zk4", "created_at": 1769300000, "updated_at": None,
     "person_properties": None, "notes": [], "tags": [], "additional_answers": []},
    {"id": "90212", "person": "4712", "survey_type": "csat", "score": 4, "comment": None, "created_at": 1769300000,
     "person_properties": None, "notes": [], "tags": [], "additional_answers": []},
]  # fmt: skip
UNSUBSCRIBED = [
    {"person_id": "9", "email": "Gone@acme.example", "name": None, "unsubscribed_at": 1767400000},
    {"person_id": "4712", "email": "bo@acme.example", "name": "Bo Ek", "unsubscribed_at": 1767400000},
]
BOUNCED = [{"person_id": "10", "email": "dead@acme.example", "name": None, "bounced_at": 1767400000}]


@pytest.fixture
def version(nordlys: Company, now: datetime) -> SurveyVersion:
    return published_survey(nordlys.workspace, now)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Write rows as a program does that copies an API: nested values as JSON text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        plain = {key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in row.items()}
        writer.writerow(plain)
    return out.getvalue()


def as_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def brought(company: Company, content: str, kind: str = "responses", **options: str) -> Job:
    file = ContentFile(content.encode(), "file")
    who = {"workspace": company.workspace, "file": file, "kind": kind}
    mapping = guess_mapping(options=options, **who)
    job = start_import(file_name="file", mapping=mapping, actor=SYSTEM, now=NOW, **who)
    return run_import(job=job, clock=lambda: NOW)


def run(*command: object) -> Any:
    return CliRunner().invoke(app, [*map(str, command), "--workspace", "nordlys"])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("out/answers.json", json.dumps(ANSWERS, indent=1))
        archive.writestr("out/people.jsonl", as_lines(PEOPLE))
        archive.writestr("out/unsubscribes.csv", as_csv(UNSUBSCRIBED))
        archive.writestr("../../bounces.csv", as_csv(BOUNCED))
        archive.writestr("out/settings.csv", "name,value\ncolour,blue\n")
        archive.writestr("out/readme.md", "Hello")
    return path


@pytest.mark.parametrize("write", [as_csv, as_lines, lambda rows: json.dumps(rows, indent=2)])
def test_answers_of_the_api_need_no_handwork(nordlys: Company, version: SurveyVersion, write) -> None:
    job = brought(nordlys, write(ANSWERS), survey=str(version.survey_id))
    assert (job.result["added"], job.result["kept_out"]) == (2, 1)  # one is on another scale
    first, second = Response.objects.order_by("pk")
    assert (first.external_id, first.score, first.verbatim) == ("90210", 9, "Toimii\nhienosti.")
    assert first.answered_at == datetime.fromtimestamp(1767300000, UTC)
    assert first.properties == {
        "plan": "pro", "delighted_source": "Email", "tags": "pricing, app", "what_did_you_like": "Speed; Price"
    }  # fmt: skip
    assert (first.contact.external_id, second.contact.external_id) == ("4711", "4712")
    assert (second.score, second.verbatim, second.properties) == (0, "", {})
    (note,) = ResponseNote.objects.all()
    assert (note.response, note.text) == (first, "Called back (sam@acme.example)")
    assert note.created_at == datetime.fromtimestamp(1767310000, UTC)
    assert brought(nordlys, write(ANSWERS), survey=str(version.survey_id)).result["unchanged"] == 2
    undo = run_undo(job=undo_import(job=job, actor=SYSTEM, now=NOW), clock=lambda: NOW)
    assert undo.result["response_removed"] == 2
    assert not Response.objects.exists()
    assert not Contact.objects.exists()
    assert not ResponseNote.objects.exists()


def test_people_may_stand_within_their_answers(nordlys: Company, version: SurveyVersion) -> None:
    person = {"id": "4712", "name": "Bo Ek", "email": "bo@acme.example", "created_at": 1767000100, "phone_number": None}
    answers = [{**ANSWERS[1], "person": person}, {**ANSWERS[1], "id": "90213", "person": None}]
    assert brought(nordlys, as_csv(answers), survey=str(version.survey_id)).result["added"] == 2
    contact = Contact.objects.get()
    assert (contact.external_id, contact.name, contact.email) == ("4712", "Bo Ek", "bo@acme.example")
    assert Response.objects.get(external_id="90213").contact is None
    assert not PropertyDefinition.objects.exists()


def test_what_others_laid_flat_is_known_too(nordlys: Company, version: SurveyVersion) -> None:
    file = (
        "id,person_id,person_email,score,created_at,person_properties.Plan,person_properties__seat_count\n"
        "1,7,a@x.example,8,2026-01-02T03:04:05Z,pro,12\n"
    )
    job = brought(nordlys, file, survey=str(version.survey_id))
    assert job.result["added"] == 1, job.result
    response = Response.objects.get()
    assert (response.external_id, response.contact.external_id) == ("1", "7")
    assert response.properties == {"plan": "pro", "seat_count": 12}
    assert PropertyDefinition.objects.get(key="plan").label == "Plan"


def test_a_file_of_the_pages_is_guessed(nordlys: Company, version: SurveyVersion) -> None:
    file = (
        "\ufeffResponse ID;Person ID;Email;Name;Score;Comment;Created At;Survey Type;Tags;Notes;Region;Why so?\n"
        '5;7;A@x.example;Ann;10;"two\nlines";2026-01-02 13:00;NPS;a, b;Nice person;North;Because\n'
    )
    job = brought(nordlys, file, survey=str(version.survey_id))
    assert job.result["added"] == 1, job.result
    response = Response.objects.get()
    assert (response.external_id, response.verbatim, response.contact.name) == ("5", "two\nlines", "Ann")
    assert response.properties == {"tags": "a, b", "region": "North", "why_so": "Because"}
    assert ResponseNote.objects.get().text == "Nice person"


def test_a_whole_export_comes_in_at_once_and_once(nordlys: Company, version: SurveyVersion, export: Path) -> None:
    tried = run("import", "delighted", export, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "Nothing was written" in tried.output
    assert [model.objects.count() for model in (Contact, Suppression, Job)] == [0, 0, 0]
    done = run("import", "delighted", export)
    assert done.exit_code == 0, done.output
    names = ["unsubscribes.csv", "bounces.csv", "people.jsonl", "answers.json", "settings.csv"]
    places = [done.output.index(f"{name} (") if name != "settings.csv" else done.output.index(name) for name in names]
    assert max(places[:2]) < places[2] < places[3]
    assert "readme" not in done.output
    addresses = ["gone@acme.example", "bo@acme.example", "dead@acme.example", "aino@acme.example"]
    assert suppressions_of(nordlys.workspace, addresses=addresses) == {
        "gone@acme.example": "unsubscribed", "bo@acme.example": "unsubscribed", "dead@acme.example": "bounced"
    }  # fmt: skip
    assert set(Contact.objects.values_list("external_id", flat=True)) == {"4711", "4712"}
    held = AskHold.objects.get()
    assert held.contact.external_id == "4711"
    assert held.until == datetime.fromtimestamp(SENT, UTC) + timedelta(days=nordlys.workspace.quarantine_days)
    assert Response.objects.count() == 2
    again = run("import", "delighted", export)
    assert again.output.count("0 added, 0 changed") == 4, again.output
    assert (AskHold.objects.count(), Suppression.objects.count(), Response.objects.count()) == (1, 3, 2)


def test_a_folder_is_as_good_and_a_bad_file_keeps_no_other_out(
    nordlys: Company, version: SurveyVersion, tmp_path: Path
) -> None:
    (tmp_path / "bounces.csv").write_text(as_csv(BOUNCED))
    (tmp_path / "broken.json").write_text('[{"email": "a@x.example"}, {"email": ')
    done = run("import", "delighted", tmp_path)
    assert done.exit_code == 0, done.output
    assert "broken.json: The file is damaged." in done.output
    assert Suppression.objects.count() == 1


def test_what_is_no_export_is_refused(nordlys: Company, version: SurveyVersion, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", b"a" * (60 * 1024**2))
    for path in (tmp_path / "nowhere", bomb):
        refused = run("import", "delighted", path)
        assert refused.exit_code == 1, refused.output
        assert not Job.objects.exists()


class TestSuppressions:
    def test_undoing_lets_mail_through_again_but_not_where_others_said_so(self, nordlys: Company) -> None:
        first = brought(nordlys, "email\na@x.example\n", "suppressions", reason="unsubscribed")
        second = brought(nordlys, "email\na@x.example\nb@x.example\n", "suppressions", reason="bounced")
        assert (first.result["added"], second.result["added"], second.result["unchanged"]) == (1, 1, 1)
        run_undo(job=undo_import(job=second, actor=SYSTEM, now=NOW), clock=lambda: NOW)
        found = suppressions_of(nordlys.workspace, addresses=["a@x.example", "b@x.example"])
        assert found == {"a@x.example": "unsubscribed"}
        assert not ImportChange.objects.filter(job=second).exists()

    def test_whoever_was_allowed_again_since_then_stays_so(self, nordlys: Company) -> None:
        file = "email,unsubscribed_at\na@x.example,2026-01-02\n"
        brought(nordlys, file, "suppressions", reason="unsubscribed")
        lift_suppression(workspace=nordlys.workspace, address="a@x.example", actor=SYSTEM, now=NOW)
        assert brought(nordlys, file, "suppressions", reason="unsubscribed").result["unchanged"] == 1
        assert suppressions_of(nordlys.workspace, addresses=["a@x.example"]) == {}

    def test_a_line_without_an_address_is_kept_out(self, nordlys: Company) -> None:
        job = brought(nordlys, "email,phone\nnonsense,\n,+358401234567\n", "suppressions", reason="unsubscribed")
        assert (job.result["added"], job.result["kept_out"]) == (1, 1)
        assert suppressions_of(nordlys.workspace, addresses=["+358401234567"])


def test_the_trend_goes_on_across_the_seam(nordlys: Company, version: SurveyVersion, now: datetime) -> None:
    """Answers of the old system and of Kuule are one row of months, and one score."""
    old = [
        {"id": str(n), "score": 10 if n % 4 else 2, "created_at": f"2026-0{6 + n % 3}-10T10:00:00Z"} for n in range(12)
    ]
    brought(nordlys, as_lines([{**each, "survey_type": "nps"} for each in old]), survey=str(version.survey_id))
    for score in (10, 10, 0, 8):
        accept_answer(version=version, score=score, verbatim="", answers={}, channel="link", now=now, language="en")
    query = Query(workspace_id=nordlys.workspace.pk, timezone="Europe/Helsinki", bucket=MONTH)
    whole = answer(query)
    scores = [each["score"] for each in old] + [10, 10, 0, 8]
    share = (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)
    assert (whole.n, whole.value) == (16, pytest.approx(100 * share))
    assert [point.n for point in trend(query) if point.n] == [4, 4, 4, 4]
