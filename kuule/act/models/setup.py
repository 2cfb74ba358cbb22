"""What a programme is for, and who stands behind it by name."""

from django.db import models
from django.db.models import Q

from kuule.act.rules.goals import LONGEST_AIM
from kuule.act.rules.setup import PARTS
from kuule.dispatch.models import Wave
from kuule.workspaces.models import Member, Workspace


class Charter(models.Model):
    """What a programme is for: the decisions that its answers shall help with, and how exact they have to be.

    `margin` is half the interval of the score that is good enough for them, in points; `case_minutes` is how long one
    unhappy customer keeps somebody busy, and `case_hours` how many hours a week there are for it. `pilot` is the wave
    that asked a few accounts first.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    aim = models.CharField(max_length=LONGEST_AIM)
    first_result_on = models.DateField()
    margin = models.FloatField(default=10.0)
    case_minutes = models.PositiveSmallIntegerField(default=45)
    case_hours = models.PositiveSmallIntegerField(default=8)
    pilot = models.ForeignKey(Wave, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"charter of {self.workspace_id}"


class CharterPart(models.Model):
    """That a member was asked to stand behind the programme, as its sponsor or as one of its owners, and accepted."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    part = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "part"], name="charter_part_once"),
            models.UniqueConstraint(fields=["workspace"], condition=Q(part="sponsor"), name="charter_one_sponsor"),
            models.CheckConstraint(condition=Q(part__in=PARTS), name="charter_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.member_id}"
