"""A company in which every endpoint finds something, and how its addresses are filled in."""

import json
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from typing import Any

from django.test import Client

from kuule.act.services.cases import agree_action
from kuule.act.services.huddles import Rhythm, set_rhythm
from kuule.insight.models import Series, Theme
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import OWNER, SYSTEM
from kuule.workspaces.services import form_team
from tests.act.improving import case_about, propose
from tests.api.conftest import make_key, make_touchpoint
from tests.conftest import NOW, make_member

MARK = "Sundholm"
LINE = {"id": "l-1", "day": "2026-10-01", "amount": "5", "currency": "EUR"}
PERSON = {"id": "c-7", "email": f"kari@{MARK.lower()}.example", "name": f"Kari {MARK}", "language": "nb"}
ACCOUNT = {"id": "a-1", "name": f"{MARK} Shipping"}


@dataclass
class Caller:
    """A program with its key."""

    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        sent = {"Authorization": f"Bearer {self.secret}", **self.headers, **headers}
        return Client().generic(method.upper(), f"/api/v1{path}", headers=sent, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)


@cache
def description() -> dict[str, Any]:
    """Return what the API says of itself."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return every endpoint: method, path below /api/v1 as it is described, and its description."""
    return [
        (method, path.removeprefix("/api/v1"), operation)
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    ]


def furnish(workspace: Workspace) -> dict[str, str]:
    """Put something of every kind into a workspace, by the API itself; return what to fill into addresses."""
    touchpoint, teller = make_touchpoint(workspace), Caller(make_key(workspace, name="Furnisher"))
    survey = Survey.objects.get(workspace=workspace)
    Theme.objects.create(workspace=workspace, names={"en": f"{MARK} theme"}, origin="own", created_at=NOW)
    Series.objects.create(workspace=workspace, key="churn", name=f"{MARK} churn", unit="%", made_at=NOW)
    answer = {"id": "r-1", "score": 3, "comment": f"{MARK} was late", "person": PERSON, "account": ACCOUNT}
    ask = {"person": PERSON, "properties": {"order": f"{MARK}-gold"}}
    told = [
        ("/contacts", {"contacts": [{**PERSON, "account": ACCOUNT, "properties": {"tier": f"{MARK}-gold"}}]}),
        ("/responses", {"survey": survey.pk, "responses": [answer]}),
        ("/invitations", {"survey": survey.pk, "channels": ["email"], "invitations": [ask]}),
        ("/occurrences", {"touchpoint": touchpoint.key, "occurrences": [{"id": "o-1", "person": PERSON}]}),
        (
            "/ledger",
            {"lines": [{**LINE, "account": ACCOUNT}]},
        ),
    ]
    found = {path: teller.call("POST", path, body) for path, body in told}
    assert all(each.status_code == 200 for each in found.values()), [each.content for each in found.values()]
    hook = teller.call("POST", "/webhooks", {"name": MARK, "url": "https://shop.example/", "events": ["case.opened"]})
    message = teller.call("POST", f"/webhooks/{hook.json()['id']}/test")
    contact = found["/contacts"].json()["contacts"][0]["contact"]
    response = Response.objects.get(workspace=workspace)
    return {
        "contact_id": str(contact),
        "account_id": str(teller.get("/accounts").json()["accounts"][0]["id"]),
        "survey_id": str(survey.pk),
        "touchpoint_id": str(touchpoint.pk),
        "invitation_id": str(found["/invitations"].json()["invitations"][0]["invitation"]["id"]),
        "response_id": str(response.pk),
        "uid": str(found["/occurrences"].json()["occurrences"][0]["uid"]),
        "key": "churn",
        "webhook_id": str(hook.json()["id"]),
        "message_id": str(message.json()["id"]),
        **_acted(workspace, response, teller),
    }


def _acted(workspace: Workspace, response: Response, teller: Caller) -> dict[str, str]:
    """Let somebody act on what was said."""
    member = Member.objects.filter(workspace=workspace).order_by("pk").first() or make_member(workspace, "Olga", OWNER)
    case = case_about(response, owner=member)
    promise = agree_action(case=case, text=f"A call to {MARK}", due_on=NOW.date(), owner=member, by=member, now=NOW)
    team = form_team(workspace=workspace, name="North", actor=SYSTEM, now=NOW)
    rhythm = Rhythm(team=team, touchpoint=None, weekdays=[0], at=time(9))
    plan = set_rhythm(workspace=workspace, rhythm=rhythm, actor=SYSTEM, now=NOW)
    export = teller.call("POST", "/exports", {"kind": "people"})
    return {
        "case_id": str(case.pk),
        "promise_id": str(promise.pk),
        "initiative_id": str(propose(workspace, title=f"For {MARK}").pk),
        "huddle_id": str(plan.huddles.earliest("pk").pk),
        "export_id": str(export.json()["id"]),
    }
