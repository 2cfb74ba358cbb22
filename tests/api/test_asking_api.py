"""Asking people by API: by the one decision, on record, and called off while it can be."""

from typing import Any

import pytest

from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.services import hand_over
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.conftest import NOW, Company

pytestmark = pytest.mark.any_database


@pytest.fixture
def survey(nordlys: Company) -> Survey:
    Workspace.objects.update(quarantine_days=7)
    found = create_from_starter(workspace=nordlys.workspace, name="How are we doing", actor=SYSTEM, now=NOW)
    publish_survey(survey=found, actor=SYSTEM, now=NOW)
    return found


@pytest.fixture
def caller(nordlys: Company) -> Caller:
    return Caller(make_key(nordlys.workspace))


def ask(caller: Caller, survey: Survey, *addresses: str) -> Any:
    asks = [{"person": {"email": each}, "properties": {"order": "4711"}} for each in addresses]
    return caller.call("POST", "/invitations", {"survey": survey.pk, "channels": ["email"], "invitations": asks})


def test_who_may_be_asked_is_and_who_may_not_is_told_why(caller: Caller, survey: Survey, nordlys: Company) -> None:
    who = {"actor": SYSTEM, "now": NOW}
    suppress(workspace=nordlys.workspace, address="stop@x.example", reason="unsubscribed", **who)
    told = ask(caller, survey, "kari@x.example", "stop@x.example", "kari@x.example", "no address").json()
    assert [each["status"] for each in told["invitations"]] == ["invited", "held_back", "held_back", "refused"]
    rules = [(each["invitation"] or {}).get("rule") for each in told["invitations"]]
    assert rules == ["", "unsubscribed", "recently_asked", None]
    assert "7 days" in told["invitations"][2]["invitation"]["reason"]
    assert told["invitations"][3]["errors"][0]["field"] == "person.email"
    message = Delivery.objects.get()
    assert message.invitation.properties == {"order": "4711"}
    # Again after a lost answer, without a name for the request: the quarantine says the same.
    assert ask(caller, survey, "kari@x.example").json()["invitations"][0]["invitation"]["rule"] == "recently_asked"


def test_an_ask_is_called_off_until_it_is_on_its_way(caller: Caller, survey: Survey) -> None:
    first = ask(caller, survey, "kari@x.example").json()["invitations"][0]["invitation"]["id"]
    for _time in range(2):
        answer = caller.call("DELETE", f"/invitations/{first}")
        assert (answer.json()["decision"], answer.json()["rule"]) == ("held_back", "called_off")
    assert Delivery.objects.get().state == "dropped"
    second = ask(caller, survey, "kari@x.example").json()["invitations"][0]["invitation"]
    assert second["decision"] == "invited", "who was never written to may be asked"
    message = Delivery.objects.get(invitation=second["id"])
    hand_over(delivery=message, now=message.due_at)
    assert Invitation.objects.get(pk=second["id"]).asked_at is not None
    assert caller.call("DELETE", f"/invitations/{second['id']}").status_code == 409
    listed = caller.get("/invitations").json()["invitations"]
    assert [(each["id"], each["state"]) for each in listed] == [(second["id"], "sent"), (first, "dropped")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"survey": 10**9}, "survey"),
        ({"survey": "1"}, "survey"),
        ({"channels": []}, "channels"),
        ({"channels": ["pigeon"]}, "channels"),
    ],
)
def test_what_cannot_be_asked_is_refused_whole(caller: Caller, survey: Survey, change: Any, field: str) -> None:
    body = {"survey": survey.pk, "channels": ["email"], "invitations": [{"person": {"email": "a@x.example"}}]}
    answer = caller.call("POST", "/invitations", {**body, **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert not Invitation.objects.exists()
