"""A worker process for the tests: runs the only import until it has written some batches, then is killed.

Told to die `inside`, it does so when the next batch is written and not yet kept.
"""

import itertools
import os
import signal
import sys
from typing import Any

import django
from django.conf import settings


def main(database: str, files: str, batches: str, moment: str = "") -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from django.core.files.storage import default_storage
    from django.utils import timezone

    from kuule.contacts.services import import_run, run_import
    from kuule.jobs.models import Job

    default_storage._location = files
    import_run.BATCH_ROWS = 10
    counted = itertools.count(1)

    def die_in_time(done: int, total: int | None) -> None:
        if next(counted) == int(batches):
            os.kill(os.getpid(), signal.SIGKILL)

    report_progress = import_run.report_progress

    def die_before_it_is_kept(**said: Any) -> bool:
        if next(counted) > int(batches):
            os.kill(os.getpid(), signal.SIGKILL)
        return report_progress(**said)

    if moment == "inside":
        import_run.report_progress = die_before_it_is_kept
    run_import(job=Job.objects.get(), clock=timezone.now, on_progress=None if moment else die_in_time)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
