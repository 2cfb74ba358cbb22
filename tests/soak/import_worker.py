"""A worker process that runs the import that waits, and tells its CPU seconds and the most memory it had, in kB."""

import os
import resource
import sys

import django
from django.conf import settings


def main(database: str, files: str) -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from django.core.files.storage import default_storage
    from django.utils import timezone

    from kuule.contacts.services import run_import
    from kuule.jobs.models import Job

    default_storage._location = files
    run_import(job=Job.objects.get(state="waiting"), clock=timezone.now)
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
