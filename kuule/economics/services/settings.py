"""How a company counts its money: changing it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.economics.models import MoneySettings
from kuule.economics.services.kept import recount_figures
from kuule.economics.services.reconversion import blank_amounts, reconvert
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CHANGEABLE = frozenset(
    {"currency", "discount", "horizon_years", "margin_share", "silent_days", "hearers", "hearer_loss"}
)


@transaction.atomic
def change_money_settings(*, workspace: Workspace, actor: Actor, now: datetime, **changes: Any) -> MoneySettings:
    """Change how a company counts its money. No change writes nothing.

    With another currency all amounts are converted anew, at once or by a worker when there are many; until then those
    in other currencies are in no figure.
    """
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"Money has no {sorted(changes.keys() - CHANGEABLE)} to change.")
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    settings = MoneySettings.objects.filter(workspace=workspace).first()
    settings = settings or MoneySettings(workspace=workspace, changed_at=now)
    new = {name: value for name, value in changes.items() if getattr(settings, name) != value}
    if not new:
        return settings
    for name, value in new.items():
        setattr(settings, name, value)
    settings.changed_at = now
    settings.save()
    record(workspace=workspace, actor=actor, act="money_settings_changed", subject=settings, now=now)
    recount_figures(workspace, now=now)
    if "currency" in new:
        blank_amounts(workspace)
        reconvert(workspace=workspace, actor=actor, now=now)
    return settings
