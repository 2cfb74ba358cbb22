"""Run beside Kuule's own settings: makes invitations whose links are known, and a key that may tell of answers."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.utils import timezone

from bench.invitations import invite
from kuule.surveys.models import Survey
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.selectors import workspace_by_slug
from kuule.workspaces.services import issue_key

if __name__ == "__main__":
    links = invite(int(sys.argv[1]))
    workspace = workspace_by_slug("bench")
    _key, secret = issue_key(
        workspace=workspace, name="Bench", scopes=["responses:write"], actor=SYSTEM, now=timezone.now()
    )
    print(json.dumps({"links": links, "key": secret, "survey": Survey.objects.get(workspace=workspace).pk}))
