"""What customers say after a case: whether it was solved, and whether they want to help us get better."""

from django.db import models
from django.db.models import Q

from kuule.act.models.cases import Case
from kuule.act.models.letters import Letter
from kuule.contacts.models import Contact
from kuule.workspaces.models import Member, Workspace


class SolvedAnswer(models.Model):
    """What a customer answered to the question whether it was solved, each letter once; they may change their mind."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="solved_answers")
    letter = models.OneToOneField(Letter, models.CASCADE, related_name="+")
    is_solved = models.BooleanField()
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "case", "answered_at"], name="solved_by_case")]

    def __str__(self) -> str:
        return f"{self.is_solved} of {self.case_id}"


class PanelMember(models.Model):
    """A customer who was invited to the panel: those who help to improve what made them unhappy.

    Who joined agreed to it at `joined_at`, and may leave at any time. `letter` is the invitation, whose link works for
    both.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    invited_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(joined_at__isnull=False), name="panel_left_only_after_joining"
            )
        ]
        indexes = [models.Index(fields=["workspace", "-invited_at", "-id"], name="panel_newest")]

    def __str__(self) -> str:
        return f"panel {self.contact_id}"
