"""The first playbooks and the calendar of a workspace."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuule.act.models import CaseSettings, Playbook, WorkCalendar
from kuule.act.rules import DETRACTOR, DRAWN, MOST_HOURS, SILENT, URGENT, USUAL_HOURS
from kuule.act.rules.due import MONDAY_TO_FRIDAY
from kuule.act.rules.triage import PRESSING, SOON
from kuule.act.selectors.calendars import country_of
from kuule.surveys.question_types.scales import PASSIVE, PROMOTER
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import record

FIRST_SHARE, FIRST_SILENT_DAYS = 10, 180


@transaction.atomic
def begin_cases(*, workspace: Workspace, now: datetime) -> CaseSettings:
    """Give a workspace its first playbooks and its calendar, once. Whoever comes second finds them made."""
    settings, _made = CaseSettings.objects.select_for_update().get_or_create(
        workspace=workspace, defaults={"since": workspace.created_at, "changed_at": now}
    )
    if settings.begun_at is not None:
        return settings
    settings.begun_at = now
    settings.save(update_fields=["begun_at"])
    with translation.override(workspace.language):
        _first_playbooks(workspace, now)
    WorkCalendar.objects.get_or_create(
        workspace=workspace,
        team=None,
        defaults={"weekdays": sorted(MONDAY_TO_FRIDAY), "country": country_of(workspace.timezone)},
    )
    record(workspace=workspace, actor=SYSTEM, act="cases_begun", subject=workspace, now=now)
    return settings


def _first_playbooks(workspace: Workspace, now: datetime) -> None:
    first = (
        Playbook(name=_("Unhappy customers"), reason=DETRACTOR, hours=USUAL_HOURS),
        Playbook(name=_("Words that cannot wait"), reason=URGENT, hours=USUAL_HOURS, urgency=PRESSING),
        Playbook(
            name=_("One in ten of the others"),
            reason=DRAWN,
            groups=[PASSIVE, PROMOTER],
            share=FIRST_SHARE,
            hours=MOST_HOURS,
        ),
        # Off until somebody has looked at whom it would concern: a history that was brought in may hold very many.
        Playbook(
            name=_("Decision-makers who fell silent"),
            reason=SILENT,
            silent_days=FIRST_SILENT_DAYS,
            hours=MOST_HOURS,
            urgency=SOON,
            is_on=False,
        ),
    )
    for position, playbook in enumerate(first):
        playbook.workspace, playbook.position, playbook.changed_at = workspace, position, now
        playbook.save()
