"""Messages, what was reported about them, and those that the Mailbox kept."""

from django.db import models
from django.db.models import Q

from kuule.dispatch.models.waves import Invitation
from kuule.dispatch.rules import ASK, DELIVERY_EVENTS, DELIVERY_PURPOSES, DELIVERY_STATES, DUE
from kuule.workspaces.models import Workspace


class Delivery(models.Model):
    """One message of an invitation, with its own link. The state is written before and after the handover.

    `reason` is a code of `rules`: why it was not handed over, or is not known to be; `error` is what the other side
    said. `purpose` is what the message is for: to ask, to remind, or to have an unclear answer confirmed. `provider_id`
    is what a provider calls the message, by which it reports on it later. `address_hash` is of the address it went to,
    so that mail to an old address that comes back says nothing about a new one. `fall_back_of` is the message that did
    not get through, after which this one goes by another channel.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=12, default=ASK)
    state = models.CharField(max_length=14, default=DUE)
    due_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    message_id = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=300, blank=True)
    fall_back_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="delivery_queue"),
            models.Index(fields=["state", "due_at", "id"], condition=Q(channel="sms"), name="delivery_queue_of_texts"),
            models.Index(
                fields=["fall_back_of"], condition=Q(fall_back_of__isnull=False), name="delivery_by_fall_back"
            ),
            models.Index(fields=["workspace", "invitation"], name="delivery_by_invitation"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="delivery_by_provider_id"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="delivery_by_message_id"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DELIVERY_STATES), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(purpose__in=DELIVERY_PURPOSES), name="delivery_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.pk}"


class DeliveryEvent(models.Model):
    """What a provider or a mail server reported about a message after it was handed over, each report once.

    `event_key` is what makes a report recognisable when it comes again; `detail` is what the other side said, without
    addresses.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16)
    event_key = models.CharField(max_length=128)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "event_key"], name="delivery_event_once"),
            models.CheckConstraint(condition=Q(kind__in=DELIVERY_EVENTS), name="delivery_event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delivery_id}"


class MailboxMessage(models.Model):
    """A mail that the Mailbox kept because no mail server is set, or a text message for want of a provider."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    raw = models.BinaryField()
    message_id = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="mailbox_newest")]

    def __str__(self) -> str:
        return f"mail {self.pk}"

    @property
    def is_text_message(self) -> bool:
        """Tell whether it would have gone to a telephone: by its number, which no mail address looks like."""
        return self.to.startswith("+")
