"""The chat of a workspace, and what it is told there."""

from django.db import models
from django.db.models import Q

from kuule.dispatch.models.waves import Invitation
from kuule.dispatch.rules import DUE
from kuule.dispatch.rules.silence import ALERT_STATES
from kuule.workspaces.models import Workspace


class ChatRoom(models.Model):
    """Where a workspace is told of key contacts who do not answer, beside the mails to owners.

    `vendor` is a key of `CHAT_ADDRESSES`. `address` is sealed: whoever knows it can write into the chat. `trouble` is
    why the last message did not get through, "" when it did.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    vendor = models.CharField(max_length=20)
    address = models.TextField()
    set_at = models.DateTimeField()
    trouble = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"chat of {self.workspace_id}"


class ChatAlert(models.Model):
    """That the chat is told of a key contact who did not answer, once for each ask.

    The rows are the queue: those of a workspace that are due go out in one message a day, `day`, of which all have the
    same `message`. The state is written before and after the handover, as with a `Delivery`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="+")
    state = models.CharField(max_length=14, default=DUE)
    noticed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    day = models.DateField(null=True)
    message = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=ALERT_STATES), name="chat_alert_state_known")]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="chat_alert_queue"),
            models.Index(fields=["workspace", "day"], name="chat_alert_by_day"),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="chat_alert_by_message"),
        ]

    def __str__(self) -> str:
        return f"chat alert {self.pk}"
