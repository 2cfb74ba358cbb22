"""Telling owners of key contacts who do not answer: one mail a day each, each contact once for each ask.

As with surveys, a mail is claimed in the database before it is given away. If the process dies in between, what it
told of becomes uncertain, and is never sent again by itself.
"""

from datetime import datetime
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import override

from kuule.dispatch.channels.smtp import LostAfterData
from kuule.dispatch.models import SilenceAlert
from kuule.dispatch.rules import DUE, FAILED, HANDED_OVER, HANDING_OVER, UNCERTAIN
from kuule.dispatch.rules.silence import FIRST_HOUR, MOST_ATTEMPTS, RETRY_AFTER, STUCK_AFTER
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.dispatch.selectors.silence import alerts_in, members_to_tell, members_with_due_alerts, silent_asks
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import WORKSPACE_HEADER


@transaction.atomic
def notice_silence(*, workspace: Workspace, now: datetime) -> int:
    """Write down whom to tell of key contacts who fell silent. Return how many of those there were."""
    # Two workers at the same moment are taken one by one.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    chosen = coverage_settings_of(workspace)
    if not chosen.tells_owners:
        return 0
    asks = silent_asks(workspace, settings=chosen, now=now)
    SilenceAlert.objects.bulk_create(
        SilenceAlert(workspace=workspace, invitation=ask, member=member, noticed_at=now, due_at=now)
        for ask in asks
        if ask.contact and ask.contact.account
        for member in members_to_tell(ask.contact.account)
    )
    return len(asks)


def tell_of_silence(*, workspace: Workspace, now: datetime) -> int:
    """Send each member who has not had one today a mail with all they are to be told. Return how many were tried."""
    local = now.astimezone(ZoneInfo(workspace.timezone))
    if local.hour < FIRST_HOUR:
        return 0
    tried = 0
    for member_id in members_with_due_alerts(workspace, day=local.date(), now=now):
        message_id = _claimed(workspace, member_id, now)
        if message_id:
            _send(workspace, Member.objects.select_related("user").get(pk=member_id), message_id, now)
            tried += 1
    return tried


def declare_silence_uncertain(*, now: datetime) -> int:
    """Show mails whose process must have died as uncertain. Return of how many silent contacts they told."""
    stuck = SilenceAlert.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    return stuck.update(state=UNCERTAIN)


@transaction.atomic
def _claimed(workspace: Workspace, member_id: int, now: datetime) -> str:
    """Take all that is due for a member, for this process alone; return the Message-ID, "" when another was faster."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    day = now.astimezone(ZoneInfo(workspace.timezone)).date()
    if member_id not in members_with_due_alerts(workspace, day=day, now=now):
        return ""
    host = settings.KUULE_BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    message_id = f"<{new_uid().hex}@{host}>"
    due = SilenceAlert.objects.filter(workspace=workspace, member=member_id, state=DUE, due_at__lte=now)
    due.update(state=HANDING_OVER, day=day, claimed_at=now, message_id=message_id, attempts=F("attempts") + 1)
    return message_id


def _send(workspace: Workspace, member: Member, message_id: str, now: datetime) -> None:
    alerts = alerts_in(message_id)
    if not alerts:
        return  # erased at this very moment
    with override(member.user.language or workspace.language):
        context = {
            "alerts": list(alerts),
            "workspace": workspace,
            "base": f"{settings.KUULE_BASE_URL}/w/{workspace.slug}/",
            "now": now,
        }
        mail = EmailMessage(
            subject=" ".join(render_to_string("dispatch/mail/silence_subject.txt", context).split()),
            body=render_to_string("dispatch/mail/silence.txt", context).strip() + "\n",
            to=[member.user.email],
            headers={WORKSPACE_HEADER: str(workspace.pk), "Message-ID": message_id},
        )
    try:
        mail.send()
    except LostAfterData:
        alerts.update(state=UNCERTAIN)
        return
    except (OSError, SMTPException):
        alerts.filter(attempts__gte=MOST_ATTEMPTS).update(state=FAILED)
        alerts.filter(state=HANDING_OVER).update(state=DUE, day=None, due_at=now + RETRY_AFTER)
        return
    alerts.update(state=HANDED_OVER)
