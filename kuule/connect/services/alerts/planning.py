"""Alerts: set up, changed, switched, tried and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kuule.connect.models import Alert, AlertDigest
from kuule.connect.rules.alerts import ALERT_EVENTS, HIGHEST_MOST_A_DAY, USUAL_MOST_A_DAY
from kuule.connect.selectors.alerts import members_told
from kuule.connect.services.alerts.gathering import write_deliveries
from kuule.dispatch.selectors.chats import chat_room_of
from kuule.insight.models import Theme
from kuule.surveys.models import Survey, Touchpoint
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

GROUPS = (DETRACTOR, PASSIVE, PROMOTER)
# What an alert is about.
_MEANING = ("events", "groups", "survey", "touchpoint", "theme", "team", "owner", "least_value")


@dataclass(frozen=True, slots=True)
class AlertPlan:
    """What somebody wants to be told of, and who: see `Alert`."""

    name: str
    events: Sequence[str]
    groups: Sequence[str] = ()
    survey: Survey | None = None
    touchpoint: Touchpoint | None = None
    theme: Theme | None = None
    team: Team | None = None
    owner: Member | None = None
    least_value: Decimal | None = None
    to_members: Sequence[Member] = ()
    to_team: Team | None = None
    to_chat: bool = False
    shows_personal: bool = False
    language: str = ""
    only_in_hours: bool = False
    most_a_day: int = USUAL_MOST_A_DAY

    @property
    def columns(self) -> dict[str, Any]:
        """Return it as columns of an alert; whom it names among the members stands beside them."""
        same = ("survey", "touchpoint", "theme", "team", "owner", "least_value", "to_team", "to_chat")
        more = ("name", "shows_personal", "language", "only_in_hours")
        return {
            **{name: getattr(self, name) for name in (*same, *more)},
            "events": [each for each in ALERT_EVENTS if each in self.events],
            "groups": [each for each in GROUPS if each in self.groups],
            "most_a_day": min(max(self.most_a_day, 1), HIGHEST_MOST_A_DAY),
        }


@transaction.atomic
def add_alert(*, workspace: Workspace, plan: AlertPlan, actor: Actor, now: datetime) -> Alert:
    """Tell somebody from now on. Raises Refused("no_events"), Refused("nobody") or Refused("no_chat")."""
    _check(workspace, plan)
    alert = Alert.objects.create(workspace=workspace, since=now, **plan.columns)
    alert.to_members.set(plan.to_members)
    record(workspace=workspace, actor=actor, act="alert_added", subject=alert, now=now)
    return alert


@transaction.atomic
def change_alert(*, alert: Alert, plan: AlertPlan, actor: Actor, now: datetime) -> None:
    """Tell of something else, or somebody else. Raises as `add_alert`.

    What happened before is told as it was meant then; of something else is told from now on.
    """
    _check(alert.workspace, plan)
    changed, is_same = plan.columns, all(getattr(alert, name) == plan.columns[name] for name in _MEANING)
    Alert.objects.filter(pk=alert.pk).update(since=alert.since if is_same else now, **changed)
    alert.to_members.set(plan.to_members)
    record(workspace=alert.workspace, actor=actor, act="alert_changed", subject=alert, now=now)


@transaction.atomic
def switch_alert(*, alert: Alert, is_on: bool, actor: Actor, now: datetime) -> None:
    """Tell again, of what happens from now on; or nothing for now, and forget what waits."""
    if not Alert.objects.filter(pk=alert.pk, is_on=not is_on).update(is_on=is_on, since=now):
        return
    if not is_on:
        alert.news.filter(digest=None).delete()
    act = "alert_switched_on" if is_on else "alert_switched_off"
    record(workspace=alert.workspace, actor=actor, act=act, subject=alert, now=now)


@transaction.atomic
def remove_alert(*, alert: Alert, actor: Actor, now: datetime) -> None:
    """Tell nobody any more; what was told is forgotten."""
    record(workspace=alert.workspace, actor=actor, act="alert_removed", subject=alert, now=now)
    alert.delete()


@transaction.atomic
def try_alert(*, alert: Alert, actor: Actor, now: datetime) -> AlertDigest:
    """Send a message that tells of nothing to all whom an alert tells."""
    digest = AlertDigest.objects.create(workspace=alert.workspace, alert=alert, made_at=now, count=0)
    write_deliveries(digest=digest, members=members_told(alert), now=now)
    record(workspace=alert.workspace, actor=actor, act="alert_tested", subject=alert, now=now)
    return digest


def _check(workspace: Workspace, plan: AlertPlan) -> None:
    if not any(each in plan.events for each in ALERT_EVENTS):
        raise Refused("no_events")
    if not (plan.to_members or plan.to_team or plan.to_chat):
        raise Refused("nobody")
    if plan.to_chat and chat_room_of(workspace) is None:
        raise Refused("no_chat")
