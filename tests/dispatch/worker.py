"""A worker process for the tests: drains the test database until it is killed."""

import os
import sys
import time

import django
from django.conf import settings


def main(database: str, port: str) -> None:
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(port), 10
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    from kuule.dispatch.tasks import drain_deliveries, drain_reminders, drain_waves

    print("ready", flush=True)
    while True:
        if not drain_waves() + drain_reminders() + drain_deliveries():
            time.sleep(0.05)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
