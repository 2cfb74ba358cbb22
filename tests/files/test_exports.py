"""People and answers taken out as files: by page and by command, whole or not at all, and only by those who may."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from kuule.contacts.services import add_contact, archive_contact, open_account
from kuule.contacts.services import exports as export_services
from kuule.contacts.services.exports import drop_old_exports, run_export, start_export
from kuule.contacts.tasks import drain_exports
from kuule.jobs.models import Job
from kuule.jobs.services import ClaimLostError, claim_job, request_cancel
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.files.conftest import cells_of, rows_of

PEOPLE = "/w/nordlys/contacts/export/"
ANSWERS = "/w/nordlys/comments/export/"


def files_kept() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def made(client, url: str, **form) -> bytes:
    page = client.post(url, {"format": "csv", "what": "listed", **form})
    drain_exports()
    answer = client.get(page["Location"] + "file/")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    return b"".join(answer.streaming_content)


@pytest.fixture
def anna(nordlys, sign_in):
    """Anna, an analyst, at her browser."""
    return sign_in(nordlys.anna)


@pytest.fixture
def person(nordlys, now):
    """Add a person: `person("Aino", plan="gold")`."""

    def add(name, account=None, **also):
        who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
        return add_contact(name=name, email=f"{name.lower()}@x.example", account=account, **also, **who)

    return add


def test_people_go_out_with_their_account_and_properties(anna, nordlys, person, define, now) -> None:
    define("seats", kind="number")
    define("plan", of="account")
    acme = open_account(
        workspace=nordlys.workspace, name="Acme", external_id="007", properties={"plan": "gold"}, actor=SYSTEM, now=now
    )
    person("Aino", acme, phone="+358401234567", role="user", properties={"seats": -12})
    content = made(anna, PEOPLE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    (row,) = rows_of(content)
    assert row == {
        **dict.fromkeys(("Your id", "Job title", "Language", "Time zone", "Contact group"), ""),
        **dict.fromkeys(("Preferred channel", "Quiet from", "Quiet until"), ""),
        "Name": "Aino",
        "E-mail": "aino@x.example",
        "Phone": "'+358401234567",
        "Role": "user",
        "Account": "Acme",
        "Account id": "007",
        "Seats": "-12",
        "Account Plan": "gold",
        "Archived in Kuule": "false",
    }


def test_a_list_goes_out_as_it_is_filtered(anna, person) -> None:
    person("Aino", role="user")
    archive_contact(contact=person("Bo", role="user"), actor=SYSTEM, now=person("Cy").created_at)
    assert [row["Name"] for row in rows_of(made(anna, PEOPLE))] == ["Aino", "Cy"]
    assert [row["Name"] for row in rows_of(made(anna, PEOPLE + "?role=user"))] == ["Aino"]
    assert [row["Name"] for row in rows_of(made(anna, PEOPLE + "?role=user", archived="on"))] == ["Aino"]
    everybody = rows_of(made(anna, PEOPLE, archived="on"))
    assert [(row["Name"], row["Archived in Kuule"]) for row in everybody][-1] == ("Bo", "true")
    assert "cannot be read" in anna.post(PEOPLE + "?role=king", {"format": "csv"}).content.decode()
    assert f'href="{PEOPLE}?role=user"' in anna.get("/w/nordlys/contacts/?role=user").content.decode()


def test_answers_go_out_with_who_gave_them_and_what_was_true_then(anna, programme, define) -> None:
    define("plan")
    aino = programme.contact("Aino", programme.account("Acme"), role="user", plan="gold")
    response = programme.answer(9, contact=aino, verbatim="=Quick;\nfriendly 👍")
    (row,) = rows_of(made(anna, ANSWERS))
    assert row["Response id"] == str(response.uid)
    assert row["Answered at"] == "2026-11-20T12:00:00+02:00"
    assert (row["Score"], row["Scale"], row["Group"]) == ("9", "0-10", "promoter")
    assert row["Comment"] == "'=Quick;\nfriendly 👍"
    assert (row["Survey"], row["Channel"], row["Verdict"]) == ("How are we doing", "email", "person")
    assert (row["Name"], row["Account"], row["Role"], row["Plan"]) == ("Aino", "Acme", "user", "gold")


def test_answers_go_out_as_they_are_filtered_or_all_of_them(anna, programme) -> None:
    programme.answer(9, verbatim="Fine")
    programme.answer(2, verbatim="Slow")
    Response.objects.filter(score=2).update(verdict="unclear")
    assert [row["Score"] for row in rows_of(made(anna, ANSWERS))] == ["9"]
    assert rows_of(made(anna, ANSWERS + "?group=detractor")) == []
    everything = rows_of(made(anna, ANSWERS + "?score=9", what="all"))
    assert sorted((row["Score"], row["Verdict"]) for row in everything) == [("2", "unclear"), ("9", "person")]
    assert anna.post(ANSWERS + "?score=99", {"format": "csv", "what": "all"}).status_code == 400


def test_another_company_sees_nothing_of_it(anna, programme, other_programme, sign_in, charlie) -> None:
    programme.answer(9, verbatim="Ours")
    other_programme.answer(1, verbatim="Theirs")
    assert b"Theirs" not in made(anna, ANSWERS, what="all")
    assert sign_in(charlie).get(f"/w/nordlys/exports/{Job.objects.get().pk}/file/").status_code == 404


def test_those_who_may_not_export_see_no_button_and_no_file(nordlys, person, anna, sign_in) -> None:
    person("Aino")
    made(anna, PEOPLE)
    frida = sign_in(nordlys.frida)
    assert PEOPLE not in frida.get("/w/nordlys/contacts/").content.decode()
    for url in (PEOPLE, ANSWERS, "/w/nordlys/exports/", f"/w/nordlys/exports/{Job.objects.get().pk}/file/"):
        assert frida.get(url).status_code == 403


def test_every_export_stands_in_the_audit_log_and_no_person_in_the_log(anna, nordlys, person, caplog) -> None:
    person("Aino")
    with caplog.at_level(logging.DEBUG):
        made(anna, PEOPLE)
    line = AuditEntry.objects.get(act="contacts_exported")
    assert (line.actor_id, line.object_id) == (nordlys.anna.user_id, Job.objects.get().pk)
    assert "aino" not in caplog.text.lower()
    assert "exported people" in anna_sees_audit(nordlys)


def anna_sees_audit(nordlys) -> str:
    from django.test import Client

    client = Client()
    client.force_login(nordlys.alice.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.get("/w/nordlys/settings/audit/").content.decode()


def test_the_page_shows_how_far_it_is_and_the_list_what_there_is(anna, person) -> None:
    person("Aino")
    page = anna.post(PEOPLE, {"format": "xlsx"})["Location"]
    assert "Begins in a moment" in anna.get(page).content.decode()
    assert anna.get(page + "file/")["Location"] == page
    Job.objects.update(state="running", done=1, total=4)
    html = anna.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'max="4" value="1"' in html
    assert "<html" not in html
    Job.objects.update(state="waiting")
    drain_exports()
    assert anna.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "The file is ready: 1 line" in anna.get(page).content.decode()
    listed = anna.get("/w/nordlys/exports/").content.decode()
    assert "people-nordlys-" in listed
    assert "Ready" in listed
    assert page in listed


def test_a_cancelled_export_leaves_no_file(anna, person, now, monkeypatch) -> None:
    monkeypatch.setattr(export_services, "CHUNK", 1)
    for name in ("Aino", "Bo", "Cy"):
        person(name)
    page = anna.post(PEOPLE, {"format": "xlsx"})["Location"]
    job = claim_job(kind="contacts_export", now=now)
    request_cancel(job=Job.objects.get(), actor=SYSTEM, now=now)
    assert run_export(job=job, clock=lambda: now).state == "cancelled"
    assert "Nothing of the file is kept" in anna.get(page).content.decode()
    anna.post(anna.post(PEOPLE, {"format": "csv"})["Location"] + "cancel/")
    assert drain_exports() == 0
    assert files_kept() == []
    assert not rooms()


def rooms() -> list[Path]:
    return list((settings.KUULE_HOME / "work").glob("*"))


def test_what_a_dead_worker_left_is_written_anew(nordlys, person, now) -> None:
    person("Aino")
    job = start_export(
        workspace=nordlys.workspace, kind="contacts_export", params={}, format="csv", actor=SYSTEM, now=now
    )
    assert claim_job(kind="contacts_export", now=now).attempts == 1
    left = settings.KUULE_HOME / "work" / (Path(job.file.name).name + "-1")
    left.mkdir(parents=True)
    (left / "made").write_text("half a line")
    default_storage.save(job.file.name, (left / "made").open("rb"))
    later = now + timedelta(minutes=5)
    heir = claim_job(kind="contacts_export", now=later)
    assert run_export(job=heir, clock=lambda: later).state == "done"
    (kept,) = files_kept()
    assert [row["Name"] for row in rows_of(kept.read_bytes())] == ["Aino"]
    assert not rooms()


def test_a_worker_that_was_only_slow_takes_nothing_from_its_heir(nordlys, person, now) -> None:
    person("Aino")
    start_export(workspace=nordlys.workspace, kind="contacts_export", params={}, format="csv", actor=SYSTEM, now=now)
    slow, later, woken = claim_job(kind="contacts_export", now=now), now + timedelta(minutes=5), []

    def clock() -> datetime:
        # It is read after each piece that is written: the heir is in the middle of its file.
        if not woken:
            woken.append(slow)
            with pytest.raises(ClaimLostError):
                run_export(job=slow, clock=lambda: later)
        return later

    heir = claim_job(kind="contacts_export", now=later)
    assert run_export(job=heir, clock=clock).state == "done"
    assert woken
    (kept,) = files_kept()
    assert [row["Name"] for row in rows_of(kept.read_bytes())] == ["Aino"]
    assert not rooms()


def test_a_file_is_kept_a_week(anna, person, django_capture_on_commit_callbacks) -> None:
    person("Aino")
    made(anna, PEOPLE)
    finished = Job.objects.get().finished_at
    assert drop_old_exports(now=finished + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_old_exports(now=finished + timedelta(days=8)) == 1
    assert files_kept() == []
    page = f"/w/nordlys/exports/{Job.objects.get().pk}/"
    assert anna.get(page + "file/")["Location"] == page
    assert "not kept any more" in anna.get(page).content.decode()


def test_anonymous_answers_go_out_without_any_trace_of_whose_they_are(anna, programme, define) -> None:
    define("plan")
    for number in range(12):
        programme.answer(number % 11, verbatim=f"Word {number}")
    Response.objects.update(properties={"plan": "gold"}, channel="email")
    Survey.objects.update(is_anonymous=True)
    rows = rows_of(made(anna, ANSWERS))
    assert sorted(row["Comment"] for row in rows if row["Comment"]) == sorted(f"Word {n}" for n in range(12))
    for blank in ("Response id", "Answered at", "Survey version", "Channel", "Language", "Name", "Plan", "Role"):
        assert {row[blank] for row in rows} == {""}
    assert rows_of(made(anna, ANSWERS + "?p.plan=gold")) == []
    assert rows_of(made(anna, ANSWERS + "?score=3")) == []
    Response.objects.filter(score__gt=4).delete()
    assert rows_of(made(anna, ANSWERS, what="all")) == []


def test_a_command_writes_the_same_file_and_the_audit_line(nordlys, programme, anna, run, tmp_path) -> None:
    programme.answer(9, contact=programme.contact("Aino"), verbatim="Fine")
    target = tmp_path / "answers.csv"
    done = run("export", "responses", target, "--workspace", "nordlys")
    assert (done.exit_code, "1 lines in" in done.stdout) == (0, True)
    assert target.read_bytes() == made(anna, ANSWERS, what="all")
    assert AuditEntry.objects.filter(act="answers_exported", actor_kind="system").count() == 1
    assert run("export", "contacts", tmp_path / "people.xlsx", "--workspace", "nordlys").exit_code == 0
    assert cells_of(tmp_path / "people.xlsx")[1][0][1] == "Aino"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["answers.csv", "people.xlsx"]


def test_a_command_takes_a_survey_and_a_time(programme, run, tmp_path) -> None:
    programme.answer(9, at=programme.now - timedelta(days=40))
    programme.answer(3)
    target = tmp_path / "a.parquet"
    here = ("--workspace", "nordlys")
    run("export", "responses", target, *here, "--since", "2026-11-20", "--survey", programme.survey.slug)
    frame = pl.read_parquet(target)
    assert frame["Score"].to_list() == [3.0]
    assert frame.schema["Answered at"] == pl.Datetime("us", "UTC")
    run("export", "responses", target, *here, "--until", "2026-11-19")
    assert pl.read_parquet(target)["Score"].to_list() == [9.0]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.doc", (), "Let its name end in .csv, .xlsx or .parquet."),
        ("nowhere/a.csv", (), "there is no folder"),
        (".", (), "What kind of file is"),
        ("folder.csv", (), "it is no file"),
        ("a.csv", ("--since", "soon"), "“soon” is no day for --since."),
        ("a.csv", ("--since", "2026-02-01", "--until", "2026-01-01"), "--since is not before --until."),
        ("a.csv", ("--survey", "nothing"), "There is no survey “nothing”."),
    ],
)
def test_a_command_that_makes_no_sense_is_explained_and_writes_nothing(
    nordlys, run, tmp_path, name, options, said
) -> None:
    (tmp_path / "folder.csv").mkdir()
    done = run("export", "responses", tmp_path / name, "--workspace", "nordlys", *options)
    assert done.exit_code in (1, 2)
    assert said in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "files") == ["folder.csv"]


def test_a_text_that_no_workbook_holds_stops_the_export_and_says_what_to_do(anna, programme) -> None:
    programme.answer(9, verbatim="x" * 40_000)
    page = anna.post(ANSWERS, {"format": "xlsx", "what": "listed"})["Location"]
    drain_exports()
    assert "Export as CSV: it holds texts of any length." in anna.get(page).content.decode()
    assert files_kept() == []
