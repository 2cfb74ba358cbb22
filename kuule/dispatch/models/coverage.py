"""What a workspace wants to hear from its accounts."""

from django.db import models
from django.db.models import Q

from kuule.dispatch.models.waves import Invitation
from kuule.dispatch.rules import DUE
from kuule.dispatch.rules.silence import ALERT_STATES, USUAL_SILENT_DAYS
from kuule.workspaces.models import Member, Workspace

USUAL_MONTHS, USUAL_TARGET = 12, 80


class CoverageSettings(models.Model):
    """What counts as being heard: an answer in the last `months`, and a target for the share of revenue, in percent.

    `revenue_key` names the property of accounts that is their revenue, "" none. Owners are told of key contacts who are
    silent for `silent_days`: decision-makers, and those with the yes-or-no property `key_property`. A workspace without
    a row has the usual values.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    months = models.PositiveSmallIntegerField(default=USUAL_MONTHS)
    revenue_key = models.CharField(max_length=60, blank=True)
    target = models.PositiveSmallIntegerField(default=USUAL_TARGET)
    tells_owners = models.BooleanField(default=True)
    silent_days = models.PositiveSmallIntegerField(default=USUAL_SILENT_DAYS)
    key_property = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"coverage in {self.workspace_id}"


class SilenceAlert(models.Model):
    """That a member is told of a key contact who did not answer, once for each ask.

    The rows are the queue: those of one member that are due go out in one mail a day, `day`. The state is written
    before and after the handover, as with a `Delivery`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    state = models.CharField(max_length=14, default=DUE)
    noticed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    day = models.DateField(null=True)
    message_id = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "member"], name="silence_told_once"),
            models.CheckConstraint(condition=Q(state__in=ALERT_STATES), name="silence_state_known"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="silence_queue"),
            models.Index(fields=["workspace", "member", "day"], name="silence_by_day"),
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"
