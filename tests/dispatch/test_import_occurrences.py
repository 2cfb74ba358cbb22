"""What happened, from a file: each line once, whoever is new is added, and it is asked about like anything else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from kuule.contacts.models import Contact, ImportProblem
from kuule.contacts.services import (
    UnusableMappingError,
    add_contact,
    guess_mapping,
    run_import,
    run_undo,
    start_import,
    undo_import,
)
from kuule.dispatch.importers.problems import OCCURRENCE_PROBLEMS
from kuule.dispatch.models import Occurrence
from kuule.dispatch.services import ask_about_occurrences
from kuule.jobs.models import Job
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from tests.api.conftest import make_touchpoint

pytestmark = pytest.mark.any_database

NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FILE = """\
Order number;Delivered at;Email;Name;Company;Amount
4711;20.11.2026 09.30;aino@acme.example;Aino;Acme Oy;120
4712;2026-11-19;bo@acme.example;Bo;Acme Oy;80
4713;2024-01-02;;Chi;;
4714;;bo@acme.example;;;
4711;2026-11-20;bo@acme.example;;;
"""


@pytest.fixture
def delivery(nordlys) -> Touchpoint:
    Workspace.objects.update(timezone="Europe/Helsinki")
    nordlys.workspace.refresh_from_db()
    return make_touchpoint(nordlys.workspace, delay_minutes=0)


@pytest.fixture
def bring_in(nordlys, delivery):
    """Import a text as Bob with the guessed mapping; return the job as it ended."""

    def bring(text: str, touchpoint: Touchpoint = delivery) -> Job:
        file, who = ContentFile(text.encode(), "orders.csv"), {"workspace": nordlys.workspace}
        told = {"touchpoint": str(touchpoint.pk)}
        mapping = guess_mapping(file=file, kind="occurrences", options=told, **who)
        actor = Actor.user(nordlys.bob.user_id)
        job = start_import(
            file=file, file_name="orders.csv", mapping=mapping, kind="occurrences", actor=actor, now=NOON, **who
        )
        return run_import(job=job, clock=lambda: NOON)

    return bring


def result(job: Job) -> tuple[int, int, int]:
    assert job.state == "done", job.error
    return job.result["added"], job.result["unchanged"], job.result["kept_out"]


def test_a_file_becomes_occurrences_and_people_who_are_asked(bring_in, delivery) -> None:
    job = bring_in(FILE)
    assert result(job) == (2, 0, 3)
    problems = ImportProblem.objects.filter(job=job).order_by("line").values_list("line", "reason")
    assert list(problems) == [(4, "no_identity"), (5, "no_moment"), (6, "happened_twice")]
    first = Occurrence.objects.get(external_id="4711")
    assert first.happened_at == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert (first.source, first.properties, first.contact.name) == ("file", {"amount": 120}, "Aino")
    assert first.account.name == "Acme Oy"
    assert ask_about_occurrences(workspace=delivery.workspace, now=NOON) == 2
    assert set(Occurrence.objects.values_list("state", flat=True)) == {"asked"}


def test_the_same_file_again_adds_nothing_with_ids_or_without(bring_in) -> None:
    bring_in(FILE)
    assert result(bring_in(FILE)) == (0, 2, 3)
    plain = "date,email\n2026-11-18,a@x.example\n2026-11-19,a@x.example\n"
    assert result(bring_in(plain)) == (2, 0, 0)
    assert result(bring_in(plain)) == (0, 2, 0)


def test_what_is_long_ago_only_counts(bring_in, delivery) -> None:
    bring_in("date,email\n2024-01-02,old@x.example\n")
    ask_about_occurrences(workspace=delivery.workspace, now=NOON)
    assert Occurrence.objects.values_list("state", "rule").get() == ("left_out", "expired")


def test_an_id_that_is_used_at_another_touchpoint_is_kept_out(bring_in, nordlys) -> None:
    bring_in(FILE)
    other = Touchpoint.objects.create(
        workspace=nordlys.workspace, stage=Touchpoint.objects.get().stage, name="Ticket", key="ticket", created_at=NOON
    )
    job = bring_in("order,date,email\n4711,2026-11-18,a@x.example\n", other)
    assert result(job) == (0, 0, 1)
    assert ImportProblem.objects.get(job=job).reason == "happened_elsewhere"


def test_whoever_is_known_stays_as_they_are(bring_in, nordlys) -> None:
    known = add_contact(
        workspace=nordlys.workspace, actor=SYSTEM, now=NOON, name="A. Mäkelä", email="aino@acme.example"
    )
    bring_in(FILE)
    known.refresh_from_db()
    assert (known.name, Occurrence.objects.get(external_id="4711").contact) == ("A. Mäkelä", known)


def test_undoing_takes_back_all_that_nobody_was_asked_about(bring_in, delivery) -> None:
    job = bring_in("date,email\n2026-11-20,a@x.example\n")
    ask_about_occurrences(workspace=delivery.workspace, now=NOON)
    Occurrence.objects.update(external_id="x")
    job = bring_in("date,email\n2026-11-19,b@x.example\n2026-11-20,c@x.example\n")
    Occurrence.objects.filter(external_id="x").update(import_job=job)
    undo = run_undo(job=undo_import(job=job, actor=SYSTEM, now=NOON), clock=lambda: NOON)
    assert (undo.result["occurrence_removed"], undo.result["occurrence_kept"]) == (2, 1)
    assert list(Contact.objects.values_list("email", flat=True)) == ["a@x.example"]


def test_a_file_without_a_date_or_a_touchpoint_that_is_gone_cannot_be_used(bring_in, delivery) -> None:
    with pytest.raises(UnusableMappingError, match="no_moment_column"):
        bring_in("email\na@x.example\n")
    Touchpoint.objects.update(archived_at=NOON)
    with pytest.raises(UnusableMappingError, match="no_such_touchpoint"):
        bring_in("date,email\n2026-11-20,a@x.example\n")


def test_the_page_says_what_a_file_may_hold(nordlys, sign_in, delivery) -> None:
    page = sign_in(nordlys.bob).get("/w/nordlys/imports/?kind=occurrences").content.decode()
    assert "the order number: then it is never recorded twice" in page
    assert delivery.name in page


def test_every_kind_of_problem_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "occurrences.md").read_text()
    for kind in OCCURRENCE_PROBLEMS:
        assert f"| {str(kind.says).replace('{detail}', '…')} | {kind.mend} |" in page
        assert kind.title
