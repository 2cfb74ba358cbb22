"""A worker process for the tests: opens cases and attends to them by the clock of the story, until it is killed.

It is told the moment by lines on its standard input, and says `idle` when it has nothing more to do then.
"""

import os
import sys
from datetime import datetime

import django
from django.conf import settings


def main(database: str) -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from django.db import connection

    from kuule.act.services.attention import attend_to_some
    from kuule.act.services.watching import hear_some

    if connection.vendor == "sqlite":
        # Only this process is killed, never the machine.
        connection.cursor().execute("PRAGMA synchronous=OFF")
    print("ready", flush=True)
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        while hear_some(now=now, limit=100) + attend_to_some(now=now):
            pass
        print("idle", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
