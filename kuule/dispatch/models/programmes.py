"""Programmes that ask a panel again and again, everybody on their own clock."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuule.contacts.models import Contact
from kuule.dispatch.rules.programmes import DRAFT, PROGRAMME_STATES, QUARTER_DAYS, USUAL_WEEKDAYS
from kuule.surveys.models import Survey
from kuule.workspaces.models import Workspace


class Programme(models.Model):
    """A panel, and how it is asked: each person every `period_days`, spread evenly over them.

    `audience` is a `ContactFilter` as JSON. Somebody new is asked `first_after_days` after the day in the property
    `since_property`, or after Kuule got to know them. Messages go out on `weekdays` (0 is Monday) between two times of
    day on the person's clock, not on holidays of the country `holidays_of`. `pace` is the most in a day; `case_minutes`
    is how long one unhappy answer keeps an owner busy, of whom there are `case_hours` a week: together they slow the
    pace. With a `sample_margin`, in points, only as many are drawn in each period as it needs. `paused_on` is since
    when nobody is asked.
    `reminders` are those to whoever has not answered, see `rules.reminders.Reminder`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    state = models.CharField(max_length=12, default=DRAFT)
    audience = models.JSONField(default=dict)
    channels = models.JSONField(default=list)
    reminders = models.JSONField(null=True)
    period_days = models.PositiveSmallIntegerField(
        _("Days between two surveys to the same person"), default=QUARTER_DAYS
    )
    first_after_days = models.PositiveSmallIntegerField(_("Days until the first survey"), default=30)
    since_property = models.CharField(max_length=80, blank=True)
    weekdays = models.CharField(max_length=7, default=USUAL_WEEKDAYS)
    first_time = models.TimeField(_("From"), default=dt.time(9))
    last_time = models.TimeField(_("Until"), default=dt.time(17))
    holidays_of = models.CharField(max_length=10, blank=True)
    pace = models.PositiveIntegerField(_("At most so many a day"), null=True)
    case_minutes = models.PositiveSmallIntegerField(null=True)
    case_hours = models.PositiveSmallIntegerField(null=True)
    sample_margin = models.FloatField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    paused_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "state"], name="programme_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PROGRAMME_STATES), name="programme_state_known"),
            models.CheckConstraint(condition=Q(period_days__gte=1), name="programme_period_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """The clock of one person in one programme: `next_on` is the day of their next turn.

    `asked_on` is the day of the last one that led to an ask. Who left the panel keeps the row, so that coming back does
    not begin anew; they have no next turn.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="turns")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    next_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    joined_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "contact"], name="turn_once")]
        indexes = [models.Index(fields=["programme", "next_on", "id"], name="turn_queue")]

    def __str__(self) -> str:
        return f"{self.contact_id} on {self.next_on}"
