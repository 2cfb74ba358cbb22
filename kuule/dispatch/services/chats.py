"""Telling a chat of key contacts who do not answer: one message a day, each contact once for each ask.

As with mails, a message is claimed in the database before it is given away. If the process dies in between, what it
told of becomes uncertain, and is never sent again by itself.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from kuule.dispatch.channels.base import NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.channels.chat import tell_chat
from kuule.dispatch.models import ChatAlert, ChatRoom
from kuule.dispatch.rules import DUE, FAILED, HANDED_OVER, HANDING_OVER, UNCERTAIN
from kuule.dispatch.rules.chats import (
    CHAT_RETRY_AFTER,
    MOST_CHAT_ATTEMPTS,
    MOST_PEOPLE_TOLD,
    OUT_OF_REACH,
    TURNED_AWAY,
    UNREADABLE,
    chat_name,
    chat_vendor,
)
from kuule.dispatch.rules.silence import FIRST_HOUR, STUCK_AFTER
from kuule.dispatch.selectors.chats import alerts_in_message, chat_room_of, due_chat_alerts
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.dispatch.selectors.silence import silent_asks
from kuule.lib.ciphers import SealedElsewhereError, sealed, unsealed
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

_PURPOSE = "kuule.dispatch.chat"


@transaction.atomic
def set_chat(*, workspace: Workspace, address: str, actor: Actor, now: datetime) -> ChatRoom:
    """Tell this chat from now on. Raises Refused for an address that none of the vendors gives out."""
    vendor = chat_vendor(address)
    if not vendor:
        raise Refused("not_a_chat")
    kept = {"vendor": vendor, "address": sealed(address, keys=_keys(), purpose=_PURPOSE), "set_at": now, "trouble": ""}
    room, _is_new = ChatRoom.objects.update_or_create(workspace=workspace, defaults=kept)
    record(workspace=workspace, actor=actor, act="chat_set", subject=room, now=now)
    return room


@transaction.atomic
def remove_chat(*, room: ChatRoom, actor: Actor, now: datetime) -> None:
    """Tell the chat nothing more; what it was to be told is forgotten."""
    ChatAlert.objects.filter(workspace=room.workspace_id, state=DUE).delete()
    record(workspace=room.workspace, actor=actor, act="chat_removed", subject=room, now=now)
    room.delete()


def try_chat(*, room: ChatRoom) -> str:
    """Send a test message at once. Return why it did not get through, or ""."""
    company = chat_name(room.workspace.name)
    text = _("This is a test from Kuule. Key contacts of %(company)s who do not answer are told of here.")
    trouble = tell_room(room, title="Kuule", text=text % {"company": company})[0]
    ChatRoom.objects.filter(pk=room.pk).update(trouble=trouble)
    return trouble


@transaction.atomic
def notice_silence_for_chat(*, workspace: Workspace, now: datetime) -> int:
    """Write down of whom the chat is to be told. Return how many those are."""
    # Two workers at the same moment are taken one by one.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    if chat_room_of(workspace) is None:
        return 0
    asks = silent_asks(workspace, settings=coverage_settings_of(workspace), now=now, told_by=ChatAlert)
    alerts = (ChatAlert(workspace=workspace, invitation=ask, noticed_at=now, due_at=now) for ask in asks)
    return len(ChatAlert.objects.bulk_create(alerts))


def tell_chat_of_silence(*, workspace: Workspace, now: datetime) -> int:
    """Send what is due in one message, unless one went out today. Return how many messages were tried."""
    room = chat_room_of(workspace)
    if room is None or now.astimezone(ZoneInfo(workspace.timezone)).hour < FIRST_HOUR:
        return 0
    message = _claimed(workspace, now)
    if message is None:
        return 0
    _hand_over(room, message, now)
    return 1


def declare_chat_alerts_uncertain(*, now: datetime) -> int:
    """Show messages whose process must have died as uncertain. Return of how many silent contacts they told."""
    stuck = ChatAlert.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    return stuck.update(state=UNCERTAIN)


@transaction.atomic
def _claimed(workspace: Workspace, now: datetime) -> UUID | None:
    """Take all that is due, for this process alone; return the message it is in, None when there is nothing."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    due = list(due_chat_alerts(workspace, now=now).values_list("pk", flat=True))
    if not due:
        return None
    message, day = new_uid(), now.astimezone(ZoneInfo(workspace.timezone)).date()
    ChatAlert.objects.filter(pk__in=due).update(
        state=HANDING_OVER, day=day, claimed_at=now, message=message, attempts=F("attempts") + 1
    )
    return message


def _hand_over(room: ChatRoom, message: UUID, now: datetime) -> None:
    mine = ChatAlert.objects.filter(workspace=room.workspace_id, message=message)
    alerts = alerts_in_message(mine)
    if not alerts:
        return  # erased at this very moment
    with override(room.workspace.language):
        title, text = _words(room.workspace, alerts, now)
    trouble, state = tell_room(room, title=title, text=text)
    ChatRoom.objects.filter(pk=room.pk).update(trouble=trouble)
    if state == DUE:
        mine.filter(attempts__gte=MOST_CHAT_ATTEMPTS).update(state=FAILED)
        mine.filter(state=HANDING_OVER).update(state=DUE, day=None, due_at=now + CHAT_RETRY_AFTER)
        return
    mine.update(state=state)


def tell_room(room: ChatRoom, *, title: str, text: str) -> tuple[str, str]:
    """Give one message to a chat. Return why it did not get through, or "", and the state that it is in now."""
    try:
        tell_chat(address=unsealed(room.address, keys=_keys(), purpose=_PURPOSE), title=title, text=text)
    except SealedElsewhereError:
        return UNREADABLE, DUE
    except NotHandedOver as refusal:
        return TURNED_AWAY if refusal.is_permanent else OUT_OF_REACH, FAILED if refusal.is_permanent else DUE
    except NoConnection as error:
        # With a number the chat was reached, and let nobody in.
        return TURNED_AWAY if str(error).isdigit() else OUT_OF_REACH, DUE
    except OutcomeUnknown:
        return OUT_OF_REACH, UNCERTAIN
    return "", HANDED_OVER


def _words(workspace: Workspace, alerts: list[ChatAlert], now: datetime) -> tuple[str, str]:
    told = [
        {
            "contact": chat_name(str(alert.invitation.contact)),
            "account": chat_name(account.name) if account else "",
            "owner": chat_name(account.owner.user.name) if account and account.owner else "",
            "asked_at": alert.invitation.asked_at,
        }
        for alert in alerts[:MOST_PEOPLE_TOLD]
        if alert.invitation.contact
        for account in (alert.invitation.contact.account,)
    ]
    context = {
        "alerts": alerts,
        "told": told,
        "more": len(alerts) - len(told),
        "base": f"{settings.KUULE_BASE_URL}/w/{workspace.slug}/",
        "now": now,
    }
    title = " ".join(render_to_string("dispatch/mail/silence_subject.txt", context).split())
    return title, render_to_string("dispatch/chat/silence.txt", context).strip()


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
