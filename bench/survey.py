"""Publishes a survey in the workspace `bench` of a home folder."""

import os
import subprocess
import sys
from pathlib import Path

from bench.servers import environment


def published(home: Path) -> None:
    """Publish the relationship survey in a process of its own."""
    subprocess.run([sys.executable, "-m", "bench.survey"], env=environment(home), check=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from kuule.surveys.services import create_from_starter, publish_survey
    from kuule.workspaces.rules import SYSTEM
    from kuule.workspaces.selectors import workspace_by_slug

    now, workspace = timezone.now(), workspace_by_slug("bench")
    survey = create_from_starter(workspace=workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
