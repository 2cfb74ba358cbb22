"""How the programme itself is doing, as it was found each night, and where the company drew its own lines."""

from django.db import models
from django.db.models import Q

from kuule.act.rules.health import CHECK_STATES
from kuule.workspaces.models import Workspace


class HealthReading(models.Model):
    """What one check found on a day. `value` is a share or a number as the check counts it, None if not known then."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    day = models.DateField()
    state = models.CharField(max_length=8)
    value = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key", "day"], name="health_reading_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=CHECK_STATES), name="health_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.day}: {self.state}"


class HealthLine(models.Model):
    """From where on a check is good, and from where on something has to be done, if not where it usually is."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    good = models.FloatField()
    act = models.FloatField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="health_line_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.good}, {self.act}"
