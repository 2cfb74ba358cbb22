"""What we ask: surveys, and the versions whose wording answers keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuule.surveys.rules import DRAFT, FAMILIES, STATES, group_measured
from kuule.surveys.rules.touchpoints import IF_HELD, QUEUE
from kuule.workspaces.models import Member, Workspace


class Survey(models.Model):
    """A questionnaire of one family. People reach it by its slug when its link is shared.

    An anonymous survey keeps no link between a person and an answer. `group` is whom it asks, where that is not told
    by its family; `measures` always says so.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    family = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=DRAFT)
    slug = models.SlugField(max_length=40, unique=True)
    is_anonymous = models.BooleanField(default=False)
    group = models.CharField(max_length=12, null=True)
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

    @property
    def measures(self) -> str:
        """Return the group of people whom the survey asks."""
        return group_measured(self.family, self.group)


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


class Journey(models.Model):
    """Whose the whole way of a customer is, across all stages: one person, so that nothing falls between two."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"journey of {self.workspace_id}"


class JourneyStage(models.Model):
    """A stretch of the way of a customer, from before the purchase to former customers, in the order of `position`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["workspace", "position", "id"], name="stage_in_order")]

    def __str__(self) -> str:
        return self.name


class Touchpoint(models.Model):
    """A moment at which a customer is in touch with the company, who owns it, and how people are asked about it.

    Other systems name it by its `key`. Of what happens there (`Occurrence`) people are asked with `survey` after
    `delay_minutes`, if `conditions` hold: a list of `{"property", "is", "value"}`, all of which must. `share` percent
    are drawn, at most `daily_cap` a day. What cannot be asked in `expires_days` is not asked any more; `if_held` says
    whether somebody who is held back waits so long (`queue`) or not (`drop`). Nobody is asked while `is_on` is False.

    With a `date_property`, a key as in the snapshot of an answer, something happens here on a date that is known of
    somebody, `date_days` after it (before it, if negative). Days up to `dates_seen_to` were looked at.

    `reminders` are those to whoever has not answered.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    stage = models.ForeignKey(JourneyStage, models.PROTECT, related_name="touchpoints")
    name = models.CharField(_("Name"), max_length=100)
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    survey = models.ForeignKey(Survey, models.SET_NULL, null=True, blank=True, related_name="+")
    is_on = models.BooleanField(default=False)
    channels = models.JSONField(default=list)
    reminders = models.JSONField(null=True, blank=True)
    conditions = models.JSONField(default=list)
    delay_minutes = models.PositiveIntegerField(default=60)
    share = models.PositiveSmallIntegerField(default=100)
    daily_cap = models.PositiveIntegerField(null=True, blank=True)
    expires_days = models.PositiveSmallIntegerField(default=14)
    if_held = models.CharField(max_length=8, default=QUEUE)
    date_property = models.CharField(max_length=80, blank=True)
    date_days = models.SmallIntegerField(default=0)
    dates_seen_to = models.DateField(null=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="touchpoint_key_once"),
            models.CheckConstraint(condition=models.Q(if_held__in=IF_HELD), name="touchpoint_if_held_known"),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="touchpoint_share_is_a_percentage"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "stage", "position", "id"], name="touchpoint_in_order")]

    def __str__(self) -> str:
        return self.name
