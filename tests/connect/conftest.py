"""A program that was written for Delighted, and the company it works for."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from kuule.connect.models import Project
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import ApiKey
from kuule.workspaces.rules import SCOPES, SYSTEM
from kuule.workspaces.services import issue_key
from tests.conftest import NOW, Company
from tests.connect.receiving import Receiver
from tests.dispatch.conftest import post

__all__ = ["post"]


@dataclass
class Answer:
    """What was answered."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class Program:
    """Sends raw requests as programs do."""

    key: ApiKey
    secret: str
    survey: Survey
    client: Client = field(default_factory=Client)

    @property
    def project(self) -> Project:
        return Project.objects.select_related("survey", "workspace").get(survey=self.survey)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a JSON body, or the very bytes that are given."""
        coded = base64.b64encode(f"{self.secret}:".encode()).decode()
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Basic {coded}", "Accept": "application/json", **headers}
        kind = sent.pop("Content-Type", "application/json")
        said = self.client.generic(method, f"/v1/{path}", raw, content_type=kind, headers=sent)
        assert said["Content-Type"] == "application/json; charset=utf-8"
        return Answer(said.status_code, json.loads(said.content), said.headers)

    def get(self, path: str, **params: Any) -> Any:
        return self.send("GET", f"{path}?{urlencode(params, doseq=True)}" if params else path).body

    def person(self, email: str, **said: Any) -> dict[str, Any]:
        """Return a person who is kept and not asked, unless something else is said."""
        return self.send("POST", "people", {"email": email, "send": False, **said}).body

    def answer(self, person: str, score: int, **said: Any) -> dict[str, Any]:
        return self.send("POST", "survey_responses", {"person": person, "score": score, **said}).body


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A receiver of webhooks on this machine, which they may reach."""
    settings.KUULE_WEBHOOK_ALLOW_INTERNAL = ["127.0.0.1"]
    running = Receiver()
    yield running
    running.close()


@pytest.fixture
def program(nordlys: Company) -> Program:
    """A program with a key for the survey of Nordlys."""
    workspace = nordlys.workspace
    survey = create_from_starter(workspace=workspace, name="How are we doing?", actor=SYSTEM, now=NOW)
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    key, secret = issue_key(workspace=workspace, name="Old shop", scopes=SCOPES, actor=SYSTEM, now=NOW)
    return Program(key, secret, survey)
