"""What is kept beside the figures of value: whether bands stand on accounts, and which answers were read for money."""

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
