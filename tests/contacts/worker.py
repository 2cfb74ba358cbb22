"""A worker process for the tests: runs the only import until it has written some batches, then is killed."""

import itertools
import os
import signal
import sys

import django
from django.conf import settings


def main(database: str, files: str, batches: str) -> None:
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

    run_import(job=Job.objects.get(), clock=timezone.now, on_progress=die_in_time)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
