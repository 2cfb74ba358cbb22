"""What the programme wants to reach and by when, what was tried out for it, and what there is to tell of it."""

from django.db import models
from django.db.models import F, Q

from kuule.act.models.initiatives import Initiative
from kuule.act.rules import LONGEST_NAME, LONGEST_REASON
from kuule.act.rules.goals import GOAL_METRICS, LONGEST_AIM, LONGEST_PLACE, PILOT_DECISIONS, QUARTER
from kuule.lib.ids import new_uid
from kuule.workspaces.models import Member, Workspace


class Goal(models.Model):
    """A figure that shall be at `target` on a day, from where it was when the goal was set: that stays as it was.

    `metric` is a key of `act.metrics`; `segment` are parameters of an `insight.Query` without a time; `window_days` is
    the time that the figure is made of. Figures are in points or percent. `is_paid` says that somebody's pay hangs on
    it. An owner accepts by name, which nobody can do for them.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    means = models.TextField(blank=True)
    metric = models.CharField(max_length=16)
    segment = models.JSONField(default=dict)
    window_days = models.PositiveSmallIntegerField(default=QUARTER)
    baseline_on = models.DateField()
    baseline = models.FloatField()
    baseline_lower = models.FloatField(null=True)
    baseline_upper = models.FloatField(null=True)
    baseline_n = models.PositiveIntegerField(default=0)
    target = models.FloatField()
    due_on = models.DateField()
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    is_paid = models.BooleanField(default=False)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)
    given_up_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(metric__in=GOAL_METRICS), name="goal_metric_known"),
            models.CheckConstraint(condition=Q(due_on__gt=F("baseline_on")), name="goal_due_after_baseline"),
            models.CheckConstraint(condition=Q(target__gt=F("baseline")), name="goal_above_baseline"),
        ]
        indexes = [models.Index(fields=["workspace", "due_on", "id"], name="goal_by_due")]

    def __str__(self) -> str:
        return self.name


class GoalPoint(models.Model):
    """The figure of a goal as it was on a day, kept every night."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="points")
    day = models.DateField()
    value = models.FloatField()
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "day"], name="goal_point_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


class Pilot(models.Model):
    """That something is tried out in one place first: where, until which day, and by which rule it goes on or not.

    `initiative` is what is tried out, where it is one.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    goal = models.OneToOneField(Goal, models.CASCADE, related_name="pilot")
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=LONGEST_PLACE)
    until = models.DateField()
    rule = models.CharField(max_length=LONGEST_AIM)
    decision = models.CharField(max_length=6, blank=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=("", *PILOT_DECISIONS)), name="pilot_decision_known")
        ]

    def __str__(self) -> str:
        return self.place


class Story(models.Model):
    """What was done for a goal, told in plain words; `is_shareable` says that it may be told outside the company.

    `initiative` is what was done, where it is one.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    goal = models.OneToOneField(Goal, models.CASCADE, related_name="story")
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=LONGEST_NAME)
    words = models.TextField()
    is_shareable = models.BooleanField(default=False)
    written_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
