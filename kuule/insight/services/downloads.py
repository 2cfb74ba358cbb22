"""Figures that leave Kuule as a file."""

from datetime import datetime

from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


def note_download(*, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Write down that somebody took figures out."""
    record(workspace=workspace, actor=actor, act="figures_taken", subject=workspace, now=now)
