"""What people answered, and every earlier wording of it."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Invitation
from kuule.lib.ids import new_uid
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import Workspace


class Response(models.Model):
    """One person's answer, with its current values and their properties as they were when it was given.

    `token_hash` is set for an answer by a shared link: the link by which this person can change it.
    `channel` tells how they were asked: a registry key such as `email`, or `link` for a shared link.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField()
    verbatim = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__lte=10), name="response_score_0_to_10")]
        indexes = [
            models.Index(fields=["workspace", "-answered_at", "-id"], name="response_newest"),
            models.Index(fields=["workspace", "survey", "answered_at", "score"], name="response_by_survey"),
            models.Index(fields=["workspace", "account", "answered_at"], name="response_by_account"),
            models.Index(fields=["workspace", "contact", "answered_at"], name="response_by_contact"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class ResponseRevision(models.Model):
    """An earlier state of an answer: written whenever it changes, never changed itself."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="revisions")
    score = models.PositiveSmallIntegerField()
    verbatim = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    until = models.DateTimeField()
    changed_by_kind = models.CharField(max_length=20)
    changed_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "response", "until"], name="revision_by_response")]

    def __str__(self) -> str:
        return f"revision {self.pk}"
