"""Alerts: who is told of what, what waits to be told, and what was told. Rows are the queue."""

from django.db import models
from django.db.models import Q

from kuule.connect.rules.alerts import LONGEST_ALERT_NAME, USUAL_MOST_A_DAY
from kuule.contacts.models import Contact
from kuule.dispatch.rules import DELIVERY_STATES, DUE
from kuule.insight.models import Theme
from kuule.responses.models import Response
from kuule.surveys.models import Survey, Touchpoint
from kuule.workspaces.models import Member, Team, Workspace


class Alert(models.Model):
    """Tells members or a chat of what happens. `events` are names of `ALERT_EVENTS`, `groups` groups of the score.

    What happened from `since` on is told, while it `is_on`. It went out last at `told_at`; `step` is how long the next
    message waits. With `shows_personal` the chat reads names and comments; members read what they may see anyway.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_ALERT_NAME)
    events = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    survey = models.ForeignKey(Survey, models.CASCADE, null=True, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, null=True, related_name="+")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    least_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    to_members = models.ManyToManyField(Member, related_name="+")
    to_team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    to_chat = models.BooleanField(default=False)
    shows_personal = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True)
    only_in_hours = models.BooleanField(default=False)
    most_a_day = models.PositiveSmallIntegerField(default=USUAL_MOST_A_DAY)
    is_on = models.BooleanField(default=True)
    since = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "is_on"], name="alert_live")]

    def __str__(self) -> str:
        return self.name


class AlertDigest(models.Model):
    """One message of an alert, to all whom it tells: how much it gathered, 0 for a test.

    `is_last` says that the alert rests until tomorrow.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    is_last = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["alert", "-made_at"], name="alert_digest_newest")]

    def __str__(self) -> str:
        return f"{self.count} of {self.alert_id}"


class AlertNews(models.Model):
    """Something that happened to a row, `row_id`, of the kind that `event` names. It waits while it is in no `digest`.

    `contact` is the person whom it tells of, with whom it goes; `response` is the answer that it is about.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="news")
    event = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, null=True, related_name="+")
    digest = models.ForeignKey(AlertDigest, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "event", "row_id", "at"], name="alert_noticed_once"),
        ]
        indexes = [
            models.Index(fields=["alert", "noticed_at"], condition=Q(digest=None), name="alert_news_waiting"),
            models.Index(fields=["noticed_at"], name="alert_news_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.row_id}"


class AlertDelivery(models.Model):
    """One handover of a message: by mail to a member, or without one to the chat. States are those of `Delivery`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    digest = models.ForeignKey(AlertDigest, models.CASCADE, related_name="deliveries")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=14, default=DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DELIVERY_STATES), name="alert_delivery_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_at", "id"], name="alert_delivery_queue")]

    def __str__(self) -> str:
        return f"alert delivery {self.pk}"
