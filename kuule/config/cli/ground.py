"""What every command stands on: Django, safe settings, and words on the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from kuule.config.environment import Environment

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def fail(what: str, mend: str, code: int = 1) -> NoReturn:
    """Say what is wrong and how to mend it, and end the command."""
    err.print(what, style="bold red", markup=False)
    err.print(mend, markup=False)
    raise typer.Exit(code)


def safe_environment() -> Environment:
    """Return the settings, or end the command with what is wrong with them."""
    from pydantic import ValidationError

    from kuule.config.environment import environment
    from kuule.config.safety import UnsafeConfigurationError, refuse_unsafe_production

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
    home = safe_environment().home.resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"The home folder {home} cannot be made: {error.strerror}.", "Set KUULE_HOME to another folder.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        fail(str(error), "docs/settings.md explains each setting.")


@contextmanager
def database_troubles_explained() -> Iterator[None]:
    """Turn an unreachable or outdated database into a sentence, wherever in a command it shows."""
    try:
        yield
    except Exception as error:
        names = {each.__name__ for each in type(error).__mro__ if each.__module__ == "django.db.utils"}
        if not names & {"OperationalError", "ProgrammingError"}:
            raise
        err.print(
            "The database cannot be used: it is out of reach, or not in the shape this version needs.", style="bold red"
        )
        err.print("`kuule check` says which, and how to mend it.")
        raise SystemExit(1) from None
