"""What the pages of a workspace say. As a program, `python -m … SLUG MOMENT`, it tells so of another Kuule."""

import json
import os
import re
import sys
from datetime import datetime

PAGES = (
    *("?period=all", "?family=transactional&period=all", "?family=employee&period=all", "?by=role&period=24m"),
    *(
        "trend/?period=24m",
        "segments/?by=account",
        "segments/?by=touchpoint&family=transactional",
        "drivers/",
        "pivot/",
    ),
    *("cohorts/", "voices/", "themes/", "comments/?comment=1", "series/", "beliefs/", "improve/goals/", "improve/"),
    *("cases/?state=all", "value/", "contacts/", "surveys/", "journey/", "annotations/"),
)
_NO_WORDS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def said(slug: str, moment: datetime) -> dict[str, str]:
    """Return the words and figures of each page as its owner sees it, by the end of its address."""
    import time_machine
    from django.test import Client

    from kuule.workspaces.models import Member

    owner = Member.objects.filter(workspace__slug=slug, role="owner").earliest("pk")
    client = Client()
    with time_machine.travel(moment, tick=False):
        client.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return {page: _words(client.get(f"/w/{slug}/{page}", headers={"host": "localhost"})) for page in PAGES}


def _words(response: object) -> str:
    html = response.content.decode()  # type: ignore[attr-defined]
    main = html[html.find("<main") :]
    return f"{response.status_code} " + " ".join(_NO_WORDS.sub(" ", main).split())  # type: ignore[attr-defined]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(said(sys.argv[1], datetime.fromisoformat(sys.argv[2]))))
