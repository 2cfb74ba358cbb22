"""Initiatives, and people who raised what they are about, for tests of this room."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kuule.act.models import Case, Initiative
from kuule.act.rules import DETRACTOR
from kuule.act.services.initiative_moves import (
    ask_for_initiative,
    begin_initiative,
    finish_initiative,
    grant_initiative,
)
from kuule.act.services.initiatives import InitiativePlan, accept_initiative, propose_initiative
from kuule.act.services.opening import CasePlan, open_case
from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.services.themes import ThemeSettings, make_theme
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW

HEARD_SINCE = date(2025, 12, 1)
TEXTS = {
    "en": {"subject": "You told us about waiting", "words": "Now somebody answers at noon."},
    "fi": {"subject": "Kerroit odottamisesta", "words": "Nyt joku vastaa myös keskipäivällä."},
}


def plan_of(**told: Any) -> InitiativePlan:
    """Return a plan in which a few things are different."""
    usual: dict[str, Any] = {
        "title": "Answer at noon",
        "cause": "Nobody answers between eleven and one.",
        "if_we": "take turns at noon",
        "then_it": "fewer wait",
        "for_whom": "small firms",
        "heard_since": HEARD_SINCE,
    }
    return InitiativePlan(**{**usual, **told})


def propose(workspace: Workspace, *, member: Member | None = None, now: datetime = NOW, **told: Any) -> Initiative:
    """Propose an initiative."""
    return propose_initiative(workspace=workspace, plan=plan_of(**told), member=member, actor=SYSTEM, now=now)


def carry_out(
    initiative: Initiative, *, owner: Member, now: datetime, felt_from: date, done_at: datetime | None = None
) -> None:
    """Let an initiative be asked for, granted, taken on, begun, and done where that is told."""
    who: dict[str, Any] = {"initiative": initiative, "actor": SYSTEM, "now": now}
    ask_for_initiative(asked=Decimal(9000), words="Two people at noon", **who)
    grant_initiative(granted=Decimal(6000), words="One is enough", **who)
    accept_initiative(member=owner, **who)
    begin_initiative(felt_from=felt_from, **who)
    if done_at is not None:
        finish_initiative(initiative=initiative, words="", actor=SYSTEM, now=done_at)


def theme_of(workspace: Workspace, *answers: Response, name: str = "Waiting") -> Theme:
    """Make a theme that some answers speak of."""
    settings = ThemeSettings(names={"en": name}, words={})
    theme = make_theme(workspace=workspace, settings=settings, actor=SYSTEM, now=NOW)
    ThemeLabel.objects.bulk_create(
        ThemeLabel(workspace=workspace, response=each, theme=theme, probability=0.9) for each in answers
    )
    return theme


def case_about(response: Response, **told: Any) -> Case:
    """Open a case about an answer."""
    plan = CasePlan(
        reason=DETRACTOR,
        due_at=response.answered_at + timedelta(days=1),
        response=response,
        contact=response.contact,
        account=response.account,
        owner=told.pop("owner", None),
    )
    case = open_case(workspace=response.workspace, plan=plan, actor=SYSTEM, now=response.answered_at)
    Case.objects.filter(pk=case.pk).update(**told)
    case.refresh_from_db()
    return case
