"""Text messages: through a provider that apprise knows, or into the Mailbox while none is set."""

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from kuule.dispatch.channels.apprise_sending import plugin_at, send_through
from kuule.dispatch.channels.base import Envelope, NoConnection, NotHandedOver
from kuule.dispatch.models import MailboxMessage
from kuule.dispatch.rules import UNSENDABLE


class SmsChannel:
    """Text messages by the one provider of the installation, or the Mailbox."""

    kind: ClassVar[str] = "sms"

    def open(self) -> None:
        """Nothing is connected before there is a message. Raises NoConnection for an address that nothing can read."""
        if settings.KUULE_SMS_URL:
            _plugin_for("+15555550100")

    def hand_over(self, envelope: Envelope) -> str:
        """Give one text message away. Raises NotHandedOver, OutcomeUnknown or NoConnection."""
        if not settings.KUULE_SMS_URL:
            keep_text(envelope, timezone.now())
            return ""
        plugin = _plugin_for(envelope.to_address)
        if not getattr(plugin, "targets", None):
            raise NotHandedOver(UNSENDABLE, is_permanent=True)
        # Not by `notify`, which would cut the text and try again by itself.
        send_through(lambda: bool(plugin.send(body=envelope.text)))
        return ""

    def close(self) -> None:
        """Nothing stays open."""


def _plugin_for(number: str) -> Any:
    plugin = plugin_at(_address_for(settings.KUULE_SMS_URL, number))
    if plugin is None:
        raise NoConnection("KUULE_SMS_URL")
    return plugin


def _address_for(url: str, number: str) -> str:
    base, mark, query = url.partition("?")
    return f"{base.rstrip('/')}/{quote(number)}{mark}{query}"


def keep_text(envelope: Envelope, now: datetime) -> None:
    """Keep a text message in the Mailbox, as of a moment."""
    MailboxMessage.objects.create(
        workspace_id=envelope.workspace_id,
        to=envelope.to_address,
        subject="",
        text=envelope.text,
        raw=envelope.text.encode(),
        message_id=envelope.message_id,
        created_at=now,
    )
