"""What we ask: surveys, and the versions whose wording answers keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuule.surveys.rules import DRAFT, FAMILIES, STATES
from kuule.workspaces.models import Workspace


class Survey(models.Model):
    """A questionnaire of one family. People reach it by its slug when its link is shared.

    An anonymous survey keeps no link between a person and an answer.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    family = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=DRAFT)
    slug = models.SlugField(max_length=40, unique=True)
    is_anonymous = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "state"], name="survey_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="survey_state_known"),
            models.CheckConstraint(condition=models.Q(family__in=FAMILIES), name="survey_family_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(models.Model):
    """One wording of a survey, never changed once published.

    `questions`: list of `{"key", "type", "optional", "texts": {part: {language: text}}, "options": [...]}`;
    `texts`: `{part: {language: text}}` for everything else that respondents read on the page and in the mail.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    languages = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    edited_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} v{self.number}"
