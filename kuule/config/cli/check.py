"""`kuule check`: what is misconfigured, and how to mend it."""

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kuule.config.cli.ground import out
from kuule.config.environment import Environment, environment
from kuule.config.safety import Problem, language_model_problems, production_problems

if TYPE_CHECKING:
    from kuule.config.providers import Provider

LOW_DISK_BYTES = 1_000_000_000
OLDEST_SQLITE = (3, 35)


def report() -> int:
    """Print every finding; return 1 when one of them keeps Kuule from working, else 0."""
    try:
        settings = environment()
    except ValidationError as error:
        return _print(
            [Problem(f"KUULE_{str(i['loc'][0]).upper()}: {i['msg']}", "See docs/settings.md.") for i in error.errors()]
        )
    unreadable = list(_unreadable(settings))
    found = [*production_problems(settings), *unreadable]
    for look in (_home,) if unreadable else CHECKS:  # Django itself does not start with settings that it cannot read
        found.extend(look(settings))
    return _print(found)


def _print(found: list[Problem]) -> int:
    for problem in found:
        mark, style = ("✗", "bold red") if problem.is_fatal else ("!", "bold yellow")
        out.print(f"{mark} {problem.what}", style=style, markup=False)
        out.print(f"  {problem.mend}", markup=False)
    if not found:
        out.print("✓ Everything is set up well.", style="green")
    return 1 if any(problem.is_fatal for problem in found) else 0


def _unreadable(settings: Environment) -> Iterator[Problem]:
    from kuule.config.mail import email_settings

    try:
        email_settings(settings)
    except ValueError as error:
        yield Problem(str(error), "See docs/mail.md.")


def _home(settings: Environment) -> Iterator[Problem]:
    home = settings.home.resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        yield Problem(f"The home folder {home} cannot be made: {error.strerror}.", "Set KUULE_HOME to another folder.")
        return
    if not os.access(home, os.W_OK):
        yield Problem(f"The home folder {home} cannot be written to.", "Change its owner, or set KUULE_HOME.")
    if shutil.disk_usage(home).free < LOW_DISK_BYTES:
        yield Problem(
            f"Less than 1 GB is free where {home} lies.", "Free some space before it runs out.", is_fatal=False
        )


def _database(settings: Environment) -> Iterator[Problem]:
    if not settings.database_url and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Problem(
            f"SQLite {sqlite3.sqlite_version} is too old.", "Use a Python that comes with SQLite 3.35 or newer."
        )
        return
    if not settings.database_url and settings.web_processes > 1:
        yield Problem(
            "KUULE_WEB_PROCESSES is more than one with SQLite, which one process writes to at a time.",
            "Set KUULE_DATABASE_URL to PostgreSQL, or use one web process.",
            is_fatal=False,
        )
    try:
        missing = _missing_migrations()
    except Exception as error:  # noqa: BLE001 - whatever keeps the database away is the finding
        yield Problem(
            f"The database cannot be reached ({type(error).__name__}).",
            "Check KUULE_DATABASE_URL and that the server runs.",
        )
        return
    if missing:
        yield Problem(f"The database lacks {missing} migrations.", "Run `kuule migrate`.")


def _missing_migrations() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    django.setup()
    from kuule.config.health import unapplied_migrations

    return len(unapplied_migrations())


def _mail(settings: Environment) -> Iterator[Problem]:
    if not settings.email_url:
        yield Problem(
            "No mail server is set: the Mailbox keeps every message, customers get none.",
            "Set KUULE_EMAIL_URL when you want to send, for example smtp://name:password@mail.example.com:587.",
            is_fatal=False,
        )
        return
    from kuule.config.mail import email_settings
    from kuule.config.providers import PROVIDERS

    server = email_settings(settings)
    if "EMAIL_HOST" not in server:
        yield from _reports(settings, PROVIDERS[settings.email_url.get_secret_value().partition(":")[0]])
        return
    try:
        with socket.create_connection((server["EMAIL_HOST"], server["EMAIL_PORT"]), timeout=5):
            pass
    except OSError as error:
        yield Problem(f"The mail server does not answer ({error.strerror or 'no answer'}).", "Check KUULE_EMAIL_URL.")
    if not settings.bounce_address:
        yield Problem(
            "KUULE_BOUNCE_ADDRESS is not set: mail that comes back goes to the sender’s mailbox, unseen by Kuule.",
            "Set it, and KUULE_BOUNCE_IMAP_URL or an alias that calls `kuule bounce`. See docs/mail.md.",
            is_fatal=False,
        )


def _reports(settings: Environment, provider: "Provider") -> Iterator[Problem]:
    if provider.view and not settings.email_webhook_secret:
        yield Problem(
            f"KUULE_EMAIL_WEBHOOK_SECRET is not set: {provider.name} cannot tell about bounces and complaints.",
            "Set it to 40 random characters and enter the address at the provider. See docs/mail.md.",
            is_fatal=False,
        )
    if provider.needs_webhook_key and settings.email_webhook_secret and not settings.email_webhook_key:
        yield Problem(
            f"KUULE_EMAIL_WEBHOOK_KEY is not set: reports of {provider.name} cannot be checked and are refused.",
            "Set it to the key that the provider shows for its webhook.",
            is_fatal=False,
        )


def _bounces(settings: Environment) -> Iterator[Problem]:
    from kuule.config.mail import email_settings
    from kuule.dispatch.channels.bounce_mailbox import MAILBOX_TROUBLES, BounceMailbox

    login = email_settings(settings)["KUULE_BOUNCE_IMAP_LOGIN"]
    try:
        if login:
            with BounceMailbox(login):
                pass
    except MAILBOX_TROUBLES as error:
        yield Problem(
            f"The mailbox for bounces cannot be opened ({type(error).__name__}).", "Check KUULE_BOUNCE_IMAP_URL."
        )


def _built(settings: Environment) -> Iterator[Problem]:
    del settings
    from kuule.ui.assets import LOCALES, STYLESHEET

    if not STYLESHEET.exists():
        yield Problem(
            "The stylesheet has not been built: pages look bare.", "Run `make setup`, or start once with `kuule up`."
        )
    if not list(LOCALES.glob("*/LC_MESSAGES/*.mo")):
        yield Problem("Translations are not compiled: pages are in English only.", "Run `make setup`.", is_fatal=False)


def _analytics(settings: Environment) -> Iterator[Problem]:
    del settings
    from kuule.insight.engine.client import EngineAwayError, engine_state, is_off

    if is_off() or _missing_migrations():
        return
    try:
        state = engine_state()
    except EngineAwayError:
        yield Problem(
            "The analytics process does not run: the database counts by itself, which takes long with many answers.",
            "Start `kuule up`, or `kuule analytics` beside `kuule web`.",
            is_fatal=False,
        )
        return
    if not state["ready"]:
        yield Problem(
            f"The analytics copy is being made: {state['done']:,} of {state['total']:,} answers are read.",
            "Wait; answers are accepted meanwhile.",
            is_fatal=False,
        )


CHECKS: tuple[Callable[[Environment], Iterator[Problem]], ...] = (
    *(_home, _database, _mail, _bounces, _analytics, _built),
    language_model_problems,
)
