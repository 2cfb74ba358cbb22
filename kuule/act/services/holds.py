"""That nobody is asked by a survey while a case is open."""

from datetime import datetime

from kuule.act.models import Case
from kuule.act.selectors.merged import cases_within
from kuule.dispatch.models import AskHold
from kuule.dispatch.rules import CASE_OPEN
from kuule.dispatch.services import place_hold, release_hold
from kuule.dispatch.services.limits import LONGEST_HOLDS
from kuule.workspaces.rules import Actor


def hold_for_case(*, case: Case, actor: Actor, now: datetime) -> None:
    """Ask the person of a case nothing for 14 days, or until it is closed."""
    if case.contact is not None:
        place_hold(
            workspace=case.workspace,
            subject=case.contact,
            reason=CASE_OPEN,
            until=now + LONGEST_HOLDS[CASE_OPEN],
            actor=actor,
            now=now,
            about=case,
        )


def release_case_holds(*, case: Case, actor: Actor, now: datetime) -> None:
    """Let the people of a case and of those merged into it be asked again. Twice is as good as once."""
    named = {"about_type": case._meta.model_name, "about_id__in": cases_within(case)}
    for hold in AskHold.objects.filter(workspace=case.workspace, reason=CASE_OPEN, released_at=None, **named):
        release_hold(hold=hold, actor=actor, now=now)
