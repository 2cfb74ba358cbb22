"""Files by API: asked for, made by the worker, taken with the key, stopped and deleted."""

import csv
import io

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from kuule.contacts.services.exports import run_export
from kuule.jobs.models import Job
from kuule.workspaces.rules import PERSONAL
from tests.act.test_case_api import Caller, crm, faults
from tests.api.conftest import make_key
from tests.conftest import NOW

__all__ = ["crm"]


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def made(job_id: int) -> Job:
    return run_export(job=Job.objects.get(pk=job_id), clock=timezone.now)


def rows_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_people_come_out_as_the_filter_says(crm, kari, nordlys) -> None:
    begun = crm.post("/exports", kind="people", people={"search": "Kari"})
    assert begun.status_code == 202, begun.content
    assert (begun.json()["state"], begun.json()["file"]) == ("waiting", None)
    at = f"/exports/{begun.json()['id']}"
    assert crm.get(f"{at}/file").status_code == 404
    made(begun.json()["id"])
    done = crm.get(at).json()
    assert (done["state"], done["rows"], done["percent"]) == ("done", 1, 100)
    file = crm.get(done["file"].removeprefix("/api/v1"))
    assert "attachment" in file["Content-Disposition"]
    assert file["Cache-Control"] == "private, no-store"
    assert [row["Name"] for row in rows_of(file)] == ["Kari Nordmann"]
    assert faults(crm.post("/exports", kind="people", people={"group": "aliens"})) == {
        "body.people.group": "literal_error"
    }
    nobody = crm.post("/exports", kind="people", people={"search": "nobody"}).json()
    assert made(nobody["id"]).result["rows"] == 0
    assert [each["kind"] for each in crm.get("/exports").json()["exports"]] == ["people", "people"]


def test_answers_come_out_by_the_query_of_a_page(crm, programme) -> None:
    for score in (2, 9, 10):
        programme.answer(score, contact=programme.contact())
    promoters = crm.post("/exports", kind="answers", query={"group": "promoter"}, format="csv").json()
    assert made(promoters["id"]).result["rows"] == 2
    wrong = crm.post("/exports", kind="answers", query={"theme": "no theme"})
    assert list(faults(wrong)) == ["query.theme"]
    assert faults(crm.post("/exports", kind="everything")) == {"kind": "unknown_kind"}


def test_an_export_is_stopped_and_its_file_deleted(crm, kari) -> None:
    first = crm.post("/exports", kind="people").json()["id"]
    assert crm.post(f"/exports/{first}/cancel").json()["state"] == "cancelled"
    second = crm.post("/exports", kind="people").json()["id"]
    name = made(second).file.name
    assert default_storage.exists(name)
    assert crm.delete(f"/exports/{second}").status_code == 204
    assert crm.delete(f"/exports/{second}").status_code == 204
    assert crm.get(f"/exports/{second}").json()["file"] is None
    assert crm.get(f"/exports/{second}/file").status_code == 404


def test_a_file_takes_the_scopes_of_what_is_in_it(crm, kari, nordlys, charlie) -> None:
    job = crm.post("/exports", kind="people").json()["id"]
    made(job)
    both = ("exports:read", "exports:write")
    masked = Caller(make_key(nordlys.workspace, scopes=(*both, "contacts:read"), name="Masked"))
    assert masked.post("/exports", kind="people").status_code == 403
    assert masked.get(f"/exports/{job}/file").status_code == 403
    answers = Caller(make_key(nordlys.workspace, scopes=(*both, PERSONAL, "responses:read"), name="Answers"))
    assert answers.post("/exports", kind="people").status_code == 403
    assert answers.post("/exports", kind="ledger").status_code == 403
    assert answers.post("/exports", kind="answers").status_code == 202
    stranger = Caller(make_key(charlie.workspace))
    assert stranger.get(f"/exports/{job}").status_code == 404
    assert stranger.get("/exports").json()["exports"] == []
