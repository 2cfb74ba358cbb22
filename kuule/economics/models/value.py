"""What is kept of figures of value: those that take long, bands on accounts, and which answers were read for money."""

from django.db import models

from kuule.responses.models import Response
from kuule.workspaces.models import Workspace


class ValueBands(models.Model):
    """That a company keeps the bands of value as properties of its accounts; `refreshed_on` is when they last were."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="+")
    refreshed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"bands of {self.workspace_id}"


class AnswerTold(models.Model):
    """That an answer was read for what brought a customer and whom it recommended, as it stood at `as_of`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    response = models.OneToOneField(Response, models.CASCADE, related_name="+")
    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return f"told by {self.response_id}"


class KeptFigures(models.Model):
    """Figures of a page that take long to count: as JSON, as they were at `counted_at`, None while they never were.

    `kind` is a key of `answers.kept` and `asked` what is asked of it, such as a segment, as JSON. They hold sums and no
    customer. `due_at` is when to count them again: whoever begins to moves it on and adds to `attempts`, which is 0
    again when the figures are there, so that a count that dies is due again by itself.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    asked = models.CharField(max_length=2000)
    figures = models.TextField(blank=True)
    counted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "asked"], name="kept_figures_once")]
        indexes = [models.Index(fields=["due_at"], name="kept_figures_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.workspace_id}"
