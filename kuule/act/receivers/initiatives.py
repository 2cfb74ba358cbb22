"""What is done about a theme, a touchpoint or a root cause, on the page about it."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kuule.act.selectors.evidence import causes_within
from kuule.act.selectors.initiatives import initiatives_of
from kuule.workspaces.rules import is_allowed


def initiatives_of_theme(page: Mapping[str, Any]) -> str:
    """Show the initiatives about a theme, and the way to make one of it."""
    theme = page["theme"]
    return _card(page, about=f"theme={theme.pk}", theme=theme.pk)


def initiatives_of_touchpoint(page: Mapping[str, Any]) -> str:
    """Show the initiatives about a touchpoint, and the way to make one of it."""
    touchpoint = page["touchpoint"]
    return _card(page, about=f"touchpoint={touchpoint.pk}", touchpoint=touchpoint.pk)


def initiatives_of_cause(page: Mapping[str, Any]) -> str:
    """Show the initiatives about a root cause or a narrower one, and the way to make one of it."""
    cause = page["cause"]
    within = causes_within(cause.pk, workspace_id=cause.workspace_id)
    return _card(page, about=f"cause={cause.pk}", root_cause__in=within)


def _card(page: Mapping[str, Any], *, about: str, **criteria: Any) -> str:
    workspace, member = page["workspace"], page["member"]
    found = list(initiatives_of(workspace).filter(**criteria))
    may_change = is_allowed(member.role, "change_improvements")
    if not found and not may_change:
        return ""
    context = {
        "workspace": workspace,
        "initiatives": found,
        "new_url": f"{reverse('initiative_new', args=[workspace.slug])}?{about}" if may_change else "",
    }
    return render_to_string("act/_initiatives_about.html", context)
