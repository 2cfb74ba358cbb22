"""A worker process for the tests: tells people, and is killed in the middle of writing to one of them."""

import itertools
import os
import signal
import sys
from typing import Any

import django
from django.conf import settings


def main(database: str, mails: str) -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from kuule.act.services import telling
    from kuule.act.tasks import drain_tellings

    write, counted = telling.write_letter, itertools.count(1)

    def die_in_time(**told: Any) -> Any:
        letter = write(**told)
        if next(counted) == int(mails):
            os.kill(os.getpid(), signal.SIGKILL)
        return letter

    telling.write_letter = die_in_time
    drain_tellings()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
