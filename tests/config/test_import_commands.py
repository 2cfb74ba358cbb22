"""`kuule import`: tried, imported, undone, and answers brought into a survey."""

from datetime import date

import pytest
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.contacts.models import Contact, ImportedRow
from kuule.economics.models import Contract
from kuule.jobs.models import Job
from kuule.responses.models import Response
from tests.responses.conftest import published_survey

PEOPLE = "Sposti,Kuka,Puh\na@x.example,Ann,040 123 4567\nnonsense,Bo,\n"
ANSWERS = "date,score,comment\n3/4/2025,9,Good\n2025-01-02,11,\n"


def run(*command: object):
    return CliRunner().invoke(app, [*map(str, command), "--workspace", "nordlys"])


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "past.csv"
    path.write_text(ANSWERS)
    return path


TARGETS = ("--mapping", "Sposti=email", "--mapping", "Kuka=name", "--country", "fi")


def test_a_file_is_tried_then_imported_then_undone(nordlys, people) -> None:
    tried = run("import", "contacts", people, *TARGETS, "--dry-run")
    assert "1 added, 0 changed, 0 unchanged, 1 kept out." in tried.stdout, tried.stderr
    assert "1 × This is not an e-mail address." in tried.stdout
    assert not any(model.objects.exists() for model in (Contact, Job, ImportedRow))
    done = run("import", "contacts", people, *TARGETS)
    assert Contact.objects.values_list("name", "phone").get() == ("Ann", "+358401234567")
    number = Job.objects.get().pk
    assert f"kuule import undo {number} --workspace nordlys" in done.stdout
    assert "Undone: 1 contact removed." in run("import", "undo", number).stdout
    assert not Contact.objects.exists()
    again = run("import", "undo", number)
    assert again.exit_code == 1
    assert "This import cannot be undone" in again.stderr
    assert "There is no import 99" in run("import", "undo", 99).stderr


def test_a_column_that_is_not_there_is_named(nordlys, people) -> None:
    done = run("import", "contacts", people, "--mapping", "Email=email")
    assert done.exit_code == 2
    assert "The file has no column “Email”." in done.stderr


def test_answers_join_the_only_relationship_survey_unless_another_is_named(nordlys, answers, now) -> None:
    refused = run("import", "responses", answers)
    assert refused.exit_code == 2
    assert "none yet" in refused.stderr
    version = published_survey(nordlys.workspace, now)
    done = run("import", "responses", answers, "--day-first")
    assert "1 added, 0 changed, 0 unchanged, 1 kept out." in done.stdout, done.stderr
    assert Response.objects.values_list("survey", "score", "answered_at__month").get() == (version.survey_id, 9, 4)
    assert run("import", "responses", answers, "--survey", "nothing").exit_code == 2
    wrong = run("import", "responses", answers, "--survey", version.survey.slug, "--scale", "1-5")
    assert "has the scale 0-10, not 1-5" in wrong.stderr


def test_money_is_imported_with_what_is_chosen_for_the_whole_file(nordlys, tmp_path) -> None:
    contracts = tmp_path / "contracts.csv"
    contracts.write_text("Contract id,Account,Start,Monthly charges\n1,Acme,3/4/2026,100\n")
    choices = ("--currency", "eur", "--month-first", "--choose", "per=month")
    done = run("import", "money", "contracts", contracts, *choices)
    assert done.exit_code == 0, done.output
    kept = Contract.objects.get()
    assert (kept.yearly_value, kept.currency, kept.starts_on) == (1200, "EUR", date(2026, 3, 4))
    for wrong in ("per=week", "colour=red"):
        assert run("import", "money", "contracts", contracts, "--choose", wrong).exit_code == 2
