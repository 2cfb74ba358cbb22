"""What a team says about itself, without names: that somebody answered is kept with them, what they said apart.

These are not answers to a survey. Everybody who may see results reads those, on many pages and in files; what one team
says is for that team, then for its managers, and for nobody else.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from kuule.act.rules.pulse import LONGEST_QUESTION
from kuule.workspaces.models import Member, Team, Workspace


class Pulse(models.Model):
    """One to three questions to a team. `questions` are keys of `rules.pulse`; `own_question` is worded by the team.

    Answers are taken until `closes_at`; then those who were asked see them, from `shared_at` on the `managers` too:
    those the team had when it was asked. Who joins later sees nothing.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    questions = models.JSONField(default=list)
    own_question = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    asks_words = models.BooleanField(default=True)
    opened_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    shared_at = models.DateTimeField()
    managers = models.ManyToManyField(Member, related_name="+")
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at"), shared_at__gte=F("closes_at")), name="pulse_team_first"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "team", "-opened_at"], name="pulse_newest_of_team"),
            models.Index(fields=["closes_at"], condition=Q(parted_at=None), name="pulse_to_part"),
        ]

    def __str__(self) -> str:
        return f"pulse {self.pk}"


class PulseTurn(models.Model):
    """That a member is asked, and whether they answered. When they did nobody keeps."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="turns")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "member"], name="pulse_asked_once")]
        indexes = [models.Index(fields=["workspace", "member"], name="pulse_by_member")]

    def __str__(self) -> str:
        return f"turn {self.pk}"


class PulseAnswer(models.Model):
    """What one of a team said: scores by question, and words. It has no time, no order and nobody's name.

    The key is drawn, not counted: a counted one would tell in which order answers came.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="answers")
    scores = models.JSONField(default=dict)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "pulse"], name="pulse_answer_of_pulse")]

    def __str__(self) -> str:
        return "an answer"
