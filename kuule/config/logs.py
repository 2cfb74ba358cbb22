"""Logs for people or machines, without anything that points to a person."""

import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from kuule.config.environment import Environment

SECRET_IN_PATH = re.compile(r"(/(?:a|c|l|n|p|u|s|join|setup|key|hook|certificate|pass|v1/people)/)[^/?\s\"']+")
ADDRESS = re.compile(r"[^\s<>@\"'(]+@[^\s<>@\"')]+")


def mask_secrets(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Hide tokens in paths and e-mail addresses in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = ADDRESS.sub("<address>", SECRET_IN_PATH.sub(r"\1…", value))
    return event


def trace_without_values(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Say where an exception happened, not its message: databases quote people's data in theirs."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if error and error[0]:
        frames = traceback.extract_tb(error[2])
        event["error"] = error[0].__name__
        event["trace"] = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:])
    return event


def logging_settings(environment: Environment) -> dict[str, Any]:
    """Return Django's `LOGGING`; configures structlog to write through it."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if environment.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.PositionalArgumentsFormatter(), *shared],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            trace_without_values,
            mask_secrets,
            renderer,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "kuule": {"level": environment.log_level},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
