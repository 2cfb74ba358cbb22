"""Waves, and the decision about each person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuule.contacts.models import Contact
from kuule.dispatch.models.programmes import Programme
from kuule.dispatch.rules import DECISIONS, SCHEDULED, WAVE_STATES
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import Workspace


class Wave(models.Model):
    """One round of a survey to a segment. `audience` is a `ContactFilter` as JSON.

    `channels` are those on which people may be asked, None in waves from before there was more than one. `reminders`
    are those to whoever has not answered, see `rules.reminders.Reminder`.

    With a `sample_margin`, in points, only as many are asked as it needs: drawn by `sample_seed` when the wave is due,
    those whose chance is at most `sample_below`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    channel = models.CharField(max_length=20, default="email")
    channels = models.JSONField(null=True)
    reminders = models.JSONField(null=True)
    audience = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=SCHEDULED)
    due_at = models.DateTimeField()
    planned_to = models.BigIntegerField(default=0)
    sample_margin = models.FloatField(null=True)
    sample_seed = models.CharField(max_length=32, null=True)
    sample_below = models.FloatField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-due_at"], name="wave_newest"),
            models.Index(fields=["state", "due_at"], name="wave_queue"),
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=WAVE_STATES), name="wave_state_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def wanted_channels(self) -> tuple[str, ...]:
        """Return the channels on which people may be asked."""
        return tuple(self.channels or (self.channel,))


class Invitation(models.Model):
    """The decision about one person in one wave: invited, or held back and why.

    Outside of waves it is that somebody was invited: by the turn they had in a `programme`, or because something
    happened, of which `properties` tell; the answer keeps them beside those of the person.

    `remind_at` is when the next reminder is due, `reminded` how many there were; None where there never was one.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, models.CASCADE, null=True, related_name="invitations")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    decision = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField()
    language = models.CharField(max_length=12)
    properties = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "contact"], name="invitation_once_a_wave"),
            models.CheckConstraint(condition=Q(decision__in=DECISIONS), name="invitation_decision_known"),
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-decided_at"], name="invitation_by_contact"),
            models.Index(fields=["wave", "decision", "id"], name="invitation_by_wave"),
            models.Index(fields=["workspace", "version", "asked_at", "answered_at"], name="invitation_by_asked"),
            # Holds all that is counted of whom was asked in a year.
            models.Index(
                fields=["workspace", "asked_at", "contact"],
                condition=Q(asked_at__isnull=False),
                name="invitation_people_asked",
            ),
            models.Index(
                fields=["programme", "decided_at"], condition=Q(programme__isnull=False), name="invitation_by_programme"
            ),
            models.Index(fields=["remind_at", "id"], condition=Q(remind_at__isnull=False), name="invitation_to_remind"),
            models.Index(
                fields=["workspace", "remind_at", "id"],
                condition=Q(remind_at__isnull=False),
                name="invitation_to_remind_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.pk}"
