"""The set-up path on lower pages: where nothing else is to be shown yet, and before many are asked."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kuule.act.answers.setup import path_for
from kuule.act.rules.setup import MOST_PILOT_PEOPLE, NOT_ACCEPTED, are_accepted
from kuule.act.selectors.setup import charter_of, charter_parts, named_in
from kuule.surveys.services.gates import Count, GateClosed
from kuule.workspaces.models import Member, Workspace


def setup_path(page: Mapping[str, Any]) -> str:
    """Show how far the programme has come, with the pages that a member may open."""
    member: Member = page["member"]
    context = {"workspace": member.workspace, **path_for(member)}
    return render_to_string("act/_setup_path.html", context)


def acceptance_gate(workspace: Workspace, people: Count | None) -> GateClosed | None:
    """Return why so many may not be asked yet: a programme that began with an aim waits for those who stand behind it.

    A few people may be asked before: that is a pilot.
    """
    if charter_of(workspace) is None or are_accepted(named_in(workspace)):
        return None
    if people is not None and people() <= MOST_PILOT_PEOPLE:
        return None
    waiting = charter_parts(workspace).filter(accepted_at=None)
    names = dict.fromkeys(str(part.member) for part in waiting)
    return GateClosed(NOT_ACCEPTED, names=list(names), url=reverse("setup_names", args=[workspace.slug]))
