"""A worker that stops for good with a letter claimed and not yet given away, until it is killed."""

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
    from kuule.act.tasks import drain_letters
    from kuule.dispatch.channels.email import EmailChannel

    def wait_for_the_end(*_args: object) -> str:
        print("claimed", flush=True)
        time.sleep(600)
        return ""

    EmailChannel.hand_over = wait_for_the_end  # type: ignore[method-assign]
    drain_letters()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    main(*sys.argv[1:])
