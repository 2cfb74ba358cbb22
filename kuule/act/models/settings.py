"""How a workspace looks after its cases, and the outbox by which it hears of answers."""

from django.db import models
from django.db.models import Q

from kuule.act.rules.attention import USUAL_MANAGERS_AFTER, USUAL_OWNERS_AFTER, USUAL_REMIND_HOURS
from kuule.act.rules.capacity import USUAL_CALLS
from kuule.workspaces.models import Workspace


class CaseSettings(models.Model):
    """How a workspace looks after its cases. A drain makes the row of a new workspace, with its first playbooks.

    Answers from before `since` open no case, but for those of a file that was brought in later. `begun_at` is when the
    first playbooks were made, None until then. The owner of a case is
    reminded `remind_before` hours before it is due (0: never); its managers hear of it `managers_after` hours after,
    the owners of the workspace `owners_after` hours after. Letters are written between the hours `letters_from` and
    `letters_until` of working days. `calls_a_day` is how many customers one member can call.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    remind_before = models.PositiveSmallIntegerField(default=USUAL_REMIND_HOURS)
    managers_after = models.PositiveSmallIntegerField(default=USUAL_MANAGERS_AFTER)
    owners_after = models.PositiveSmallIntegerField(default=USUAL_OWNERS_AFTER)
    letters_from = models.PositiveSmallIntegerField(default=8)
    letters_until = models.PositiveSmallIntegerField(default=18)
    calls_a_day = models.PositiveSmallIntegerField(default=USUAL_CALLS)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(letters_from__lt=models.F("letters_until"), letters_until__lte=24),
                name="case_letters_have_hours",
            ),
            models.CheckConstraint(condition=Q(calls_a_day__gte=1), name="case_calls_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"cases of {self.workspace_id}"


class AnswerNews(models.Model):
    """An answer that is new or changed and has yet to be looked at: an entry of an outbox, written by triggers.

    It carries ids alone, as `lib.outbox` tells. Nobody looks at it before `not_before`: somebody may still be writing.
    """

    workspace_id = models.BigIntegerField()
    row_id = models.BigIntegerField()
    not_before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"news of {self.row_id}"
