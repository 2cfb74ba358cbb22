"""Saying what a workspace wants to hear from its accounts."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.dispatch.models import CoverageSettings
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def change_coverage(*, workspace: Workspace, actor: Actor, now: datetime, **changes: Any) -> CoverageSettings:
    """Change the settings of a workspace; fields that are not named stay as they are."""
    settings, _is_new = CoverageSettings.objects.update_or_create(workspace=workspace, defaults=changes)
    record(workspace=workspace, actor=actor, act="coverage_changed", subject=settings, now=now)
    return settings
