"""What this room knows of a person: when they were asked or held back, and the mails that went to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section, traces_of
from kuule.dispatch.models import (
    AskDecision,
    AskHold,
    CareAct,
    ChatAlert,
    Delivery,
    DeliveryEvent,
    Exclusion,
    InboundHook,
    Invitation,
    MailboxMessage,
    Occurrence,
    Programme,
    SilenceAlert,
    Wave,
)
from kuule.dispatch.rules import CARED, DROPPED, DUE, ERASED, HANDING_OVER, HELD_BACK
from kuule.dispatch.rules.occurrences import LEFT_OUT, QUEUED

# A search for no word at all: it finds nobody, so that a wave to one person does not become one to everybody.
NOBODY = "…"


def _erase(contact: Contact, now: datetime) -> None:
    mine = Delivery.objects.filter(workspace_id=contact.workspace_id, invitation__contact=contact)
    ids = list(mine.values_list("pk", flat=True))
    _kept_mails(contact).delete()
    _drop_waiting(contact, now)
    deliveries = Delivery.objects.filter(workspace_id=contact.workspace_id, pk__in=ids)
    deliveries.update(error="", provider_id="", address_hash="", token_hash=None)
    # A mail that is being handed over at this moment is found again by its Message-ID when that has ended.
    deliveries.exclude(state=HANDING_OVER).update(message_id="")
    events = DeliveryEvent.objects.filter(workspace_id=contact.workspace_id, delivery__in=ids)
    events.update(detail="", event_key=Cast("pk", CharField()))
    _forget_searches(contact)
    _forget_occurrences(contact)


def _forget_occurrences(contact: Contact) -> None:
    Invitation.objects.filter(workspace_id=contact.workspace_id, contact=contact).exclude(properties={}).update(
        properties={}
    )
    mine = Occurrence.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    mine.filter(state=QUEUED).update(state=LEFT_OUT, rule=ERASED)
    mine.update(properties={}, external_id="")
    CareAct.objects.filter(workspace_id=contact.workspace_id, run__occurrence__contact=contact).update(note="")
    traces = traces_of(contact)
    for hook in InboundHook.objects.filter(workspace_id=contact.workspace_id).exclude(sample=""):
        if traces.are_in(hook.sample):
            InboundHook.objects.filter(pk=hook.pk).update(sample="")


def _drop_waiting(contact: Contact, now: datetime) -> None:
    waiting = Delivery.objects.filter(workspace_id=contact.workspace_id, invitation__contact=contact, state=DUE)
    waiting.update(state=DROPPED, reason=ERASED)
    unasked = Invitation.objects.filter(workspace_id=contact.workspace_id, contact=contact, asked_at=None)
    unasked.exclude(decision__in=(HELD_BACK, CARED)).exclude(deliveries__state=HANDING_OVER).update(
        decision=HELD_BACK, reason=ERASED, decided_at=now
    )


def _kept_mails(contact: Contact) -> Any:
    mine = Delivery.objects.filter(workspace_id=contact.workspace_id, invitation__contact=contact).exclude(
        message_id=""
    )
    written = Q(message_id__in=mine.values("message_id"))
    if contact.email:
        written |= Q(to__icontains=contact.email)
    if contact.phone.startswith("+"):
        written |= Q(to=contact.phone)
    # Sign-in mails belong to no workspace; they are about members, not about contacts.
    return MailboxMessage.objects.filter(written, workspace_id=contact.workspace_id)


def _forget_searches(contact: Contact) -> None:
    traces = traces_of(contact)
    for table in (Wave, Programme):
        for asking in table.objects.filter(workspace_id=contact.workspace_id).exclude(audience={}):
            if traces.are_within(asking.audience):
                asking.audience = {**asking.audience, "search": NOBODY}
                asking.save(update_fields=["audience"])


def _export(contact: Contact) -> Sequence[Section]:
    asked = [_invitations(contact), _occurrences(contact), _decisions(contact), _held_back(contact)]
    return [*asked, _care(contact), _mails(contact)]


def _occurrences(contact: Contact) -> Section:
    found = Occurrence.objects.filter(workspace_id=contact.workspace_id, contact=contact).select_related("touchpoint")
    rows = [
        {
            "touchpoint": each.touchpoint.name,
            "happened_at": each.happened_at,
            "your_id": each.external_id,
            "state": each.state,
            "reason": each.rule,
            "decided_at": each.decided_at,
            "properties": [{"property": key, "value": value} for key, value in each.properties.items()],
        }
        for each in found.order_by("pk")
    ]
    words = {
        "touchpoint": _("Touchpoint"),
        "happened_at": _("When it happened"),
        "your_id": _("Your id"),
        "state": _("State"),
        "reason": _("Why"),
        "decided_at": _("Decided"),
        "properties": _("Properties"),
        "property": _("Property"),
        "value": _("Value"),
    }
    return Section("occurrences", _("What happened to them"), rows, words)


def _care(contact: Contact) -> Section:
    found = CareAct.objects.filter(workspace_id=contact.workspace_id, run__occurrence__contact=contact)
    rows = [
        {
            "touchpoint": each.run.plan.touchpoint.name,
            "step": each.kind,
            "due_at": each.due_at,
            "done_at": each.done_at,
            "outcome": each.outcome,
            "note": each.note,
        }
        for each in found.select_related("run__plan__touchpoint").order_by("pk")
    ]
    words = {
        "touchpoint": _("Touchpoint"),
        "step": _("Step"),
        "due_at": _("Due"),
        "done_at": _("Done"),
        "outcome": _("What came of it"),
        "note": _("Note"),
    }
    return Section("care", _("Tips and calls after something happened"), rows, words)


def _decisions(contact: Contact) -> Section:
    found = AskDecision.objects.filter(workspace_id=contact.workspace_id, contact=contact).select_related("programme")
    rows = [
        {
            "decided_at": each.decided_at,
            "programme": each.programme.name if each.programme else "",
            "decision": each.verdict,
            "reason": each.rule,
            "until": each.until,
        }
        for each in found.order_by("pk")
    ]
    words = {
        "decided_at": _("Decided"),
        "programme": _("Programme"),
        "decision": _("Decision"),
        "reason": _("Why"),
        "until": _("Until"),
    }
    return Section("decisions", _("Whether to ask them"), rows, words)


def _held_back(contact: Contact) -> Section:
    holds = AskHold.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    exclusions = Exclusion.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    rows: list[dict[str, Any]] = [
        *({"from": one.placed_at, "until": one.released_at or one.until, "reason": one.reason} for one in holds),
        *({"from": one.placed_at, "until": one.lifted_at, "reason": one.reason} for one in exclusions),
    ]
    words = {"from": _("From"), "until": _("Until"), "reason": _("Why")}
    return Section("not_asked", _("When they were not to be asked"), sorted(rows, key=lambda row: row["from"]), words)


def _invitations(contact: Contact) -> Section:
    found = Invitation.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    rows = [
        {
            "survey": each.version.survey.name,
            "wave": each.wave.name if each.wave else "",
            "decided_at": each.decided_at,
            "decision": each.decision,
            "reason": each.reason,
            "language": each.language,
            "asked_at": each.asked_at,
            "answered_at": each.answered_at,
            "messages": [
                {
                    "channel": one.channel,
                    "purpose": one.purpose,
                    "state": one.state,
                    "handed_over_at": one.handed_over_at,
                    "reason": one.error,
                }
                for one in each.deliveries.order_by("pk")
            ],
        }
        for each in found.select_related("wave", "version__survey").order_by("pk")
    ]
    words = {
        "survey": _("Survey"),
        "wave": _("Wave"),
        "decided_at": _("Decided"),
        "decision": _("Decision"),
        "reason": _("Why"),
        "language": _("Language"),
        "asked_at": _("Asked"),
        "answered_at": _("Answered"),
        "messages": _("Messages"),
        "channel": _("Channel"),
        "purpose": _("What for"),
        "state": _("State"),
        "handed_over_at": _("Handed over"),
    }
    return Section("invitations", _("When they were asked, or held back"), rows, words)


def _mails(contact: Contact) -> Section:
    rows = [
        {"at": each.created_at, "subject": each.subject, "text": each.text}
        for each in _kept_mails(contact).defer("raw", "html").order_by("pk")
    ]
    words = {"at": _("When"), "subject": _("Subject"), "text": _("Text")}
    return Section("kept_mails", _("Mails that the Mailbox kept"), rows, words)


DISPATCH_HOLDER = PersonHolder(
    room="dispatch",
    tables=(
        *(Wave, Programme, Invitation, Delivery, DeliveryEvent, MailboxMessage),
        *(Occurrence, InboundHook, AskDecision, AskHold, Exclusion, SilenceAlert, ChatAlert, CareAct),
    ),
    export=_export,
    erase=_erase,
)
