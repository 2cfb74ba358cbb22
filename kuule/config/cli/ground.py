"""What every command stands on: Django, safe settings, and words on the terminal."""

import os
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from kuule.config.environment import Environment, environment
from kuule.config.safety import UnsafeConfigurationError, refuse_unsafe_production

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def fail(what: str, mend: str, code: int = 1) -> NoReturn:
    """Say what is wrong and how to mend it, and end the command."""
    err.print(what, style="bold red", markup=False)
    err.print(mend, markup=False)
    raise typer.Exit(code)


def safe_environment() -> Environment:
    """Return the settings, or end the command with what is wrong with them."""
    try:
        settings = environment()
        refuse_unsafe_production(settings)
    except ValidationError as error:
        wrong = "\n".join(f"- KUULE_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors())
        fail(f"Some settings cannot be read:\n{wrong}", "docs/settings.md explains each setting.")
    except UnsafeConfigurationError as error:
        fail(str(error), "`kuule check` looks at the rest of the configuration.")
    return settings


def needs_django() -> None:
    """Start Django, or end the command with what keeps it from starting."""
    safe_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        fail(str(error), "docs/settings.md explains each setting.")
