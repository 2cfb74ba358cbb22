"""A worker process for the tests: sends webhooks, and is killed before or after one of them has left."""

import itertools
import os
import signal
import sys
from typing import Any

import django
from django.conf import settings

WHICH = 4


def main(database: str, when: str) -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from kuule.connect.services import sending
    from kuule.connect.tasks import drain_webhooks

    post, counted = sending.post, itertools.count(1)

    def die_in_time(*where: Any, **what: Any) -> Any:
        is_last = next(counted) == (WHICH if when == "before" else 1)
        if is_last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answered = post(*where, **what)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answered

    sending.post = die_in_time
    while drain_webhooks():
        pass


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
