"""Cases by API: read with and without personal data, worked in somebody's name or a program's own, refused in words."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from kuule.act.models import AgreedAction, Case, Letter
from kuule.act.services.causes import add_cause
from kuule.workspaces.models import ApiKey, AuditEntry
from kuule.workspaces.rules import PERSONAL, SCOPES, SYSTEM
from kuule.workspaces.services import form_team
from tests.act.improving import case_about
from tests.api.conftest import make_key
from tests.conftest import NOW, client_of

pytestmark = pytest.mark.any_database
WORK = ("cases:read", "cases:write")


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@dataclass
class Caller:
    secret: str

    def get(self, path: str, **query: Any) -> HttpResponse:
        return Client().get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.secret}"})

    def post(self, path: str, **body: Any) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.secret}"}
        return Client().post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)

    def delete(self, path: str) -> HttpResponse:
        return Client().delete(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.secret}"})


@pytest.fixture
def crm(nordlys) -> Caller:
    return Caller(make_key(nordlys.workspace))


@pytest.fixture
def worker(nordlys) -> Caller:
    """A program that works cases and sees no names."""
    return Caller(make_key(nordlys.workspace, scopes=WORK, name="Dialler"))


def faults(response: HttpResponse) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {each["field"]: each["code"] for each in response.json()["errors"]}


def test_a_list_comes_in_pages_and_can_be_narrowed(crm, nordlys, case_of, kari) -> None:
    cases = [case_of(nordlys.frida, at=NOW - timedelta(days=days)) for days in (3, 2, 1)]
    case_of(None, at=NOW - timedelta(hours=12))
    first = crm.get("/cases", limit=2).json()
    rest = crm.get("/cases", limit=2, cursor=first["next_cursor"]).json()
    ids = [each["id"] for each in first["cases"] + rest["cases"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), rest["next_cursor"]) == (4, None)
    owned = crm.get("/cases", owner=nordlys.frida.pk).json()["cases"]
    assert [each["id"] for each in owned] == [each.pk for each in reversed(cases)]
    assert owned[0]["customer"] == {
        "name": "Kari Nordmann",
        "email": "kari@fjord.example",
        "phone": "+4791234567",
        "account": "Fjord Shipping",
    }
    assert [each["owner"] for each in crm.get("/cases", inbox="unclear").json()["cases"]] == [None]
    assert crm.get("/cases", updated_since=(NOW - timedelta(hours=40)).isoformat()).json()["cases"][0]["id"] == ids[0]
    assert len(crm.get("/cases", updated_since=(NOW - timedelta(hours=40)).isoformat()).json()["cases"]) == 2
    assert crm.get("/cases", contact=kari.pk, show="closed").json()["cases"] == []


def test_without_the_scope_no_one_is_named(crm, worker, programme, kari, nordlys) -> None:
    answer = programme.answer(2, contact=kari, verbatim="Kari here, call +47 912 34 567 or kari@fjord.example")
    case = case_about(answer, owner=nordlys.frida)
    worker.post(f"/cases/{case.pk}/notes", words="Nordmann is angry; kari@fjord.example")
    told = worker.get(f"/cases/{case.pk}").json()
    assert told["customer"] is None
    assert told["owner"] == {"id": nordlys.frida.pk, "name": "Frida", "email": None}
    assert told["value"] is None
    for secret in ("Kari", "Nordmann", "912 34 567", "fjord.example"):
        assert secret not in json.dumps(told)
    assert "[phone number]" in told["comment"]
    whole = crm.get(f"/cases/{case.pk}").json()
    assert whole["comment"] == answer.verbatim
    assert whole["events"][0]["words"] == "Nordmann is angry; kari@fjord.example"


def test_a_case_is_worked_from_beginning_to_end(worker, nordlys, case_of) -> None:
    case, frida = case_of(None), nordlys.frida
    cause = add_cause(workspace=nordlys.workspace, name="Waiting", parent=None, actor=SYSTEM, now=NOW)
    at = f"/cases/{case.pk}"
    assert worker.post(f"{at}/take", by="frida@nordlys.example").json()["owner"]["id"] == frida.pk
    called = worker.post(f"{at}/calls", was_reached=True, words="They wait for a part.", by=str(frida.pk)).json()
    assert (called["contacted_at"] is not None, called["events"][0]["by"]["id"]) == (True, frida.pk)
    promised = worker.post(
        f"{at}/promises", text="A new part", due_on="2026-11-27", owner="frida@nordlys.example"
    ).json()
    promise = promised["promises"][0]["id"]
    refused = worker.post(f"{at}/close", outcome="solved")
    assert {each["code"] for each in refused.json()["errors"]} == {"promises_open", "no_cause"}
    assert worker.post(f"{at}/promises/{promise}/kept").json()["promises"][0]["done_at"] is not None
    assert worker.post(f"{at}/promises/{promise}/dropped", reason="twice").status_code == 409
    assert worker.post(f"{at}/root-cause", cause=cause.pk).json()["root_cause"] == cause.pk
    closed = worker.post(f"{at}/close", outcome="solved", words="The part is there.").json()
    assert (closed["state"], closed["outcome"], closed["next"]) == ("closed", "solved", "rest")
    again = worker.post(f"{at}/close", outcome="solved")
    assert (again.status_code, again.json()["type"]) == (409, "urn:kuule:problem:not-open")
    assert worker.post(f"{at}/reopen", words="It broke again.").json()["state"] == "open"
    key = ApiKey.objects.get(name="Dialler")
    acts = AuditEntry.objects.filter(actor_kind="key", actor_id=key.pk).values_list("act", flat=True)
    assert {"case_handed_over", "case_called", "action_agreed", "action_done", "case_closed", "case_reopened"} <= set(
        acts
    )


def test_the_page_tells_which_program_did_it(worker, nordlys, case_of) -> None:
    case = case_of(nordlys.frida)
    worker.post(f"/cases/{case.pk}/notes", words="Seen in the CRM.")
    shown = client_of(nordlys.frida).get(f"/w/nordlys/cases/{case.pk}/")
    assert "Dialler" in shown.text
    assert "Seen in the CRM." in shown.text


def test_a_decision_on_what_has_changed_is_refused(worker, nordlys, case_of) -> None:
    case = case_of(nordlys.frida)
    seen = worker.get(f"/cases/{case.pk}").json()["seen"]
    moved = worker.post(f"/cases/{case.pk}/hand-over", member="bob@nordlys.example", by=str(nordlys.frida.pk))
    assert moved.json()["owner"]["id"] == nordlys.bob.pk
    late = worker.post(f"/cases/{case.pk}/snooze", until="2026-11-27T08:00:00Z", words="Later", seen=seen)
    assert (late.status_code, late.json()["type"]) == (409, "urn:kuule:problem:changed-since")
    fresh = worker.get(f"/cases/{case.pk}").json()["seen"]
    asleep = worker.post(f"/cases/{case.pk}/snooze", until="2026-11-27T08:00:00Z", words="Later", seen=fresh)
    assert asleep.json()["snoozed_until"] == "2026-11-27T08:00:00Z"
    assert worker.post(f"/cases/{case.pk}/wake").json()["snoozed_until"] is None
    team = form_team(workspace=nordlys.workspace, name="North", actor=SYSTEM, now=NOW)
    assert worker.post(f"/cases/{case.pk}/hand-over", team=team.pk).json()["team"] == team.pk


def test_what_cannot_be_used_is_named(worker, nordlys, case_of) -> None:
    case = case_of(nordlys.frida)
    at = f"/cases/{case.pk}"
    assert faults(worker.post(f"{at}/take", by="vera@nordlys.example")) == {"by": "unknown_member"}
    assert faults(worker.post(f"{at}/hand-over")) == {"member": "member_or_team"}
    assert faults(worker.post(f"{at}/hand-over", team=2**40)) == {"team": "unknown_team"}
    assert faults(worker.post(f"{at}/root-cause")) == {"cause": "no_cause"}
    assert faults(worker.post(f"{at}/root-cause", cause=2**40)) == {"cause": "unknown_cause"}
    assert faults(worker.post(f"{at}/notes", words=" ")) == {"words": "no_words"}
    assert faults(worker.post(f"{at}/snooze", until="2030-01-01T00:00:00Z", words="x")) == {"until": "bad_moment"}
    assert faults(worker.post(f"{at}/promises", text="x", due_on="2026-11-01", owner=str(nordlys.frida.pk))) == {
        "due_on": "day_over"
    }
    assert worker.post(f"{at}/hand-over", member=str(nordlys.frida.pk)).status_code == 409
    assert "field.x" not in worker.post(f"{at}/notes", words="x", x=1).content.decode()
    assert worker.post(f"{at}/notes", words="x", x=1).status_code == 422
    assert worker.post(f"{at}/notes", words="nul\0byte").status_code == 200
    for path in (f"/cases/{2**80}", "/cases/999999", f"{at}/promises/{2**80}/kept"):
        response = worker.get(path) if path.startswith("/cases/9") or "80" in path else worker.post(path)
        assert response.status_code in (404, 405)


def test_a_letter_is_signed_by_a_member_and_waits_a_minute(worker, nordlys, case_of) -> None:
    case = case_of(nordlys.frida)
    told = {"by": "frida@nordlys.example", "subject": "Your part", "words": "It comes on Monday."}
    letters = worker.post(f"/cases/{case.pk}/letters", **told).json()["letters"]
    assert [(each["way"], each["subject"], each["state"]) for each in letters] == [("out", "Your part", "due")]
    assert Letter.objects.get(subject="Your part").due_at > NOW
    assert faults(worker.post(f"/cases/{case.pk}/letters", **{**told, "subject": " "})) == {"words": "no_subject"}


def test_another_company_and_a_key_that_may_not_get_nothing(worker, nordlys, charlie, case_of) -> None:
    case = case_of(nordlys.frida)
    stranger = Caller(make_key(charlie.workspace, scopes=SCOPES))
    assert stranger.get(f"/cases/{case.pk}").status_code == 404
    assert stranger.post(f"/cases/{case.pk}/notes", words="x").status_code == 404
    assert stranger.get("/cases").json()["cases"] == []
    reader = Caller(make_key(nordlys.workspace, scopes=("cases:read", PERSONAL), name="Reader"))
    assert reader.post(f"/cases/{case.pk}/notes", words="x").status_code == 403
    assert not AgreedAction.objects.exists()
    assert Case.objects.get(pk=case.pk).events.filter(kind="noted").count() == 0


def test_the_tree_of_causes_counts_its_cases(worker, nordlys, case_of) -> None:
    top = add_cause(workspace=nordlys.workspace, name="Service", parent=None, actor=SYSTEM, now=NOW)
    below = add_cause(workspace=nordlys.workspace, name="Waiting", parent=top, actor=SYSTEM, now=NOW)
    case = case_of(nordlys.frida)
    worker.post(f"/cases/{case.pk}/root-cause", cause=below.pk)
    case_of(nordlys.frida)
    tree = worker.get("/causes").json()
    assert [(each["name"], each["parent"], each["opened"]) for each in tree["causes"]] == [
        ("Service", None, 1),
        ("Waiting", top.pk, 1),
    ]
    assert tree["without_cause"] == 1
