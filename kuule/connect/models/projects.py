"""A survey as programs know it that were written for Delighted: a project, its keys, and who is asked by it."""

from django.db import models
from django.db.models import Q

from kuule.connect.rules.platforms import PLATFORMS
from kuule.contacts.models import Contact
from kuule.dispatch.models import Programme
from kuule.surveys.models import Survey
from kuule.workspaces.models import ApiKey, Workspace


class Project(models.Model):
    """One survey, seen by the Delighted-compatible API."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.OneToOneField(Survey, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "id"], name="project_by_workspace")]

    def __str__(self) -> str:
        return str(self.survey)


class ProjectKey(models.Model):
    """Which project an API key means: chosen by somebody, or on the first call that it was used for."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.OneToOneField(ApiKey, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return f"{self.key_id} for {self.project_id}"


class AskedElsewhere(models.Model):
    """When a person was asked last by another system, as that one told: they are left alone after it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contact_id} at {self.at}"


class Autopilot(models.Model):
    """The programme that asks the members of a project on one platform, `email` or `sms`, again and again.

    With `has_news` its panel differs from its members.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    platform = models.CharField(max_length=8)
    programme = models.OneToOneField(Programme, models.CASCADE, related_name="+")
    has_news = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "platform"], name="autopilot_once"),
            models.CheckConstraint(condition=Q(platform__in=PLATFORMS), name="autopilot_platform_known"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(has_news=True), name="autopilot_with_news")]

    def __str__(self) -> str:
        return f"{self.platform} of {self.project_id}"


class Membership(models.Model):
    """That a person is asked again and again. `properties` stand on each of their answers."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    autopilot = models.ForeignKey(Autopilot, models.CASCADE, related_name="members")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    properties = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["autopilot", "contact"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.autopilot_id}"
