"""What was imported goes out as it came in, and an export that is imported again changes nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.models import Account, Contact, PropertyDefinition
from kuule.contacts.rules.cells import cleaned
from kuule.contacts.services import define_property
from kuule.jobs.models import Job
from kuule.lib.tables.writing import Column, table_writer
from kuule.responses.models import Response, ResponseRevision
from kuule.workspaces.rules import SYSTEM
from tests.conftest import make_workspace
from tests.files.conftest import Run, cells_of

HEADER = (
    "Your id",
    "Name",
    "E-mail",
    "Phone",
    "Account",
    "Account id",
    "Plan",
    "Seats",
    "Since",
    "VIP",
    "Account size",
)
HOSTILE = (
    *("=1+1", "+358 40", "-5", "@SUM(A1)", "'=1", "''+1", "'t Hooft", "007", "12345678901234567890", "TRUE", "no"),
    *("👩🏽‍💻", "שלום", 'say "hi"', "a,b;c|d", "2026-11-20", "1e5", "1.5", "NULL", "#N/A", "_x0041_", "＝1", "sep=;"),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=25).map(
    cleaned
)
FORMATS = ("csv", "xlsx")


def people_file(folder: Path, texts) -> Path:
    path = folder / "people.csv"
    rows = [
        [
            *(f"{number}{each}", each, f"p{number}@x.example", "+358401234567" if number == 1 else ""),
            *(f"{each} Oy", f"A{number}{each}", each, [12, -0.5, 1234.25][number % 3], "2024-02-29"),
            *(("yes", "no")[number % 2], str(number)),
        ]
        for number, each in enumerate(texts)
    ]
    with table_writer(path, "csv", [Column(header) for header in HEADER], room=folder) as writer:
        writer.write(rows)
    return path


def everybody(workspace="nordlys") -> list[dict[str, object]]:
    columns = [
        *("external_id", "name", "email", "phone", "properties", "archived_at"),
        *("account__name", "account__external_id", "account__properties"),
    ]
    return list(Contact.objects.filter(workspace__slug=workspace).order_by("email").values(*columns))


def bring(run: Run, path: Path, *, kind: str = "contacts", slug: str = "nordlys") -> dict[str, int]:
    """Import a file; return what became of its lines."""
    done = run(
        "import", kind, path, "--workspace", slug, *(("--survey", "How are we doing") if kind == "responses" else ())
    )
    assert done.exit_code == 0, done.output
    job = Job.objects.latest("pk")
    return {name: job.result.get(name, 0) for name in ("added", "changed", "unchanged", "kept_out")}


def take(run: Run, path: Path, *, kind: str = "contacts", slug: str = "nordlys") -> Path:
    done = run("export", kind, path, "--workspace", slug)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def typed(nordlys, now) -> None:
    """Define the text property first, so that no guess makes a number of it."""
    for label in ("Plan", "Position", "Account manager", "Phone"):
        key = label.lower().replace(" ", "_")
        who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
        define_property(key=key, label=label, kind="text", of="contact", **who)


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_people_go_out_and_in_without_a_change(typed, run, tmp_path, format_) -> None:
    assert bring(run, people_file(tmp_path, HOSTILE))["added"] == len(HOSTILE)
    before, accounts = everybody(), list(Account.objects.order_by("pk").values())
    exported = take(run, tmp_path / f"out.{format_}")
    assert bring(run, exported) == {"added": 0, "changed": 0, "unchanged": len(HOSTILE), "kept_out": 0}
    assert everybody() == before
    assert list(Account.objects.order_by("pk").values()) == accounts
    assert cells_of(take(run, tmp_path / f"again.{format_}")) == cells_of(exported)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.lists(TEXTS.filter(lambda each: isinstance(each, str) and each), min_size=1, max_size=6))
def test_any_people_go_out_and_in_without_a_change(typed, run, texts) -> None:
    Contact.objects.all().delete()
    Account.objects.all().delete()
    with TemporaryDirectory() as folder:
        bring(run, people_file(Path(folder), texts))
        before = everybody()
        assert [each["name"] for each in before] == texts
        assert [each["properties"]["plan"] for each in before] == texts
        for format_ in FORMATS:
            again = bring(run, take(run, Path(folder) / f"out.{format_}"))
            assert (again["added"], again["changed"], again["kept_out"]) == (0, 0, 0)
            assert everybody() == before


def test_another_workspace_gets_the_same_people(typed, run, tmp_path) -> None:
    bring(run, people_file(tmp_path, HOSTILE))
    make_workspace("Copy", "copy")
    exported = take(run, tmp_path / "out.xlsx")
    assert bring(run, exported, slug="copy")["added"] == len(HOSTILE)
    assert everybody("copy") == everybody()


def test_a_property_that_could_be_taken_for_something_else_is_named_with_its_key(typed, run, tmp_path) -> None:
    bring(run, people_file(tmp_path, ["Aino"]))
    Contact.objects.update(properties={"position": "CFO", "account_manager": "Kari", "phone": "at home", "plan": "x"})
    header, rows = cells_of(take(run, tmp_path / "out.csv"))
    named = dict(zip(header, rows[0], strict=True))
    assert named["Position (contact.position)"] == "CFO"
    assert named["Account manager (contact.account_manager)"] == "Kari"
    assert named["Phone (contact.phone)"] == "at home"
    before = everybody()
    assert bring(run, tmp_path / "out.csv")["unchanged"] == 1
    assert everybody() == before
    assert PropertyDefinition.objects.count() == 4 + 4


ANSWERS = """\
Response id,Answered at,Score,Comment,E-mail,Name,Phone,Account,Language,Channel,Plan,Seats,improve
r1,2024-01-31T10:00:00+02:00,9,=Quick help,aino@x.example,Aino,+358401234567,Acme Oy,fi,email,007,12,support
,2024-02-01 11:30:15,3,"Two
lines, 👍",bo@x.example,Bo,,Öst,sv,,TRUE,,
r3,2024-02-02,0,,,,,,,,,-0.5,price
"""


def all_answers() -> list[dict[str, object]]:
    apart = {"import_job_id"}
    return [{key: row[key] for key in row if key not in apart} for row in Response.objects.order_by("pk").values()]


@pytest.mark.parametrize("format_", [*FORMATS, "parquet"])
def test_past_answers_go_out_and_in_without_a_change(programme, typed, run, tmp_path, format_) -> None:
    programme.answer(
        10, contact=programme.contact("Cy", phone="+358409999999"), verbatim="'=1 and own", improve="price"
    )
    (tmp_path / "answers.csv").write_text(ANSWERS)
    assert bring(run, tmp_path / "answers.csv", kind="responses")["added"] == 3
    before, people = all_answers(), everybody()
    exported = take(run, tmp_path / f"out.{format_}", kind="responses")
    again = bring(run, exported, kind="responses")
    assert again == {"added": 0, "changed": 0, "unchanged": 4, "kept_out": 0}
    assert (all_answers(), everybody()) == (before, people)
    assert not ResponseRevision.objects.exists()
    assert cells_of(take(run, tmp_path / f"again.{format_}", kind="responses")) == cells_of(exported)
    header, rows = cells_of(take(run, tmp_path / "out.csv", kind="responses"))
    named = [dict(zip(header, row, strict=True)) for row in rows]
    key, words = (each for each in header if "answer.improve" in each)
    assert [(row[key], row[words]) for row in named] == [
        *[("price", "Price")] * 2,
        ("", ""),
        ("support", "Customer service"),
    ]
    assert [(row["Score"], row["Answered at"]) for row in named][1:] == [
        ("0", "2024-02-02T12:00:00+02:00"),
        ("3", "2024-02-01T11:30:15+02:00"),
        ("9", "2024-01-31T10:00:00+02:00"),
    ]
