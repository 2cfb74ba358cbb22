"""A company in which every endpoint finds something, and how its addresses are filled in."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.test import Client

from kuule.insight.models import Series, Theme
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.models import Workspace
from tests.api.conftest import make_key, make_touchpoint
from tests.conftest import NOW

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
    told = [
        ("/contacts", {"contacts": [{**PERSON, "account": ACCOUNT, "properties": {"tier": f"{MARK}-gold"}}]}),
        ("/responses", {"survey": survey.pk, "responses": [answer]}),
        ("/invitations", {"survey": survey.pk, "channels": ["email"], "invitations": [{"person": PERSON}]}),
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
    return {
        "contact_id": str(contact),
        "account_id": str(teller.get("/accounts").json()["accounts"][0]["id"]),
        "survey_id": str(survey.pk),
        "touchpoint_id": str(touchpoint.pk),
        "invitation_id": str(found["/invitations"].json()["invitations"][0]["invitation"]["id"]),
        "response_id": str(Response.objects.get(workspace=workspace).pk),
        "uid": str(found["/occurrences"].json()["occurrences"][0]["uid"]),
        "key": "churn",
        "webhook_id": str(hook.json()["id"]),
        "message_id": str(message.json()["id"]),
    }
