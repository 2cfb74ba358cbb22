"""What this room knows of a person: that they are asked again and again, and what others were told of them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kuule.connect.models import AlertNews, AskedElsewhere, Membership, ToldAnswer, WebhookAttempt, WebhookMessage
from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section


def _export(contact: Contact) -> Sequence[Section]:
    return [_memberships(contact), _messages(contact), _alerts(contact), _elsewhere(contact)]


def _memberships(contact: Contact) -> Section:
    found = Membership.objects.filter(workspace_id=contact.workspace_id, contact=contact).select_related(
        "autopilot__programme"
    )
    rows = [
        {
            "programme": each.autopilot.programme.name,
            "since": each.created_at,
            "properties": [{"property": key, "value": value} for key, value in each.properties.items()],
        }
        for each in found.order_by("pk")
    ]
    words = {
        "programme": _("Programme"),
        "since": _("Since"),
        "properties": _("Properties"),
        "property": _("Property"),
        "value": _("Value"),
    }
    return Section("autopilot", _("Asked again and again"), rows, words)


def _messages(contact: Contact) -> Section:
    found = WebhookMessage.objects.filter(workspace_id=contact.workspace_id, contact=contact).select_related("webhook")
    rows = [
        {"at": each.created_at, "event": each.event_type, "to": each.webhook.url, "text": each.body}
        for each in found.order_by("pk")
    ]
    words = {"at": _("When"), "event": _("Event"), "to": _("Sent to"), "text": _("Text")}
    return Section("webhooks", _("What other systems were told"), rows, words)


def _alerts(contact: Contact) -> Section:
    found = AlertNews.objects.filter(workspace_id=contact.workspace_id, contact=contact).select_related("alert")
    rows = [
        {"at": each.at, "event": each.event, "alert": each.alert.name}
        for each in found.order_by("pk")
        if each.digest_id
    ]
    words = {"at": _("When"), "event": _("Event"), "alert": _("Alert")}
    return Section("alerts", _("What members and chats were told"), rows, words)


def _elsewhere(contact: Contact) -> Section:
    found = AskedElsewhere.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    rows = [{"at": each.at} for each in found]
    return Section("asked_elsewhere", _("Asked by another system"), rows, {"at": _("When")})


def _erase(contact: Contact, now: datetime) -> None:
    del now
    ToldAnswer.objects.filter(workspace_id=contact.workspace_id, response__contact=contact).delete()
    for table in (WebhookMessage, AlertNews, Membership, AskedElsewhere):
        table.objects.filter(workspace_id=contact.workspace_id, contact=contact).delete()


CONNECT_HOLDER = PersonHolder(
    room="connect",
    tables=(Membership, WebhookMessage, WebhookAttempt, AlertNews, ToldAnswer, AskedElsewhere),
    export=_export,
    erase=_erase,
)
