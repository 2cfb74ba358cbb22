"""Writing the mail of a survey version to one person."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings

from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.confirm_mail import ConfirmWording, confirm_letter
from kuule.dispatch.channels.email import LONGEST_NAME
from kuule.dispatch.channels.survey_mail import letter, set_in, wording_of
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import CONFIRM, answer_path, confirm_path, stop_path
from kuule.surveys import selectors as surveys
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import isolated
from kuule.surveys.rules.blind import is_blind
from kuule.workspaces.models import Workspace

SAMPLE_TOKEN = "sample"  # noqa: S105 - no token has this form, so its links lead nowhere


def letter_for(delivery: Delivery, *, token: str) -> Envelope:
    """Return the mail that a delivery is for, with links that hold the token: asking, or asking to confirm.

    The delivery's invitation must have a contact.
    """
    invitation, contact = delivery.invitation, delivery.invitation.contact
    if contact is None:
        raise ValueError("Nobody to write to.")
    write = confirm_letter_to if delivery.purpose == CONFIRM else letter_to
    return write(
        workspace=delivery.workspace,
        version=invitation.version,
        language=invitation.language,
        name=contact.name,
        address=contact.email,
        token=token,
    )


def letter_to(
    *, workspace: Workspace, version: SurveyVersion, language: str, name: str, address: str, token: str
) -> Envelope:
    """Return the mail that asks one person, in an envelope with a new Message-ID."""
    called = one_line(name, LONGEST_NAME)
    wording = wording_of(
        questions=version.questions,
        texts=surveys.wording_of(version, language=language, company="").parts,
        language=language,
        company=_asker(workspace, version),
        postal_address=_postal_address(workspace, version),
        is_named=bool(called),
        is_anonymous=version.survey.is_anonymous,
    )
    stop_url = settings.KUULE_BASE_URL + stop_path(token)
    parts = letter(wording).to(name=called, answer_url=settings.KUULE_BASE_URL + answer_path(token), stop_url=stop_url)
    return _envelope(workspace, version, address, parts, stop_url)


def confirm_letter_to(
    *, workspace: Workspace, version: SurveyVersion, language: str, name: str, address: str, token: str
) -> Envelope:
    """Return the mail that asks one person whether an unclear answer is theirs. It says nothing of the answer."""
    called, company = one_line(name, LONGEST_NAME), _asker(workspace, version)
    text = surveys.wording_of(version, language=language, company=company)
    greeting = text.read(text.parts["mail_greeting"], name=set_in(called, language)) if called else ""
    stop_url = settings.KUULE_BASE_URL + stop_path(token)
    wording = ConfirmWording(
        language=language,
        company=company,
        postal_address=_postal_address(workspace, version),
        subject=text["confirm_subject"].replace(isolated(company), company),
        greeting=greeting or text["mail_greeting_unnamed"],
        body=text["confirm_mail"],
        button=text["confirm_link"],
        reason=text["mail_reason"],
        stop_link=text["stop_link"],
        confirm_url=settings.KUULE_BASE_URL + confirm_path(token),
        stop_url=stop_url,
    )
    return _envelope(workspace, version, address, confirm_letter(wording), stop_url)


def _asker(workspace: Workspace, version: SurveyVersion) -> str:
    return one_line(surveys.asker_of(version, company=workspace.name), LONGEST_NAME)


def _postal_address(workspace: Workspace, version: SurveyVersion) -> str:
    return "" if is_blind(version.survey.family) else one_line(workspace.postal_address, 300)


def _envelope(
    workspace: Workspace, version: SurveyVersion, address: str, parts: tuple[str, str, str], stop_url: str
) -> Envelope:
    subject, text, html = parts
    sender = workspace.sender_name or workspace.name
    return Envelope(
        workspace_id=workspace.pk,
        sender_name=surveys.asker_of(version, company=sender),
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
