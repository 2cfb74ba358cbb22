"""Rows for long work: progress, cancel, resume, result."""

from django.conf import settings
from django.db import models

from kuule.jobs.rules import STATES, WAITING
from kuule.workspaces.models import Workspace


class Job(models.Model):
    """One piece of long work. `kind` names the drain that runs it; `position` says where to resume.

    `attempts` counts the claims. It is also what tells a worker that somebody else took its job over meanwhile.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=WAITING)
    file = models.FileField(upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    params = models.JSONField(default=dict)
    position = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "kind", "-created_at"], name="job_newest"),
            models.Index(fields=["kind", "state", "created_at"], name="job_queue"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=STATES), name="job_state_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
