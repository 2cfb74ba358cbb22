"""Initiatives, goals, huddles and programme health by API."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from kuule.act.models import Initiative
from kuule.act.rules.goals import NPS, QUARTER
from kuule.act.rules.huddles import PROMISE
from kuule.act.services.goals import GoalPlan, set_goal
from kuule.act.services.huddles import ItemWritten, start_huddle, write_item
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.act.huddling import coming, rhythm, team_of
from tests.act.improving import carry_out, propose, theme_of
from tests.act.test_case_api import Caller, crm, faults
from tests.act.test_goals import IN_HALF_A_YEAR, answered
from tests.api.conftest import make_key
from tests.conftest import NOW

__all__ = ["crm"]

pytestmark = pytest.mark.any_database
PROPOSAL = {
    "title": "Answer at noon",
    "cause": "Nobody answers between eleven and one.",
    "if_we": "take turns",
    "then_it": "fewer wait",
    "for_whom": "small firms",
}


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_an_initiative_is_proposed_granted_and_done(crm, nordlys) -> None:
    made = crm.post("/initiatives", **PROPOSAL, owner="anna@nordlys.example", by="anna@nordlys.example")
    assert made.status_code == 201, made.content
    at = f"/initiatives/{made.json()['id']}"
    assert made.json()["owner_accepted_at"] is not None
    asked = crm.post(f"{at}/moves", to="asked", asked="9000.50", words="Two people")
    assert asked.json()["money"]["asked"] == "9000.50"
    assert faults(crm.post(f"{at}/moves", to="granted", granted=1)) == {"by": "missing"}
    assert faults(crm.post(f"{at}/moves", to="granted", granted=1, by="anna@nordlys.example")) == {
        "by": "unknown_member"
    }
    too_much = crm.post(f"{at}/moves", to="granted", granted=9001, by="bob@nordlys.example")
    assert faults(too_much) == {"granted": "more_than_asked"}
    assert crm.post(f"{at}/moves", to="granted", granted=6000, by="bob@nordlys.example").json()["state"] == "granted"
    assert faults(crm.post(f"{at}/moves", to="under_way")) == {"felt_from": "missing"}
    begun = crm.post(f"{at}/moves", to="under_way", felt_from="2026-11-23").json()
    assert (begun["state"], begun["effect"]["starts_on"]) == ("under_way", "2026-11-23")
    again = crm.post(f"{at}/moves", to="granted", granted=1, by="bob@nordlys.example")
    assert (again.status_code, again.json()["type"]) == (409, "urn:kuule:problem:wrong-state")
    assert crm.post(f"{at}/moves", to="done", words="Done").json()["state"] == "done"
    assert crm.post(f"{at}/moves", to="measured").status_code == 409
    assert set(AuditEntry.objects.filter(actor_kind="key").values_list("act", flat=True)) >= {
        "initiative_proposed",
        "initiative_granted",
    }


def test_a_proposal_names_only_what_is_there(crm, nordlys) -> None:
    wrong = crm.post("/initiatives", **PROPOSAL, theme=2**40, team=2**40)
    assert faults(wrong) == {"theme": "unknown", "team": "unknown"}
    days = {"planned_start": "2026-12-02", "planned_end": "2026-12-01"}
    assert faults(crm.post("/initiatives", **PROPOSAL, **days)) == {"planned_end": "reversed"}
    assert crm.post("/initiatives", **{**PROPOSAL, "heard_since": "0001-01-01"}).status_code == 422
    assert crm.post("/initiatives", **{**PROPOSAL, "hoped_for": "NaN"}).status_code == 422
    assert not Initiative.objects.exists()


def test_what_is_behind_initiatives_and_their_money(crm, nordlys, programme) -> None:
    answers = [programme.answer(2, contact=programme.contact(), verbatim="We wait") for _each in range(3)]
    theme = theme_of(nordlys.workspace, *answers)
    first = propose(nordlys.workspace, member=nordlys.anna, owner=nordlys.anna, theme=theme)
    carry_out(first, owner=nordlys.anna, now=NOW, felt_from=NOW.date())
    propose(nordlys.workspace, title="Another")
    page = crm.get("/initiatives", limit=1).json()
    assert (page["initiatives"][0]["title"], page["initiatives"][0]["evidence"]["answers"]) == ("Another", 0)
    rest = crm.get("/initiatives", limit=1, cursor=page["next_cursor"]).json()["initiatives"]
    assert (rest[0]["evidence"]["answers"], rest[0]["evidence"]["customers"]) == (3, 3)
    assert (rest[0]["money"]["granted"], rest[0]["impact_class"]) == ("6000.00", "hygiene")
    poor = Caller(make_key(nordlys.workspace, scopes=("initiatives:read",), name="Wall"))
    assert [each["money"] for each in poor.get("/initiatives", state="under_way").json()["initiatives"]] == [None]
    assert poor.get("/initiatives", state="nothing").json()["initiatives"] == []
    assert poor.get("/initiatives/999999").status_code == 404


def test_goals_tell_how_near_they_are(crm, nordlys, programme) -> None:
    answered(programme)
    plan = GoalPlan(
        name="Plus 40", metric=NPS, window_days=QUARTER, target=90.0, due_on=IN_HALF_A_YEAR, owner=nordlys.bob
    )
    set_goal(workspace=nordlys.workspace, plan=plan, actor=SYSTEM, now=NOW, member=nordlys.anna)
    (goal,) = crm.get("/goals").json()["goals"]
    assert (goal["name"], goal["owner"]["name"], goal["target"]) == ("Plus 40", "Bob", 90.0)
    assert goal["lower"] < goal["value"] < goal["upper"]
    assert goal["n"] > 0


def test_huddles_are_read_with_what_they_wrote_down(crm, nordlys, programme) -> None:
    team = team_of(programme, "North", nordlys.frida)
    huddle = coming(rhythm(programme, team))
    start_huddle(huddle=huddle, member=nordlys.frida, actor=SYSTEM, now=NOW)
    promise = ItemWritten(kind=PROMISE, text="Call them", owner=nordlys.frida, due_on=date(2026, 11, 27))
    write_item(huddle=huddle, item=promise, member=nordlys.frida, actor=SYSTEM, now=NOW)
    listed = crm.get("/huddles").json()["huddles"]
    assert [(each["name"], each["state"]) for each in listed if each["id"] == huddle.pk] == [("North", "running")]
    (item,) = crm.get(f"/huddles/{huddle.pk}").json()["items"]
    assert (item["kind"], item["text"], item["due_on"]) == ("promise", "Call them", "2026-11-27")
    assert crm.get("/huddles/999999").status_code == 404


def test_the_health_of_the_programme_comes_in_words_and_figures(crm, programme) -> None:
    programme.answer(9, at=NOW - timedelta(days=2))
    checks = {each["key"]: each for each in crm.get("/programme-health").json()["checks"]}
    assert len(checks) == 20
    assert checks["enough"]["found"]
    assert {each["state"] for each in checks.values()} <= {"good", "look", "act", "unknown"}


def test_amounts_are_no_floats(crm, nordlys) -> None:
    made = crm.post("/initiatives", **PROPOSAL, hoped_for=0.1).json()
    assert Initiative.objects.get(pk=made["id"]).hoped_for == Decimal("0.10")
