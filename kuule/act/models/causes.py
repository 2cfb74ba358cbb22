"""The company's own tree of root causes."""

from django.db import models
from django.db.models import Q

from kuule.act.rules import LONGEST_NAME
from kuule.workspaces.models import Workspace


class RootCause(models.Model):
    """Why customers were unhappy, in the company's own words; a narrower cause names the wider one as its parent.

    One that is not used any more is archived: cases of the past keep it. One that became part of another is archived
    too, and says of which; its cases are that one's.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    name = models.CharField(max_length=LONGEST_NAME)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "parent", "name"], condition=Q(parent__isnull=False), name="cause_once_in_parent"
            ),
            models.UniqueConstraint(fields=["workspace", "name"], condition=Q(parent=None), name="cause_once_on_top"),
        ]
        indexes = [models.Index(fields=["workspace", "parent", "position", "id"], name="cause_in_order")]

    def __str__(self) -> str:
        return self.name
