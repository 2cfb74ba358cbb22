"""Writing the mail of a survey version to one person."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings

from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.email import LONGEST_NAME, one_line
from kuule.dispatch.channels.survey_mail import letter, wording_of
from kuule.dispatch.rules import answer_path, stop_path
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace

SAMPLE_TOKEN = "sample"  # noqa: S105 - no token has this form, so its links lead nowhere


def letter_to(
    *, workspace: Workspace, version: SurveyVersion, language: str, name: str, address: str, token: str
) -> Envelope:
    """Return the mail that asks one person, in an envelope with a new Message-ID."""
    called = one_line(name, LONGEST_NAME)
    wording = wording_of(
        questions=version.questions,
        texts=version.texts,
        language=language,
        company=one_line(workspace.name, LONGEST_NAME),
        postal_address=one_line(workspace.postal_address, 300),
        is_named=bool(called),
    )
    stop_url = settings.KUULE_BASE_URL + stop_path(token)
    subject, text, html = letter(wording).to(
        name=called, answer_url=settings.KUULE_BASE_URL + answer_path(token), stop_url=stop_url
    )
    return Envelope(
        workspace_id=workspace.pk,
        sender_name=workspace.sender_name or workspace.name,
        sender_address=workspace.sender_email,
        to_address=address,
        subject=subject,
        text=text,
        html=html,
        stop_url=stop_url,
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(settings.KUULE_BASE_URL).hostname or 'localhost'}>",
    )


def sample_letter(*, workspace: Workspace, version: SurveyVersion, language: str, name: str) -> Envelope:
    """Return the mail as `name` would get it, with links that lead nowhere: for looking at before sending."""
    return letter_to(workspace=workspace, version=version, language=language, name=name, address="", token=SAMPLE_TOKEN)
