"""A published survey, and people who were asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Delivery, Invitation
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.auth import seal
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

FORM = "application/x-www-form-urlencoded"


def published_survey(workspace: Workspace, now: datetime) -> SurveyVersion:
    survey = create_from_starter(workspace=workspace, name="Customer relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    version = newest_version(workspace, survey=survey)
    version.workspace, version.survey = workspace, survey
    return version


@dataclass
class Asked:
    """Somebody who was asked by mail, and the path of the link they got."""

    contact: Contact
    invitation: Invitation
    path: str


def ask(version: SurveyVersion, now: datetime, language: str = "en") -> Asked:
    account = Account.objects.create(
        workspace_id=version.workspace_id,
        name="Fjord Foods",
        name_key=f"fjord {mint_token()}",
        created_at=now,
        properties={"country": "NO"},
    )
    contact = Contact.objects.create(
        workspace_id=version.workspace_id,
        account=account,
        name="Aino Virtanen",
        name_key="aino virtanen",
        email=f"{mint_token().lower()}@example.test",
        created_at=now,
        properties={"seat": "economy"},
    )
    invitation = Invitation.objects.create(
        workspace_id=version.workspace_id,
        version=version,
        contact=contact,
        decision="invited",
        decided_at=now,
        asked_at=now,
        language=language,
        expires_at=now + timedelta(days=60),
    )
    token = mint_token()
    Delivery.objects.create(
        workspace_id=version.workspace_id,
        invitation=invitation,
        channel="email",
        state="sent",
        due_at=now,
        token_hash=hash_token(token),
    )
    return Asked(contact, invitation, f"/a/{token}")


@pytest.fixture
def version(nordlys: object) -> SurveyVersion:
    return published_survey(nordlys.workspace, timezone.now())


@pytest.fixture
def survey(version: SurveyVersion) -> Survey:
    return version.survey


@pytest.fixture
def asked(version: SurveyVersion) -> Asked:
    return ask(version, timezone.now())


@pytest.fixture
def respondent() -> Client:
    """A browser without any cookie, as strict about forged requests as a real server."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def send(respondent: Client) -> Callable[..., HttpResponse]:
    """Post the form of an answer page as a browser does whose owner looked at it for a while."""

    def post(path: str, **fields: str) -> HttpResponse:
        return respondent.post(path, urlencode(sealed(path, fields)), content_type=FORM)

    return post


def sealed(path: str, fields: dict[str, str], seconds: float = 5) -> dict[str, str]:
    """Return the fields of a form whose page was shown so many seconds ago: with the seal that stands on it."""
    token = path.split("/")[2] if path.startswith(("/a/", "/c/")) else fields.get("token", "")
    return {"shown": seal(token, timezone.now() - timedelta(seconds=seconds)), **fields}


def touched(path: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a form whose page saw a real finger a moment after it was shown, as its script tells."""
    form = sealed(path, fields, seconds=0.3)
    return {**form, "signal": form["shown"][::-1]}
