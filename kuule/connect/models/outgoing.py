"""What is sent to other systems: where to, what, and every attempt. Rows are the queue, for every kind of webhook."""

from django.db import models
from django.db.models import Q

from kuule.connect.models.projects import Project
from kuule.connect.rules.outgoing import DUE, LONGEST_NAME, MESSAGE_STATES
from kuule.contacts.models import Contact
from kuule.responses.models import Response
from kuule.workspaces.models import ApiKey, Workspace


class Webhook(models.Model):
    """An address to which what happens is sent. `kind` is a key of `channels.KINDS`, `events` are those wanted.

    One of the kind `delighted` tells about a `project` and signs with its `key`; others sign with a secret of their
    own, sealed in `secret_cipher`, and until `old_secret_until` with the one before it. `shows_personal` lets names,
    addresses and comments out.

    It fails without a success since `failing_since`. While it is paused, what happens is written down and waits;
    `warned_at` is when the owners were told that it paused by itself.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    url = models.CharField(max_length=2000)
    events = models.JSONField(default=list)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    key = models.ForeignKey(ApiKey, models.CASCADE, null=True, related_name="+")
    secret_cipher = models.TextField(blank=True)
    old_secret_cipher = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    shows_personal = models.BooleanField(default=False)
    failing_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "revoked_at"], name="webhook_live"),
            models.Index(
                fields=["paused_at"], condition=Q(paused_at__isnull=False, warned_at=None), name="webhook_to_warn_of"
            ),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookMessage(models.Model):
    """One event for one address. `body` is sent as it is; `event_id` is the same however often it is sent.

    Events about one object, which `about` names, leave in their order. `contact` is the person whom it tells of, with
    whom it goes.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="messages")
    event_type = models.CharField(max_length=60)
    event_id = models.CharField(max_length=64)
    about = models.CharField(max_length=60)
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    body = models.TextField()
    state = models.CharField(max_length=10, default=DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_event_once"),
            models.CheckConstraint(condition=Q(state__in=MESSAGE_STATES), name="webhook_message_state_known"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="webhook_queue"),
            models.Index(fields=["webhook", "about", "id"], condition=Q(state=DUE), name="webhook_in_order"),
            models.Index(fields=["webhook", "-id"], name="webhook_newest"),
            models.Index(fields=["settled_at"], condition=Q(settled_at__isnull=False), name="webhook_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.event_id[:8]}"


class WebhookAttempt(models.Model):
    """One time that a message was sent. `status` is what the other side answered, `trouble` a code where it did not.

    `answer` is the beginning of what it said.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    message = models.ForeignKey(WebhookMessage, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="webhook_attempt_newest")]

    def __str__(self) -> str:
        return self.trouble or str(self.status)


class ToldAnswer(models.Model):
    """What an address was told of an answer last, as a digest: so that it hears of it once, and of each change."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "response"], name="answer_told_once")]

    def __str__(self) -> str:
        return f"{self.response_id} to {self.webhook_id}"


class ToldThing(models.Model):
    """What an address was told of a thing last, as a digest, and whether the thing was over then.

    `about` is the kind of thing and its id.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    is_over = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "about"], name="thing_told_once")]

    def __str__(self) -> str:
        return f"{self.about} to {self.webhook_id}"


class AnswerTelling(models.Model):
    """An answer that is new or changed and of which other systems may want to hear: an outbox, written by triggers."""

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"change of {self.row_id}"


class StopTelling(models.Model):
    """A suppression that is new or changed: an outbox as above."""

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"stop {self.row_id}"


class InvitationTelling(models.Model):
    """A decision about asking somebody that is new or changed: an outbox as above."""

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"change of {self.row_id}"


class CaseTelling(models.Model):
    """A case that is new or changed: an outbox as above."""

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"change of {self.row_id}"


class InitiativeTelling(models.Model):
    """An initiative that is new or changed: an outbox as above."""

    workspace_id = models.BigIntegerField(null=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"change of {self.row_id}"
