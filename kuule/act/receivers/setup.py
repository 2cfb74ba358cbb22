"""The set-up path where a workspace has nothing else to show yet."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from kuule.act.answers.setup import path_for
from kuule.workspaces.models import Member


def setup_path(page: Mapping[str, Any]) -> str:
    """Show how far the programme has come, with the pages that a member may open."""
    member: Member = page["member"]
    context = {"workspace": member.workspace, **path_for(member)}
    return render_to_string("act/_setup_path.html", context)
