"""How a workspace looks after its cases."""

from django.db.models import QuerySet

from kuule.act.models import CaseSettings
from kuule.act.rules.attention import Steps
from kuule.act.rules.due import LetterHours, WorkingDays
from kuule.workspaces.models import Workspace


def case_settings(workspace: Workspace) -> CaseSettings:
    """Return how a workspace looks after its cases: what it decided, else the defaults (not saved)."""
    known = CaseSettings.objects.filter(workspace=workspace).first()
    return known or CaseSettings(workspace=workspace, since=workspace.created_at, changed_at=workspace.created_at)


def workspaces_to_begin() -> QuerySet[Workspace]:
    """Return the workspaces that have no playbooks yet because nobody has made their first ones."""
    begun = CaseSettings.objects.filter(begun_at__isnull=False)
    return Workspace.objects.exclude(pk__in=begun.values("workspace")).order_by("pk")


def steps_of(settings: CaseSettings) -> Steps:
    """Return when somebody is reminded of a case, and when others hear of it."""
    return Steps(
        remind_before=settings.remind_before,
        managers_after=settings.managers_after,
        owners_after=settings.owners_after,
    )


def letter_hours(settings: CaseSettings, days: WorkingDays) -> LetterHours:
    """Return when letters about cases may be written."""
    return LetterHours(days, settings.letters_from, settings.letters_until)
