"""`kuule web`: this process becomes the web server."""

import os
import sys
from typing import NoReturn

from kuule.config.cli.ground import fail, safe_environment
from kuule.config.safety import UnsafeConfigurationError, refuse_open_laptop


def server_command(*, host: str, port: int) -> list[str]:
    """Return the command line of the web server for these settings."""
    settings = safe_environment()
    try:
        refuse_open_laptop(settings, host)
    except UnsafeConfigurationError as error:
        fail(str(error), "docs/settings.md explains each setting.")
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(settings.web_processes), "--blocking-threads", str(settings.web_threads)),
        # Threads that end take their database connection with them; these stay.
        *("--blocking-threads-idle-timeout", "600", "--backpressure", str(settings.web_threads * 16)),
        *("--log-level", "warning", "--no-access-log", "--respawn-failed-workers", "--workers-kill-timeout", "20"),
        "kuule.config.wsgi:application",
    ]


def become_web_server(*, host: str, port: int) -> NoReturn:
    """Replace this process by the web server."""
    command = server_command(host=host, port=port)
    os.execv(command[0], command)  # noqa: S606 - our own command line, no shell
