"""When people work, and who stands in for somebody who is away."""

from django.db import models
from django.db.models import F, Q

from kuule.act.rules import LONGEST_NAME
from kuule.workspaces.models import Member, Team, Workspace


class WorkCalendar(models.Model):
    """The working days of a team, or without a team of everybody in the workspace who has no other.

    `weekdays` are numbers, 0 for Monday. Public holidays of `country` (ISO 3166, with a `region` as the library
    `holidays` names it) are free; "" for none.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    weekdays = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(team__isnull=False), name="calendar_once_in_team"),
            models.UniqueConstraint(fields=["workspace"], condition=Q(team=None), name="calendar_once_for_all"),
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"


class DayOff(models.Model):
    """A day on which nobody works by this calendar, beside the public holidays."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="days_off")
    day = models.DateField()
    name = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="day_off_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class Absence(models.Model):
    """That a member is away, both days included, and who stands in; without one the rule of the case finds somebody."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    stand_in = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(stand_in=F("member")), name="absence_stand_in_is_another"),
        ]
        indexes = [models.Index(fields=["workspace", "member", "last_day"], name="absence_by_member")]

    def __str__(self) -> str:
        return f"absence {self.pk}"
