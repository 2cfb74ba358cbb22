"""What the company did and wants to know the effect of, and the messages it tries out on respondents."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account
from kuule.economics.rules.effects import LONGEST_TREATMENT_NAME, TREATMENT_KINDS, USUAL_WINDOW
from kuule.economics.rules.messages import (
    DRAFT,
    LONGEST_TEST_NAME,
    MOST_HELD_OUT,
    RUNNING,
    TEST_STATES,
    USUAL_GOAL_DAYS,
    USUAL_HELD_OUT,
)
from kuule.insight.models import Annotation
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Workspace


class Treatment(models.Model):
    """Something done to some customers from a day on: who, why and how it will be judged, written before it is judged.

    `touched` and `comparison` are conditions as those of a touchpoint; with rows in `TreatedAccount` only those
    accounts are touched. The outcome is the score of `touchpoint`, without one that of the relationship. `answers_then`
    is how many answers after the start were there when it was written: not 0 means that its figure could have been
    seen. `hoped_for` is what removing a cause is hoped to be worth, in the currency of the workspace.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    annotation = models.OneToOneField(Annotation, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_TREATMENT_NAME)
    kind = models.CharField(max_length=10)
    hypothesis = models.TextField()
    touched = models.JSONField(default=list)
    comparison = models.JSONField(default=list)
    touchpoint = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    before_days = models.PositiveSmallIntegerField(default=USUAL_WINDOW)
    after_days = models.PositiveSmallIntegerField(default=USUAL_WINDOW)
    hoped_for = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    answers_then = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TREATMENT_KINDS), name="treatment_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="treatment_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(before_days__gt=0, after_days__gt=0), name="treatment_windows_last"),
        ]
        indexes = [models.Index(fields=["workspace", "-starts_on", "-id"], name="treatment_newest")]

    def __str__(self) -> str:
        return self.name


class TreatedAccount(models.Model):
    """An account that was touched, where somebody listed them."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="accounts")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["treatment", "account"], name="treated_account_once")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.treatment_id}"


class TreatmentChange(models.Model):
    """That somebody changed what was written about a treatment; `before` holds what each changed field was."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="changes")
    before = models.JSONField()
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "treatment", "made_at"], name="treatment_change_in_order")]

    def __str__(self) -> str:
        return f"change of {self.treatment_id}"


class MessageTest(models.Model):
    """Messages shown by chance to some groups of respondents on the thank-you page; one test runs at a time.

    `messages` are `rules.messages.KeptMessage`; `held_out` is the share, in percent, that sees none. A purchase counts
    within `goal_days` after the message. What is shown does not change once the test runs.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=LONGEST_TEST_NAME)
    state = models.CharField(max_length=10, default=DRAFT)
    groups = models.JSONField(default=list)
    messages = models.JSONField(default=list)
    held_out = models.PositiveSmallIntegerField(default=USUAL_HELD_OUT)
    goal_days = models.PositiveSmallIntegerField(default=USUAL_GOAL_DAYS)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TEST_STATES), name="message_test_state_known"),
            models.CheckConstraint(condition=Q(held_out__lte=MOST_HELD_OUT), name="message_test_holds_some_out"),
            models.UniqueConstraint(fields=["workspace"], condition=Q(state=RUNNING), name="message_test_one_runs"),
        ]
        indexes = [models.Index(fields=["workspace", "-id"], name="message_test_newest")]

    def __str__(self) -> str:
        return self.name


class MessageShown(models.Model):
    """Which message somebody saw after an answer, 0 for none of them, and whether they followed its link.

    `group` is the one of the score when the page was first shown; a later correction does not move anybody.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    test = models.ForeignKey(MessageTest, models.CASCADE, related_name="shown")
    response = models.OneToOneField(Response, models.CASCADE, related_name="+")
    message = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=10)
    shown_at = models.DateTimeField()
    tapped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "test", "group", "message"], name="shown_by_group")]

    def __str__(self) -> str:
        return f"message {self.message} to {self.response_id}"
