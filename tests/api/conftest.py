"""A touchpoint to tell of, and a program that holds a key."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kuule.surveys.models import JourneyStage, Touchpoint
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SCOPES, SYSTEM
from kuule.workspaces.services import issue_key
from tests.conftest import NOW

ADDRESS = "/api/v1/occurrences"


def make_touchpoint(workspace: Workspace, key: str = "delivery", **fields: Any) -> Touchpoint:
    survey = create_from_starter(workspace=workspace, name="After delivery", actor=SYSTEM, now=NOW)
    publish_survey(survey=survey, actor=SYSTEM, now=NOW)
    stage = JourneyStage.objects.create(workspace=workspace, name="Uses")
    values = {"name": "Delivery", "survey": survey, "is_on": True, "delay_minutes": 60, **fields}
    return Touchpoint.objects.create(workspace=workspace, stage=stage, key=key, created_at=NOW, **values)


@dataclass
class Program:
    """Another system, with its key."""

    secret: str

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **headers}

    def post(self, body: Any, **headers: str) -> HttpResponse:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client().post(ADDRESS, content, content_type="application/json", headers=self._headers(headers))

    def tell(self, *items: dict[str, Any], touchpoint: str = "delivery", **headers: str) -> HttpResponse:
        return self.post({"touchpoint": touchpoint, "occurrences": list(items)}, **headers)

    def get(self, path: str = "", **query: Any) -> HttpResponse:
        return Client().get(ADDRESS + path, query, headers=self._headers({}))


@pytest.fixture
def touchpoint(nordlys) -> Touchpoint:
    return make_touchpoint(nordlys.workspace)


def make_key(workspace: Workspace, *, scopes: Sequence[str] = SCOPES, name: str = "CRM") -> str:
    return issue_key(workspace=workspace, name=name, scopes=scopes, actor=SYSTEM, now=NOW)[1]


@pytest.fixture
def program_of() -> Callable[[Workspace], Program]:
    return lambda workspace: Program(make_key(workspace))


@pytest.fixture
def crm(nordlys, program_of) -> Program:
    return program_of(nordlys.workspace)
