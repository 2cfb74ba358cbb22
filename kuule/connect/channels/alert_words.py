"""What a message of an alert says, in a mail and in a chat."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from kuule.connect.models import AlertDigest
from kuule.connect.rules.alerts import Line, most_pressing
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.rules.chats import chat_name
from kuule.workspaces.models import Member

LONGEST_COMMENT, LONGEST_WHO, LONGEST_SUBJECT = 200, 120, 200


def alert_mail(digest: AlertDigest, member: Member, lines: Sequence[Line]) -> Envelope:
    """Return the mail of a message for a member, with an id of its own."""
    workspace = digest.alert.workspace
    told = [
        replace(line, who=one_line(line.who, LONGEST_WHO), comment=one_line(line.comment, LONGEST_COMMENT))
        for line in most_pressing(lines)
    ]
    subject, text = _written(digest, told, len(lines), digest.alert.language or member.user.language)
    return Envelope(
        workspace_id=workspace.pk,
        sender_name=workspace.sender_name or workspace.name,
        sender_address=workspace.sender_email,
        to_address=member.user.email,
        subject=subject,
        text=text,
        html="",
        stop_url="",
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(settings.KUULE_BASE_URL).hostname or 'localhost'}>",
    )


def alert_for_chat(digest: AlertDigest, lines: Sequence[Line]) -> tuple[str, str]:
    """Return title and text of a message for a chat, where no name or comment means anything to the chat."""
    told = [replace(line, who=chat_name(line.who), comment=chat_name(line.comment)) for line in most_pressing(lines)]
    return _written(digest, told, len(lines), digest.alert.language, name=chat_name(digest.alert.name))


def _written(
    digest: AlertDigest, told: Sequence[Line], count: int, language: str, *, name: str = ""
) -> tuple[str, str]:
    alert = digest.alert
    context = {
        "name": name or one_line(alert.name, LONGEST_WHO),
        "digest": digest,
        "told": told,
        "count": count,
        "more": count - len(told),
        "link": settings.KUULE_BASE_URL + reverse("today", args=[alert.workspace.slug]),
    }
    workspace = alert.workspace
    with translation.override(language or workspace.language), timezone.override(ZoneInfo(workspace.timezone)):
        subject = one_line(render_to_string("connect/mail/alert_subject.txt", context), LONGEST_SUBJECT)
        return subject, render_to_string("connect/mail/alert.txt", context).strip() + "\n"
