"""Writing the mail of a survey version to one person."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from kuule.contacts.rules.wishes import SMS
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.confirm_mail import ConfirmWording, confirm_letter
from kuule.dispatch.channels.email import LONGEST_NAME
from kuule.dispatch.channels.survey_mail import Letter, MailWording, letter, set_in, wording_of
from kuule.dispatch.channels.survey_text import short_text
from kuule.dispatch.channels.tip_mail import TipWording, tip_letter
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import CONFIRM, REMIND, TIP, Reminder, answer_path, confirm_path, not_now_path, stop_path
from kuule.dispatch.selectors.care import act_of
from kuule.dispatch.selectors.reminders import address_of, follow_up_of, source_of
from kuule.surveys import selectors as surveys
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import isolated
from kuule.surveys.rules.blind import is_blind
from kuule.workspaces.models import Workspace

SAMPLE_TOKEN = "sample"  # noqa: S105 - no token has this form, so its links lead nowhere


class Letters:
    """Writes the messages of some deliveries: what is the same in many mails is laid out once."""

    def __init__(self) -> None:
        self._laid_out: dict[tuple[int, str, bool], Letter] = {}

    def letter_for(self, delivery: Delivery, *, token: str) -> Envelope:
        """Return the message that a delivery is for, with links that hold the token.

        It asks, reminds, or asks to confirm. The delivery's invitation must have a contact.
        """
        invitation, contact = delivery.invitation, delivery.invitation.contact
        if contact is None:
            raise ValueError("Nobody to write to.")
        to: dict[str, Any] = {
            "workspace": delivery.workspace,
            "version": invitation.version,
            "language": invitation.language,
            "name": contact.name,
            "address": address_of(contact, delivery.channel),
            "token": token,
        }
        if delivery.purpose == CONFIRM:
            return confirm_letter_to(**{**to, "address": contact.email})
        if delivery.purpose == TIP:
            return _tip_to(delivery.pk, **to)
        reminder = _reminder_of(delivery) if delivery.purpose == REMIND else None
        return text_to(**to, reminder=reminder) if delivery.channel == SMS else self.letter_to(**to, reminder=reminder)

    def letter_to(
        self,
        *,
        workspace: Workspace,
        version: SurveyVersion,
        language: str,
        name: str,
        address: str,
        token: str,
        reminder: Reminder | None = None,
    ) -> Envelope:
        """Return the mail that asks one person, in an envelope with a new Message-ID. With a reminder it says so."""
        called = one_line(name, LONGEST_NAME)
        laid_out = self._letter(workspace, version, language, is_named=bool(called), reminder=reminder)
        base = settings.KUULE_BASE_URL
        parts = laid_out.to(
            name=called,
            answer_url=base + answer_path(token),
            stop_url=base + stop_path(token),
            not_now_url=base + not_now_path(token),
        )
        return _envelope(workspace, version, address, parts, base + stop_path(token))

    def _letter(
        self, workspace: Workspace, version: SurveyVersion, language: str, *, is_named: bool, reminder: Reminder | None
    ) -> Letter:
        if reminder is not None:
            return letter(_wording(workspace, version, language, is_named=is_named, reminder=reminder))
        key = (version.pk, language, is_named)
        if key not in self._laid_out:
            self._laid_out[key] = letter(_wording(workspace, version, language, is_named=is_named))
        return self._laid_out[key]


def _tip_to(
    delivery_id: int,
    *,
    workspace: Workspace,
    version: SurveyVersion,
    language: str,
    name: str,
    address: str,
    token: str,
) -> Envelope:
    act = act_of(delivery_id)
    if act is None:
        raise ValueError("No tip belongs to this message.")
    called, company = one_line(name, LONGEST_NAME), one_line(workspace.name, LONGEST_NAME)
    text = surveys.wording_of(version, language=language, company=company)
    greeting = text.read(text.parts["mail_greeting"], name=set_in(called, language)) if called else ""
    stop_url = settings.KUULE_BASE_URL + stop_path(token)
    wording = TipWording(
        language=language,
        company=company,
        postal_address=one_line(workspace.postal_address, 300),
        subject=text.read(act.subject).replace(isolated(company), company),
        greeting=greeting or text["mail_greeting_unnamed"],
        body=text.read(act.words, name=set_in(called, language)),
        reason=text["mail_reason"],
        stop_link=text["stop_link"],
        stop_url=stop_url,
    )
    return _envelope(workspace, version, address, tip_letter(wording), stop_url)


def _reminder_of(delivery: Delivery) -> Reminder:
    # What was planned may have been changed since: then the survey's own words remind.
    invitation = delivery.invitation
    follow_up = follow_up_of(invitation, source_of(invitation), now=invitation.decided_at)
    number = invitation.reminded or 0
    return follow_up.reminders[number - 1] if 0 < number <= len(follow_up.reminders) else Reminder(after_days=0)


def letter_to(
    *, workspace: Workspace, version: SurveyVersion, language: str, name: str, address: str, token: str
) -> Envelope:
    """Return the mail that asks one person, in an envelope with a new Message-ID."""
    return Letters().letter_to(
        workspace=workspace, version=version, language=language, name=name, address=address, token=token
    )


def _wording(
    workspace: Workspace,
    version: SurveyVersion,
    language: str,
    *,
    is_named: bool,
    reminder: Reminder | None = None,
) -> MailWording:
    return wording_of(
        questions=version.questions,
        texts=surveys.wording_of(version, language=language, company="").parts,
        language=language,
        company=_asker(workspace, version),
        postal_address=_postal_address(workspace, version),
        is_named=is_named,
        is_anonymous=version.survey.is_anonymous,
        reminder=reminder,
    )


def text_to(
    *,
    workspace: Workspace,
    version: SurveyVersion,
    language: str,
    name: str,
    address: str,
    token: str,
    reminder: Reminder | None = None,
) -> Envelope:
    """Return the text message that asks one person, with a link as short as it can be."""
    del name  # a text message is too short for a greeting
    text = short_text(
        questions=version.questions,
        texts=surveys.wording_of(version, language=language, company="").parts,
        language=language,
        company=_asker(workspace, version),
        link=(settings.KUULE_SHORT_URL or settings.KUULE_BASE_URL) + answer_path(token),
        reminder=reminder,
    )
    return _envelope(workspace, version, address, ("", text, ""), "")


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


def sample_text(*, workspace: Workspace, version: SurveyVersion, language: str) -> str:
    """Return the text message as people would get it, with a link that leads nowhere."""
    return text_to(
        workspace=workspace, version=version, language=language, name="", address="", token=SAMPLE_TOKEN
    ).text


def sample_letter(*, workspace: Workspace, version: SurveyVersion, language: str, name: str) -> Envelope:
    """Return the mail as `name` would get it, with links that lead nowhere: for looking at before sending."""
    return letter_to(workspace=workspace, version=version, language=language, name=name, address="", token=SAMPLE_TOKEN)
