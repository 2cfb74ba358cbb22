"""What keeps people from being asked too often, or at a bad moment, and every decision that came of it."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models.collectors import Collector
from kuule.dispatch.models.programmes import Programme
from kuule.dispatch.rules import VERDICTS
from kuule.dispatch.rules.limits import PERSON, SUBJECTS
from kuule.workspaces.models import Member, Workspace


class AskLimit(models.Model):
    """A limit on how often people are asked, beside the pause of the workspace; see `rules.limits.Limit`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=10, default=PERSON)
    family = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    min_days = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=0)
    period_days = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace"], name="limit_by_workspace")]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=SUBJECTS), name="limit_subject_known"),
            models.CheckConstraint(
                condition=Q(min_days__gt=0) | Q(most__gt=0, period_days__gt=0), name="limit_limits_something"
            ),
        ]

    def __str__(self) -> str:
        return f"limit {self.pk}"


class FamilyPriority(models.Model):
    """Which family of surveys goes first: so many days before the turn of a person others leave them alone."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    family = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.family} first"


class AskHold(models.Model):
    """That a person, or everybody in an account, is not asked for a while. `reason` is a code of `rules.reasons`.

    `about_type` and `about_id` name what it is for, such as the case that is open; nobody else ends it.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=20)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    placed_at = models.DateTimeField()
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "contact", "until"], name="hold_by_contact"),
            models.Index(fields=["workspace", "account", "until"], name="hold_by_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, account=None) | Q(contact=None, account__isnull=False),
                name="hold_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} until {self.until}"


class Exclusion(models.Model):
    """That somebody took a person out of being asked, and why: it is counted and shown, never silent."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(lifted_at=None), name="exclusion_once"),
        ]
        indexes = [models.Index(fields=["workspace", "lifted_at", "-placed_at"], name="exclusion_newest")]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"


class AskDecision(models.Model):
    """One decision about asking one person: when, for what, what came of it, and by which rule.

    Written whenever the decision differs from the one before about the same turn or occurrence, so that a long hold is
    one row. With an `invitation` it is about one more message of it: a reminder, or another channel.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="+")
    occurrence = models.ForeignKey("dispatch.Occurrence", models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey("dispatch.Invitation", models.CASCADE, null=True, related_name="+", db_index=False)
    collector = models.ForeignKey(Collector, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()
    verdict = models.CharField(max_length=8)
    rule = models.CharField(max_length=30, blank=True)
    until = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "contact", "-decided_at"], name="decision_by_contact"),
            models.Index(
                fields=["programme", "decided_at"], condition=Q(programme__isnull=False), name="decision_by_programme"
            ),
            models.Index(
                fields=["occurrence", "id"], condition=Q(occurrence__isnull=False), name="decision_by_occurrence"
            ),
            models.Index(
                fields=["invitation", "id"], condition=Q(invitation__isnull=False), name="decision_by_invitation"
            ),
        ]
        constraints = [models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="ask_verdict_known")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.rule}"
