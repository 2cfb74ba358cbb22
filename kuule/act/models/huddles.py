"""When teams meet about what their customers said, and what they decided."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.initiatives import Initiative
from kuule.act.rules import LONGEST_REASON
from kuule.act.rules.huddles import (
    HANDED_ON,
    HUDDLE_STATES,
    ITEM_KINDS,
    LONGEST_ITEM,
    PLANNED,
    PROMISE,
    USUAL_HOUR,
)
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team, Workspace


class HuddlePlan(models.Model):
    """The rhythm in which a team meets, or the owner of a touchpoint sits down.

    With a `touchpoint` it is about the answers there, else about those of the accounts of the `team`. `weekdays` are
    numbers, 0 for Monday; `at` is on the clock of the workspace. `next_at` is when they meet next, `look_at` when a
    mail has to be written or the next huddle to be planned.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, null=True, related_name="+")
    weekdays = models.JSONField(default=list)
    at = models.TimeField(default=USUAL_HOUR)
    is_on = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(touchpoint__isnull=False), name="huddle_plan_is_about_something"
            ),
            models.UniqueConstraint(fields=["team"], condition=Q(touchpoint=None), name="huddle_plan_once_of_team"),
            models.UniqueConstraint(fields=["touchpoint"], condition=Q(team=None), name="huddle_plan_once_of_owner"),
            models.UniqueConstraint(fields=["team", "touchpoint"], name="huddle_plan_once_of_both"),
        ]
        indexes = [
            models.Index(fields=["workspace", "id"], name="huddle_plan_in_order"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="huddle_plan_to_look_at"),
        ]

    def __str__(self) -> str:
        return " · ".join(str(each) for each in (self.team, self.touchpoint) if each)


class Huddle(models.Model):
    """One meeting. While it is planned its agenda is made anew each time it is looked at.

    When it begins, `since` and `until` are the time that its feedback came in, and `agenda` is frozen: ids and figures
    as `answers.agenda` writes them. What customers wrote is read when it is shown, so that whoever is erased is gone
    from it. `ticked` are the points that were talked through.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    plan = models.ForeignKey(HuddlePlan, models.CASCADE, related_name="huddles")
    state = models.CharField(max_length=8, default=PLANNED)
    planned_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    agenda = models.JSONField(default=dict)
    ticked = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HUDDLE_STATES), name="huddle_state_known"),
            models.UniqueConstraint(fields=["plan", "planned_at"], name="huddle_once_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "-planned_at"], name="huddle_newest_of_plan"),
            models.Index(fields=["workspace", "planned_at"], name="huddle_by_time"),
        ]

    def __str__(self) -> str:
        return f"huddle {self.pk}"


class HuddleItem(models.Model):
    """What a huddle wrote down: a decision, a promise with its owner and day, or a cause handed on to the outer loop.

    A promise is done or dropped; what was handed on is done when somebody took it up, as the `initiative` it became,
    or dropped with a reason.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    huddle = models.ForeignKey(Huddle, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=LONGEST_ITEM)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ITEM_KINDS), name="huddle_item_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=PROMISE) | Q(due_on__isnull=False), name="huddle_promise_has_a_day"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(dropped_at=None), name="huddle_item_done_or_dropped"),
        ]
        indexes = [
            models.Index(fields=["huddle", "id"], name="huddle_item_in_order"),
            models.Index(
                fields=["workspace", "owner", "due_on"],
                condition=Q(kind=PROMISE, done_at=None, dropped_at=None),
                name="huddle_promise_waits",
            ),
            models.Index(
                fields=["workspace", "made_at"],
                condition=Q(kind=HANDED_ON, done_at=None, dropped_at=None),
                name="huddle_handed_on_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits to be done."""
        return self.done_at is None and self.dropped_at is None


class HuddleReading(models.Model):
    """That a member opened the agenda of a huddle."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    huddle = models.ForeignKey(Huddle, models.CASCADE, related_name="readings")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["huddle", "member"], name="huddle_read_once")]
        indexes = [models.Index(fields=["workspace", "member", "read_at"], name="huddle_read_by_member")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.huddle_id}"
