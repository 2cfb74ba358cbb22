"""Alerts of a workspace, what waits for them, and what they told."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, Q

from kuule.act.models import Case
from kuule.act.rules import OPEN
from kuule.act.rules.due import LetterHours
from kuule.act.selectors.calendars import working_days
from kuule.act.selectors.settings import case_settings, letter_hours
from kuule.connect.models import Alert, AlertDelivery, AlertDigest, AlertNews
from kuule.connect.rules.alerts import CASE_LATE, FRESH_FOR, SHOWN_FOR
from kuule.dispatch.rules import DUE
from kuule.workspaces.models import Member, Workspace

SHOWN_DIGESTS = 50


def alerts_of(workspace: Workspace, *, now: datetime) -> list[tuple[Alert, bool]]:
    """Return the alerts of a workspace by name, each with whether it had nothing to tell for so long that one looks."""
    found = Alert.objects.filter(workspace=workspace).annotate(heard_at=Max("news__noticed_at"))
    return [(each, _is_silent(each, each.heard_at, now)) for each in found.order_by("name", "pk")]


def alert_of(workspace: Workspace, *, alert_id: int) -> Alert | None:
    """Return one alert of a workspace, or None."""
    return Alert.objects.filter(workspace=workspace, pk=alert_id).select_related("workspace").first()


def has_alerts() -> bool:
    """Tell whether there is any alert that is on."""
    return Alert.objects.filter(is_on=True).exists()


def alerts_for(events: Collection[str], *, workspaces: Collection[int]) -> dict[int, list[Alert]]:
    """Return the alerts that want to hear of one of these events, by workspace."""
    found: dict[int, list[Alert]] = {}
    for alert in Alert.objects.filter(workspace__in=workspaces, is_on=True).select_related("workspace").order_by("pk"):
        if set(events).intersection(alert.events):
            found.setdefault(alert.workspace_id, []).append(alert)
    return found


def alerts_of_late_cases() -> list[Alert]:
    """Return the alerts that want to hear of cases that are late."""
    found = Alert.objects.filter(is_on=True).select_related("workspace").order_by("pk")
    return [alert for alert in found if CASE_LATE in alert.events]


def newly_late_cases(alert: Alert, *, now: datetime) -> list[Case]:
    """Return the open cases that became late since an alert is on, and of which it has not heard."""
    known = AlertNews.objects.filter(alert=alert, event=CASE_LATE, row_id=OuterRef("pk"), at=OuterRef("due_at"))
    late = Case.objects.filter(
        Q(snoozed_until=None) | Q(snoozed_until__lte=now),
        workspace=alert.workspace_id,
        state=OPEN,
        contacted_at=None,
        due_at__lt=now,
        due_at__gte=max(alert.since, now - FRESH_FOR),
    )
    parts = ("account", "contact", "response__workspace")
    return list(late.filter(~Exists(known)).select_related(*parts).order_by("due_at", "pk"))


def waiting_alerts() -> list[int]:
    """Return the ids of the alerts for which something waits."""
    waiting = AlertNews.objects.filter(alert=OuterRef("pk"), digest=None)
    return list(Alert.objects.filter(Exists(waiting), is_on=True).order_by("pk").values_list("pk", flat=True))


def digests_today(alert: Alert, *, now: datetime) -> int:
    """Return how many messages an alert made today, by the clock of its workspace; tests do not count."""
    local = now.astimezone(ZoneInfo(alert.workspace.timezone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return AlertDigest.objects.filter(alert=alert, made_at__gte=midnight, count__gt=0).count()


def alert_hours(alert: Alert, *, now: datetime) -> LetterHours:
    """Return the working hours of those whom an alert tells."""
    workspace = alert.workspace
    day = now.astimezone(ZoneInfo(workspace.timezone)).date()
    return letter_hours(case_settings(workspace), working_days(workspace, alert.to_team, around=day))


def members_told(alert: Alert) -> list[Member]:
    """Return whom an alert tells by mail: the members that it names and those of its team, each once."""
    named = Q(pk__in=alert.to_members.values("pk"))
    of_team = Q(teams=alert.to_team_id) if alert.to_team_id else Q(pk=None)
    found = Member.objects.filter(named | of_team, workspace=alert.workspace_id, user__is_active=True)
    return list(found.distinct().order_by("pk"))


def waiting_of_alert(alert: Alert) -> int:
    """Return how much waits for the next message of an alert."""
    return AlertNews.objects.filter(alert=alert, digest=None).count()


def digests_of(alert: Alert) -> list[AlertDigest]:
    """Return the last messages of an alert with their handovers, the newest first."""
    found = AlertDigest.objects.filter(alert=alert).prefetch_related("deliveries__member__user")
    return list(found.order_by("-made_at", "-pk")[:SHOWN_DIGESTS])


def due_deliveries(*, by_mail: bool, now: datetime, limit: int) -> list[int]:
    """Return the ids of handovers that are due, by mail or to chats, those that wait longest first."""
    due = AlertDelivery.objects.filter(state=DUE, due_at__lte=now, member__isnull=not by_mail)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def _is_silent(alert: Alert, heard_at: datetime | None, now: datetime) -> bool:
    return alert.is_on and max(heard_at or alert.since, alert.since) < now - SHOWN_FOR
