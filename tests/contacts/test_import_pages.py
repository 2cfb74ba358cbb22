"""The import as a person walks through it."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuule.contacts.importers.problems import FILE_PROBLEMS, MAPPING_PROBLEMS, PROBLEMS, ROW_PROBLEMS, mend, says
from kuule.contacts.models import Contact, PropertyDefinition
from kuule.contacts.tasks import drain_imports
from kuule.jobs.models import Job
from kuule.lib import uploads

NEW = "/w/nordlys/imports/"
CSV = (
    "Name;E-mail;Company;Plan;Seats\n"
    "Aino <b>Ek</b>;aino@x.example;Acme;gold;10\n"
    "Bo;nonsense;Acme;silver;x\n"
    "=SUM(A1);bo@x.example;Acme;silver;7\n"
)


@pytest.fixture
def bob(nordlys, sign_in) -> Client:
    return sign_in(nordlys.bob)


def upload(client: Client, content: str | bytes, name: str = "people.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return client.post(NEW, {"file": SimpleUploadedFile(name, raw)})


def page(client: Client, name: str) -> str:
    return reverse(name, args=["nordlys", Job.objects.get().pk])


def chosen(html: str) -> dict[str, str]:
    """What stands in the selects of a page."""
    found = {}
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        selected = re.findall(r'<option value="([^"]*)" selected', options)
        found[name] = selected[0] if selected else ""
    return found


def test_from_a_file_to_people_page_by_page(bob) -> None:
    answer = upload(bob, CSV)
    assert answer.status_code == 302
    assert answer["Location"] == page(bob, "import_mapping")
    html = bob.get(answer["Location"]).content.decode()
    form = chosen(html)
    assert [form[f"to_{number}"] for number in range(5)] == [
        "name",
        "email",
        "account",
        "contact_property:plan:new",
        "contact_property:seats:new",
    ]
    assert "Aino &lt;b&gt;Ek&lt;/b&gt;" in html
    assert "<b>Ek" not in html
    assert "1 of the first 3 lines would be kept out" in html
    assert not Contact.objects.exists()

    form["kind_4"] = "number"
    answer = bob.post(page(bob, "import_mapping"), {**form, "start": "yes"}, follow=True)
    assert "Begins in a moment" in answer.content.decode()
    assert answer.redirect_chain == [(page(bob, "import_page"), 302)]
    assert drain_imports() == 3

    html = bob.get(page(bob, "import_page")).content.decode()
    assert "nonsense" in html
    assert "This is not an e-mail address." in html
    assert "This is not a number, but the column is a number." in html
    assert set(Contact.objects.values_list("name", flat=True)) == {"Aino <b>Ek</b>", "=SUM(A1)"}
    kinds = dict(PropertyDefinition.objects.values_list("key", "kind"))
    assert kinds == {"plan": "text", "seats": "number"}

    only = bob.get(page(bob, "import_page"), {"reason": "bad_number"}).content.decode()
    assert "nonsense" not in only
    polled = bob.get(page(bob, "import_page"), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert bob.get(page(bob, "import_mapping"))["Location"] == page(bob, "import_page")


def test_problems_can_be_taken_along_and_no_spreadsheet_runs_them(bob) -> None:
    upload(bob, 'email,name\n=cmd|x,Aino\n"@SUM(1)",Bo\n')
    bob.post(page(bob, "import_mapping"), {"to_0": "email", "to_1": "name", "start": "yes"})
    drain_imports()
    answer = bob.get(page(bob, "import_problems"))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0] == "Line,Column,Value,What is wrong,How to mend it"
    assert lines[1].startswith("2,email,'=cmd|x,This is not an e-mail address.")
    assert lines[2].startswith("3,email,'@SUM(1),")
    assert "attachment" in answer["Content-Disposition"]


def test_the_preview_follows_what_is_chosen(bob) -> None:
    upload(bob, CSV)
    form = chosen(bob.get(page(bob, "import_mapping")).content.decode())
    form |= {"to_1": "skip", "to_0": "external_id"}
    html = bob.post(page(bob, "import_mapping"), form, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert "nonsense" not in html
    assert Job.objects.get().state == "draft"


def test_a_choice_that_makes_no_sense_is_explained_and_nothing_begins(bob) -> None:
    upload(bob, CSV)
    form = chosen(bob.get(page(bob, "import_mapping")).content.decode())
    html = bob.post(page(bob, "import_mapping"), {**form, "to_1": "skip", "start": "y"}).content.decode()
    assert "No column is the e-mail address, the id or the phone number." in html
    html = bob.post(page(bob, "import_mapping"), {**form, "to_0": "email", "start": "y"}).content.decode()
    assert html.count("Another column becomes the same.") == 2
    bob.post(page(bob, "import_mapping"), {**form, "to_0": "nothing", "start": "y"})
    bob.post(page(bob, "import_mapping"), {"start": "y"})
    assert Job.objects.get().state == "draft"
    assert not PropertyDefinition.objects.exists()


def test_a_property_that_exists_keeps_its_type(bob, nordlys) -> None:
    PropertyDefinition.objects.create(workspace=nordlys.workspace, key="plan", label="Plan", kind="text", of="contact")
    upload(bob, CSV)
    form = chosen(bob.get(page(bob, "import_mapping")).content.decode())
    assert form["to_3"] == "contact_property:plan"
    bob.post(page(bob, "import_mapping"), {**form, "kind_3": "number", "start": "yes"})
    assert PropertyDefinition.objects.get(key="plan").kind == "text"
    assert Job.objects.get().state == "waiting"


def test_another_delimiter_reads_the_columns_anew(bob) -> None:
    upload(bob, "email;name,x\na@x.example;Aino,1\n")
    address = page(bob, "import_mapping")
    html = bob.post(address, {"read": "yes", "delimiter": ",", "encoding": "UTF-8"}, follow=True).content.decode()
    assert "email;name" in html
    bob.post(address, {"to_0": "name", "to_1": "email", "start": "yes"})
    assert Job.objects.get().params["mapping"]["delimiter"] == ","


def test_letters_that_were_guessed_wrongly_are_read_anew(bob) -> None:
    upload(bob, "email,name\na@x.example,Åke\nb@x.example,Zoë\n".encode("cp850"))
    address = page(bob, "import_mapping")
    html = bob.post(address, {"read": "y", "delimiter": ",", "encoding": "Windows-1252"}, follow=True).content.decode()
    assert "Zo‰" in html
    html = bob.post(address, {"read": "y", "delimiter": ",", "encoding": "CP 850"}, follow=True).content.decode()
    assert "Zoë" in html
    bob.post(address, {"read": "y", "delimiter": "x", "encoding": "CP 850"})
    html = bob.post(address, {"read": "y", "delimiter": ",", "encoding": "UTF-16"}, follow=True).content.decode()
    assert "Nothing is imported" in html or "first line" in html or "header" in html
    assert Job.objects.get().params["mapping"]["encoding"] in ("CP 850", "UTF-16")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        ("name,email\n", "The file has a header but no rows."),
        ("aino@x.example,Aino\nbo@x.example,Bo\n", "The first line looks like data"),
        ('email,name\na@x.example,"Aino\nb@x.example,Bo\n', "A quote that opens on line 2 is never closed."),
        (b"PK\x03\x04\x14\x00", "The file is damaged."),
        (b"%PDF-1.7\n", "This is not a table but another kind of file."),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_where_it_was_chosen(bob, content, sentence) -> None:
    html = upload(bob, content).content.decode()
    assert sentence in html
    assert not Job.objects.exists()


def test_no_file_and_too_large_a_file_are_explained(bob, monkeypatch) -> None:
    assert "Choose a file first." in bob.post(NEW).content.decode()
    monkeypatch.setattr(uploads, "MAX_MEGABYTES", 1)
    html = upload(bob, "email\n" + "a@x.example\n" * 100_000).content.decode()
    assert "The file is larger than" in html
    assert not Job.objects.exists()


def test_a_file_with_any_name_and_any_text_can_be_looked_at(bob) -> None:
    hostile = "<script>\u202ealert(1)</script>"
    answer = upload(bob, f"email,{hostile},\u0000,{'x' * 5000}\na@x.example,{hostile},\u0000,1\n", f"{hostile}.csv")
    html = bob.get(answer["Location"]).content.decode()
    assert "<script>\u202ealert" not in html
    assert "\u0000" not in html
    assert "\u202e" not in html
    form = chosen(html)
    bob.post(answer["Location"], {**form, "start": "yes"})
    drain_imports()
    html = bob.get(page(bob, "import_page")).content.decode()
    assert "<script>alert(1)" not in html
    assert Job.objects.get().state == "done"


def test_a_draft_can_be_dropped_and_a_waiting_import_cancelled(bob) -> None:
    upload(bob, CSV)
    assert bob.post(page(bob, "import_cancel"))["Location"] == NEW
    assert Job.objects.get().state == "cancelled"
    assert bob.get(page(bob, "import_page")).status_code == 200
    Job.objects.all().delete()
    upload(bob, CSV)
    form = chosen(bob.get(page(bob, "import_mapping")).content.decode())
    bob.post(page(bob, "import_mapping"), {**form, "start": "yes"})
    html = bob.post(page(bob, "import_cancel"), follow=True).content.decode()
    assert "Cancelled before the first line" in html
    assert drain_imports() == 0


def test_a_running_import_shows_how_far_it_is(bob, now: datetime) -> None:
    upload(bob, CSV)
    Job.objects.update(state="running", done=2, total=3, result={"added": 1, "kept_out": 1})
    html = bob.get(page(bob, "import_page"), headers={"HX-Request": "true"}).content.decode()
    assert 'max="3" value="2"' in html
    assert "<html" not in html
    Job.objects.update(state="failed", error="stopped_often")
    assert "The import stopped several times." in bob.get(page(bob, "import_page")).content.decode()


def test_many_problems_come_in_pages_in_the_order_of_the_file(bob) -> None:
    upload(bob, "email,role\n" + "".join(f"x{number},king\n" for number in range(120)))
    bob.post(page(bob, "import_mapping"), {"to_0": "email", "to_1": "role", "start": "yes"})
    drain_imports()
    seen: list[str] = []
    url = page(bob, "import_page")
    while url:
        html = bob.get(url).content.decode()
        seen += re.findall(r'data-label="Value"><bdi>(x\d+)</bdi>', html)
        following = re.search(r'rel="next"\s+href="([^"#]+)', html)
        url = page(bob, "import_page") + following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"x{number}" for number in range(120)]


@pytest.mark.parametrize("kind", [*ROW_PROBLEMS, *MAPPING_PROBLEMS, *FILE_PROBLEMS], ids=lambda kind: kind.reason)
def test_every_kind_of_problem_has_its_words(kind) -> None:
    assert "{" not in says(kind.reason, detail="7", line=3)
    assert mend(kind.reason).endswith((".", '".'))
    assert PROBLEMS[kind.reason] == kind
    assert kind.title or kind not in ROW_PROBLEMS


def test_a_property_can_be_defined_before_any_file_brings_it(bob, nordlys, sign_in) -> None:
    url = "/w/nordlys/properties/"
    assert "No properties yet" in bob.get(url).content.decode()
    made = bob.post(url, {"label": "Customer since", "of": "account", "kind": "date"}, follow=True)
    assert "Customer since can be filled in now." in made.content.decode()
    assert PropertyDefinition.objects.values_list("of", "key", "kind").get() == ("account", "customer_since", "date")
    again = bob.post(url, {"label": "customer SINCE", "of": "account", "kind": "text"}).content.decode()
    assert "There is already a property with this name and another type." in again
    assert "Use at least one letter" in bob.post(url, {"label": "€!", "of": "contact", "kind": "text"}).content.decode()
    assert bob.post(url, {"label": "x", "of": "team", "kind": "colour"}).status_code == 200
    assert PropertyDefinition.objects.count() == 1
    assert "Define a property" not in sign_in(nordlys.anna).get(url).content.decode()


def test_a_column_is_known_again_as_the_property_it_became_before(bob) -> None:
    bob.post("/w/nordlys/properties/", {"label": "Customer since", "of": "contact", "kind": "date"})
    upload(bob, "email,customer_since,CUSTOMER SINCE\na@x.example,soon,2024-01-01\n")
    form = chosen(bob.get(page(bob, "import_mapping")).content.decode())
    assert form["to_1"] == "contact_property:customer_since"


def test_every_kind_of_problem_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "contacts.md").read_text()
    for kind in (*ROW_PROBLEMS, *FILE_PROBLEMS):
        says_so = str(kind.says).replace("{detail}", "…").replace("{line}", "…")
        assert f"| {says_so} | {kind.mend} |" in text
