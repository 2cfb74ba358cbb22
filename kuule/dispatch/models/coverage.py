"""What a workspace wants to hear from its accounts."""

from django.db import models

from kuule.workspaces.models import Workspace

USUAL_MONTHS, USUAL_TARGET = 12, 80


class CoverageSettings(models.Model):
    """What counts as being heard: an answer in the last `months`, and a target for the share of revenue, in percent.

    `revenue_key` names the property of accounts that is their revenue, "" none. A workspace without a row has the
    usual values.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    months = models.PositiveSmallIntegerField(default=USUAL_MONTHS)
    revenue_key = models.CharField(max_length=60, blank=True)
    target = models.PositiveSmallIntegerField(default=USUAL_TARGET)

    def __str__(self) -> str:
        return f"coverage in {self.workspace_id}"
