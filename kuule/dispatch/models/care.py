"""Care after something happened at a touchpoint: the plan, whom it is about, and each step that was taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kuule.dispatch.models.deliveries import Delivery
from kuule.dispatch.models.occurrences import Occurrence
from kuule.dispatch.rules.care import CARE_STATES, CARING, STEP_KINDS, USUAL_HOLDOUT
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Workspace


class CarePlan(models.Model):
    """What follows when something happened at a touchpoint, before the survey there asks.

    `steps` are those of `rules.care.Step`. So many percent go without, the `holdout`: the survey asks them all the
    same, so that the effect shows. Care ends early where all of `stop_if` hold, conditions as touchpoints have them.
    Only what happens `since` it was switched on is cared about.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    touchpoint = models.OneToOneField(Touchpoint, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    holdout = models.PositiveSmallIntegerField(default=USUAL_HOLDOUT)
    steps = models.JSONField(default=list)
    stop_if = models.JSONField(default=list)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(holdout__lte=100), name="care_holdout_is_a_percentage")]

    def __str__(self) -> str:
        return f"care at {self.touchpoint_id}"


class CareRun(models.Model):
    """Care about one occurrence: how many steps were taken, and when the next is due.

    Whoever is held out has a run without steps. `stopped_by` is the rule that ended it early.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    plan = models.ForeignKey(CarePlan, models.CASCADE, related_name="runs")
    occurrence = models.OneToOneField(Occurrence, models.CASCADE, related_name="+")
    is_held_out = models.BooleanField()
    state = models.CharField(max_length=10, default=CARING)
    steps_done = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=CARE_STATES), name="care_state_known")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="care_queue"),
            models.Index(fields=["plan", "is_held_out", "state"], name="care_by_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class CareAct(models.Model):
    """One step that was taken: a tip that went into the queue, or a call for somebody here to make.

    The words are those of the plan at that moment. A call has an `owner`, is `due_at` a day and done with an `outcome`;
    `calls` counts the tries.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    run = models.ForeignKey(CareRun, models.CASCADE, related_name="acts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    subject = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    delivery = models.OneToOneField(Delivery, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField()
    calls = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="care_step_once"),
            models.CheckConstraint(condition=Q(kind__in=STEP_KINDS), name="care_step_known"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due_at", "id"], condition=Q(kind="call", done_at=None), name="care_calls_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
