"""Who is away, and will be."""

from datetime import date

from django.db.models import QuerySet

from kuule.act.models import Absence
from kuule.workspaces.models import Member, Workspace


def absences_from(workspace: Workspace, *, day: date, only: Member | None = None) -> QuerySet[Absence]:
    """Return the absences that are not over on a day, the first to begin at the top; of all or of one member."""
    found = Absence.objects.filter(workspace=workspace, last_day__gte=day)
    if only is not None:
        found = found.filter(member=only)
    return found.select_related("member__user", "stand_in__user").order_by("first_day", "pk")
