"""Before and after an import: trying all lines, the columns remembered, and the lines to mend coming back."""

import io
import re
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kuule.contacts.models import Account, ColumnMemory, Contact, ImportedRow, ImportProblem, PropertyDefinition
from kuule.contacts.rules.columns import is_problem_header
from kuule.contacts.services import imports
from kuule.contacts.tasks import drain_imports
from kuule.jobs.models import Job
from kuule.lib.tables.records import open_records
from tests.contacts.test_import_pages import chosen

NEW = "/w/nordlys/imports/"
MIXED = "E-mail,Who,Seats\na@x.example,Ann,1\nnonsense,=Bo,2\nc@x.example,Cy,many\n"


@pytest.fixture
def bob(nordlys, sign_in) -> Client:
    return sign_in(nordlys.bob)


def upload(client: Client, content: bytes | str, name: str = "people.csv") -> str:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(NEW, {"file": SimpleUploadedFile(name, raw)})["Location"]


def page(name: str) -> str:
    return reverse(name, args=["nordlys", Job.objects.latest("pk").pk])


def wanted(client: Client, address: str) -> dict[str, str]:
    return {**chosen(client.get(address).content.decode()), "to_1": "name", "kind_2": "number"}


@pytest.mark.parametrize("at_once", [2_000, 0], ids=["at once", "by the worker"])
def test_trying_tells_what_would_become_of_all_lines_and_writes_nothing(bob, monkeypatch, at_once) -> None:
    monkeypatch.setattr(imports, "TRIED_AT_ONCE", at_once)
    address = upload(bob, MIXED)
    form = wanted(bob, address)
    answer = bob.post(address, {**form, "try": "yes"})
    if not at_once:
        assert "Trying all lines" not in bob.get(answer["Location"]).content.decode()
        assert drain_imports() == 0
        assert bob.get(page("import_page"), headers={"HX-Request": "true"})["HX-Redirect"] == f"{address}#tried"
    html = bob.get(address).content.decode()
    assert "What would become of all lines" in html
    assert re.findall(r"<dd[^>]*>\s*(\d+)\s*</dd>", html)[:4] == ["1", "0", "0", "2"]
    assert "Not an e-mail address" in html
    assert not any(model.objects.exists() for model in (Contact, Account, PropertyDefinition, ColumnMemory))
    assert "What would become" not in bob.post(address, {**form, "to_1": "skip"}).content.decode()
    bob.post(address, {**form, "start": "yes"})
    assert not ImportProblem.objects.exists()
    drain_imports()
    assert Contact.objects.count() == 1


def test_a_trial_that_is_cancelled_leaves_the_draft(bob, monkeypatch) -> None:
    monkeypatch.setattr(imports, "TRIED_AT_ONCE", 0)
    address = upload(bob, MIXED)
    bob.post(address, {**wanted(bob, address), "try": "yes"})
    bob.post(page("import_cancel"))
    assert Job.objects.get().state == "draft"
    assert bob.get(address).status_code == 200


def test_the_next_file_with_the_same_headers_starts_as_the_last_one(bob) -> None:
    address = upload(bob, MIXED)
    assert "as the last time" not in bob.get(address).content.decode()
    bob.post(address, {**wanted(bob, address), "country": "FI", "start": "yes"})
    drain_imports()
    html = bob.get(upload(bob, "E-MAIL;Who;Seats\nd@x.example;Di;3\n")).content.decode()
    assert "as the last time" in html
    form = chosen(html)
    assert (form["to_1"], form["to_2"], form["country"]) == ("name", "contact_property:seats", "FI")
    PropertyDefinition.objects.update(kind="text")
    assert "as the last time" not in bob.get(upload(bob, MIXED)).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_to_mend_come_back_as_they_came_and_go_in_when_mended(bob, tmp_path, kind) -> None:
    address = upload(bob, MIXED)
    bob.post(address, {**wanted(bob, address), "start": "yes"})
    drain_imports()
    name = "import_to_mend" if kind == "csv" else "import_to_mend_xlsx"
    made = b"".join(bob.get(page(name)))
    (tmp_path / "made").write_bytes(made)
    with open_records(tmp_path / "made") as opened:
        rows = [record.cells for record in opened.records()]
    assert rows[0] == ["Problem found by Kuule", "E-mail", "Who", "Seats"]
    assert rows[1][0].startswith("E-mail: This is not an e-mail address. Write it like")
    assert rows[1][2].lstrip("'") == "=Bo"
    assert (kind == "csv") == (b"'=Bo" in made)
    mended = as_xlsx([rows[0], ["", "b@x.example", *rows[1][2:]], [rows[2][0], "c@x.example", "Cy", "3"]])
    address = upload(bob, mended, "mended.xlsx")
    html = bob.get(address).content.decode()
    assert "as the last time" in html
    bob.post(address, {**chosen(html), "start": "yes"})
    drain_imports()
    assert Job.objects.latest("pk").result["added"] == 2
    assert set(Contact.objects.values_list("name", flat=True)) == {"Ann", "=Bo", "Cy"}


def as_xlsx(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for number, cell in enumerate(row):
                sheet.write_string(place, number, cell)
    return out.getvalue()


def test_another_sheet_can_be_chosen(bob) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, cells in (("Notes", []), ("First", ["id", "1"]), ("Second", ["email", "a@x.example"])):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, cells)
    address = upload(bob, out.getvalue(), "book.xlsx")
    assert Job.objects.get().params["mapping"]["sheet"] == "First"
    bob.post(address, {"read": "yes", "sheet": "Second"})
    bob.post(address, {"to_0": "email", "start": "yes"})
    drain_imports()
    assert Contact.objects.get().email == "a@x.example"


@pytest.mark.parametrize("language", ["en", "fi"])
def test_our_own_column_is_known_in_every_language(language) -> None:
    with translation.override(language):
        assert is_problem_header(translation.gettext("Problem found by Kuule"))


def test_an_import_is_undone_from_its_page(bob) -> None:
    address = upload(bob, MIXED)
    bob.post(address, {**wanted(bob, address), "start": "yes"})
    drain_imports()
    assert "Undo this import" in bob.get(page("import_page")).content.decode()
    assert "goes back to what it was" in bob.get(page("import_undo")).content.decode()
    own, undo = page("import_page"), page("import_undo")
    bob.post(undo)
    assert "Undoing the import" in bob.get(own).content.decode()
    drain_imports()
    html = bob.get(own).content.decode()
    assert "1 person deleted" in html
    assert "Undo this import" not in html
    again = bob.post(undo, follow=True).content.decode()
    assert "This import cannot be undone any more." in again
    assert not Contact.objects.exists()


def test_a_draft_that_nobody_comes_back_to_leaves_nothing(bob) -> None:
    address = upload(bob, MIXED)
    bob.post(address, {**wanted(bob, address), "try": "yes"})
    assert ImportedRow.objects.exists()
    imports.drop_old_drafts(now=Job.objects.get().created_at + timedelta(days=1))
    job = Job.objects.get()
    assert (job.state, job.file.name, "head" in job.params) == ("cancelled", "", False)
    assert not ImportedRow.objects.exists()
