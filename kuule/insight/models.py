"""What the company believes its customers would say, before they say it."""

from django.db import models
from django.db.models import Q

from kuule.contacts.models import Account
from kuule.insight.rules import GUESS_MAIL_STATES, MAIL_DUE
from kuule.workspaces.models import Member, Workspace


class GuessPlan(models.Model):
    """Whether the owners of accounts are asked every week what their accounts would answer."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"guesses of {self.workspace_id}"


class GuessMail(models.Model):
    """One weekly mail to an owner of accounts. The state is written before and after the handover.

    `week` is its Monday in the company's zone, so that nobody gets two.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    week = models.DateField()
    state = models.CharField(max_length=10, default=MAIL_DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week"], name="guess_mail_once_a_week"),
            models.CheckConstraint(condition=Q(state__in=GUESS_MAIL_STATES), name="guess_mail_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="guess_mail_queue")]

    def __str__(self) -> str:
        return f"week {self.week} of {self.member_id}"


class Guess(models.Model):
    """Which score the owner of an account believes its people will give; it is never changed, only guessed anew.

    It is held against the answers that come after it, until the next guess about the account.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    guessed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__lte=10), name="guess_0_to_10")]
        indexes = [
            models.Index(fields=["workspace", "account", "-guessed_at"], name="guess_by_account"),
            models.Index(fields=["workspace", "member", "-guessed_at"], name="guess_by_member"),
        ]

    def __str__(self) -> str:
        return f"guess {self.pk}"
