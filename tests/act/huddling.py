"""Teams with accounts, answers and cases, for tests of huddles, pulses and the Today page."""

from datetime import datetime, time, timedelta
from typing import Any

from kuule.act.models import Case, Huddle, HuddlePlan
from kuule.act.rules import DETRACTOR
from kuule.act.services.huddles import Rhythm, set_rhythm
from kuule.act.services.opening import CasePlan, open_case
from kuule.contacts.models import Account
from kuule.insight.models import Theme, ThemeLabel
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Team
from kuule.workspaces.rules import FRONTLINE, SYSTEM
from kuule.workspaces.services import form_team
from tests.conftest import NOW, make_member
from tests.insight.conftest import Programme

NINE = time(9)
YESTERDAY = NOW - timedelta(days=1)


def team_of(programme: Programme, name: str, *members: Member) -> Team:
    team = form_team(workspace=programme.workspace, name=name, actor=SYSTEM, now=NOW)
    team.members.add(*members)
    return team


def crew(programme: Programme, team: Team, count: int) -> list[Member]:
    """Return so many new frontline members of a team."""
    made = [make_member(programme.workspace, f"{team.name}{number}", FRONTLINE) for number in range(count)]
    team.members.add(*made)
    return made


def rhythm(programme: Programme, team: Team | None = None, *, now: datetime = NOW, **told: Any) -> HuddlePlan:
    """Let a team meet on Mondays at nine."""
    settings = {"team": team, "touchpoint": None, "weekdays": [0], "at": NINE, **told}
    return set_rhythm(workspace=programme.workspace, rhythm=Rhythm(**settings), actor=SYSTEM, now=now)


def coming(plan: HuddlePlan) -> Huddle:
    return plan.huddles.filter(state="planned").earliest("planned_at")


def account_of(programme: Programme, name: str, team: Team | None = None, owner: Member | None = None) -> Account:
    account = programme.account(name)
    account.team, account.owner = team, owner
    account.save()
    return account


def said(
    programme: Programme,
    account: Account,
    score: int,
    words: str,
    *,
    about: Theme | None = None,
    at: datetime = YESTERDAY,
) -> Response:
    """Let somebody of an account answer, about a theme."""
    response = programme.answer(score, contact=programme.contact(account=account), at=at, verbatim=words)
    if about is not None:
        ThemeLabel.objects.create(workspace=programme.workspace, response=response, theme=about, probability=0.9)
    return response


def theme(programme: Programme, name: str) -> Theme:
    return Theme.objects.create(workspace=programme.workspace, names={"en": name}, origin="own", created_at=NOW)


def a_case(programme: Programme, response: Response, **told: Any) -> Case:
    plan = {"reason": DETRACTOR, "due_at": NOW + timedelta(hours=5), "response": response, "contact": response.contact}
    plan = CasePlan(**{**plan, "account": response.account, **told})
    return open_case(workspace=programme.workspace, plan=plan, actor=SYSTEM, now=YESTERDAY)
