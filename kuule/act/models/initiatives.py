"""What the company does about a cause: who owns it, what it costs, what it did, and who was told."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.causes import RootCause
from kuule.act.models.letters import Letter
from kuule.act.rules import LONGEST_REASON
from kuule.act.rules.initiatives import (
    ENTRY_KINDS,
    FROM_HAND,
    HEARD_FROM,
    INITIATIVE_STATES,
    LONGEST_PART,
    LONGEST_TITLE,
    NOT_HAPPY,
    ORIGINS,
    PROPOSED,
    REVIEW_VERDICTS,
    SIZES,
    SOME,
)
from kuule.act.rules.telling import TELLING_STATES, TO_TELL
from kuule.contacts.models import Contact
from kuule.economics.models import Treatment
from kuule.insight.models import Theme
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team, Workspace


class Initiative(models.Model):
    """Something done about what customers said, from the proposal to the measured effect.

    The hypothesis is in three parts: if we …, then …, for …. `segment` are conditions as those of a touchpoint: whom it
    is for. Evidence are the answers and cases since `heard_since` of the `root_cause`, the `theme` or the `touchpoint`,
    from those whom `heard_from` names, and what was pinned. `impact` and `effort` are 1 to 3. Money is in the currency
    of the workspace; `hoped_for` is kept apart from what is shown. The owner has accepted by name at
    `owner_accepted_at`. `treatment` is what its effect is judged by, written when the work began; it is judged by the
    score of `judged_by`, without one by that of the relationship. `verdict` is what could be said of the effect when it
    was measured.

    `told` is the mail to those who raised it, by language: `{"subject", "words"}`; `said` and `did` the public wording
    by language, which others may read once `is_public`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    title = models.CharField(max_length=LONGEST_TITLE)
    cause = models.TextField()
    if_we = models.CharField(max_length=LONGEST_PART)
    then_it = models.CharField(max_length=LONGEST_PART)
    for_whom = models.CharField(max_length=LONGEST_PART)
    segment = models.JSONField(default=list)
    origin = models.CharField(max_length=12, default=FROM_HAND)
    root_cause = models.ForeignKey(RootCause, models.SET_NULL, null=True, related_name="+")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, related_name="+")
    heard_since = models.DateField()
    heard_from = models.CharField(max_length=10, default=NOT_HAPPY)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    owner_accepted_at = models.DateTimeField(null=True)
    sponsor = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    impact = models.PositiveSmallIntegerField(default=SOME)
    effort = models.PositiveSmallIntegerField(default=SOME)
    state = models.CharField(max_length=10, default=PROPOSED)
    state_since = models.DateTimeField()
    planned_start = models.DateField(null=True)
    planned_end = models.DateField(null=True)
    proposed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    asked = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    asked_at = models.DateTimeField(null=True)
    granted = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    spent = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    hoped_for = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    judged_by = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, related_name="+")
    treatment = models.OneToOneField(Treatment, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    told = models.JSONField(default=dict)
    telling_began_at = models.DateTimeField(null=True)
    said = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INITIATIVE_STATES), name="initiative_state_known"),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="initiative_origin_known"),
            models.CheckConstraint(condition=Q(heard_from__in=HEARD_FROM), name="initiative_heard_from_known"),
            models.CheckConstraint(
                condition=Q(impact__in=SIZES, effort__in=SIZES), name="initiative_impact_and_effort_1_to_3"
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__lte=models.F("asked")), name="initiative_granted_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "-state_since"], name="initiative_by_state"),
            models.Index(fields=["workspace", "root_cause"], name="initiative_by_cause"),
            models.Index(fields=["workspace", "theme"], name="initiative_by_theme"),
            models.Index(fields=["workspace", "touchpoint"], name="initiative_by_touchpoint"),
            models.Index(fields=["workspace", "owner", "state"], name="initiative_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativePin(models.Model):
    """An answer or a case that belongs to the evidence because somebody said so."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="pins")
    response = models.ForeignKey(Response, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    pinned_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(response=None, case__isnull=False) | Q(response__isnull=False, case=None),
                name="pin_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["initiative", "response"], condition=Q(response__isnull=False), name="pinned_answer_once"
            ),
            models.UniqueConstraint(
                fields=["initiative", "case"], condition=Q(case__isnull=False), name="pinned_case_once"
            ),
        ]

    def __str__(self) -> str:
        return f"pin of {self.initiative_id}"


class InitiativeTask(models.Model):
    """One step of an initiative: who does it, until when, and when it was done."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=LONGEST_PART)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "initiative", "due_on"], name="initiative_task_in_order"),
            models.Index(
                fields=["workspace", "owner", "due_on"], condition=Q(done_at=None), name="initiative_task_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class InitiativeReview(models.Model):
    """A day on which somebody decides whether an initiative goes on, changes or stops, and what they decided."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="reviews")
    due_on = models.DateField()
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=("", *REVIEW_VERDICTS)), name="review_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict="", made_at=None) | ~Q(verdict="") & Q(made_at__isnull=False),
                name="review_made_with_verdict",
            ),
            models.UniqueConstraint(fields=["initiative", "due_on"], name="review_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["workspace", "due_on"], condition=Q(made_at=None), name="initiative_review_due")
        ]

    def __str__(self) -> str:
        return f"review {self.due_on} of {self.initiative_id}"


class InitiativeEntry(models.Model):
    """Something that happened to an initiative: by whom, and in their words why. It is never changed."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "initiative entries"
        constraints = [models.CheckConstraint(condition=Q(kind__in=ENTRY_KINDS), name="initiative_entry_kind_known")]
        indexes = [models.Index(fields=["workspace", "initiative", "-at", "-id"], name="initiative_entry_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.initiative_id}"


class Telling(models.Model):
    """That a person who raised something is to be told what was done, was told by `letter`, or was left out and why.

    Nobody has two rows for one initiative. `look_at` is when a row that is due is decided about, or once more;
    `response` is the newest answer in which they raised it.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="tellings")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, default=TO_TELL)
    reason = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TELLING_STATES), name="telling_state_known"),
            models.UniqueConstraint(fields=["initiative", "contact"], name="told_once_of_initiative"),
        ]
        indexes = [
            models.Index(fields=["look_at", "id"], condition=Q(state=TO_TELL), name="telling_queue"),
            models.Index(fields=["workspace", "contact", "-decided_at"], name="telling_by_contact"),
        ]

    def __str__(self) -> str:
        return f"telling of {self.initiative_id} to {self.contact_id}"
