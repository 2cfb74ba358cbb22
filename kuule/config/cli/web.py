"""`kuule web`: this process becomes the web server."""

import os
import socket
import sys
from typing import NoReturn

from kuule.config.cli.ground import fail, safe_environment
from kuule.config.safety import UnsafeConfigurationError, refuse_open_laptop


def refuse_taken_port(host: str, port: int) -> None:
    """End the command when the port cannot be listened on: the web server itself would share it with another."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            fail(f"Kuule cannot listen on {host}, port {port}: {error.strerror}.", "Choose another with --port.")


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
    refuse_taken_port(host, port)
    os.execv(command[0], command)  # noqa: S606 - our own command line, no shell
