"""Founds the workspace `bench` in a home folder."""

import os
import subprocess
import sys
from pathlib import Path

from bench.servers import environment


def found(home: Path) -> None:
    """Found it in a process of its own."""
    subprocess.run([sys.executable, "-m", "bench.workspace"], env=environment(home), check=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from kuule.workspaces.rules import SYSTEM
    from kuule.workspaces.services import found_workspace, register_user

    now = timezone.now()
    owner = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    found_workspace(name="Bench", slug="bench", owner=owner, actor=SYSTEM, now=now)
