"""A published survey, customers with properties, and answers given through the door that respondents use."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from kuule.contacts.models import Account, Contact
from kuule.contacts.services import add_contact, define_property, open_account
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import INVITED
from kuule.insight.query import Query
from kuule.responses.models import Response
from kuule.responses.services import accept_answer
from kuule.surveys.models import Survey, SurveyVersion, Touchpoint
from kuule.surveys.selectors import newest_version, stages_of
from kuule.surveys.services import TouchpointSettings, add_stage, add_touchpoint, create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM


@dataclass
class Programme:
    """What a workspace measures: its survey, its customers, and short ways to make them."""

    workspace: Workspace
    survey: Survey
    version: SurveyVersion
    now: datetime
    numbers: Any = field(default_factory=count)

    @property
    def who(self) -> dict[str, Any]:
        return {"workspace": self.workspace, "actor": SYSTEM, "now": self.now}

    def account(self, name: str, **properties: Any) -> Account:
        return open_account(name=name, properties=properties, **self.who)

    def contact(self, name: str = "", account: Account | None = None, role: str = "", **properties: Any) -> Contact:
        return add_contact(
            name=name or f"Person {next(self.numbers)}", account=account, role=role, properties=properties, **self.who
        )

    def ask(self, contact: Contact, at: datetime | None = None) -> Invitation:
        return Invitation.objects.create(
            workspace=self.workspace,
            version=self.version,
            contact=contact,
            decision=INVITED,
            decided_at=at or self.now,
            asked_at=at or self.now,
            language=contact.language or "en",
        )

    def answer(
        self,
        score: int,
        *,
        contact: Contact | None = None,
        at: datetime | None = None,
        verbatim: str = "",
        language: str = "en",
        invitation: Invitation | None = None,
        **answers: Any,
    ) -> Response:
        token = "" if contact or invitation else hashlib.sha256(f"{self.survey.pk} {next(self.numbers)}".encode())
        asked = invitation or (self.ask(contact, at) if contact else None)
        return accept_answer(
            version=self.version,
            score=score,
            verbatim=verbatim,
            answers=answers,
            language=language,
            channel="email" if asked else "link",
            now=at or self.now,
            invitation=asked,
            token_hash=token.hexdigest() if token else None,
        )

    def beside(self, name: str) -> "Programme":
        """Return the programme of another survey of the same kind, with the same people."""
        other = programme_of(self.workspace, self.now, name=name)
        other.numbers = self.numbers
        return other

    def touchpoint(self, name: str) -> Touchpoint:
        """Make a touchpoint that asks with this survey."""
        stage = stages_of(self.workspace).first() or add_stage(name="Uses", **self.who)
        return add_touchpoint(settings=TouchpointSettings(stage=stage, name=name, survey=self.survey), **self.who)

    def query(self, **fields: Any) -> Query:
        return Query(workspace_id=self.workspace.pk, timezone=self.workspace.timezone, **fields)


def programme_of(workspace: Workspace, now: datetime, name: str = "How are we doing") -> Programme:
    survey = create_from_starter(workspace=workspace, name=name, actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    return Programme(workspace, survey, newest_version(workspace, survey=survey), now)


@pytest.fixture
def programme(nordlys, now: datetime) -> Programme:
    """The programme of Nordlys."""
    return programme_of(nordlys.workspace, now)


@pytest.fixture
def other_programme(charlie, now: datetime) -> Programme:
    """The programme of another company on the same installation."""
    return programme_of(charlie.workspace, now)


@pytest.fixture
def define(nordlys, now: datetime) -> Callable[..., Any]:
    """Define a property: `define("country")`, `define("plan", of="account", kind="number")`."""

    def make(key: str, of: str = "contact", kind: str = "text") -> Any:
        return define_property(
            workspace=nordlys.workspace, key=key, label=key.title(), kind=kind, of=of, actor=SYSTEM, now=now
        )

    return make


@pytest.fixture
def anna(nordlys, sign_in) -> Client:
    """Return the browser of Anna, the analyst."""
    return sign_in(nordlys.anna)
