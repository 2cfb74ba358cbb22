"""The drains of goals and programme health."""

import structlog
from django.utils import timezone

from kuule.act.selectors.goals import goals_without_point
from kuule.act.selectors.health import workspaces_without_reading
from kuule.act.services.goals import keep_goal_point
from kuule.act.services.health import keep_health

log = structlog.get_logger("kuule.act")

GOALS_PER_CALL = 200


def drain_goal_points() -> int:
    """Keep the figure of each open goal, once a day. Returns how many were kept."""
    kept, today = 0, timezone.now().date()
    for goal in goals_without_point(day=today)[:GOALS_PER_CALL]:
        try:
            kept += keep_goal_point(goal=goal, day=today)
        except Exception:
            log.exception("goal_point_not_kept", goal=goal.pk)
    return kept


def drain_health() -> int:
    """Keep what the checks of each programme find, once a day. Returns how many readings were kept."""
    now, kept = timezone.now(), 0
    for workspace in workspaces_without_reading(day=now.date()):
        try:
            kept += keep_health(workspace=workspace, day=now.date(), now=now)
        except Exception:
            log.exception("health_not_kept", workspace=workspace.pk)
    return kept
