"""Was everything prepared before, for just this program and this database: then a start need not wait for it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kuule.config.environment import Environment

PACKAGE = Path(__file__).resolve().parent.parent
STAMP = "prepared"
MADE_BY_US = {"__pycache__", "built"}


def is_fresh(environment: Environment) -> bool:
    """Tell whether the last preparation in this home folder was for the same program and database."""
    stamp = environment.home / STAMP
    return stamp.exists() and stamp.read_text() == _fingerprint(environment)


def remember_fresh(environment: Environment) -> None:
    """Note that assets and database are now as this program needs them."""
    (environment.home / STAMP).write_text(_fingerprint(environment))


def _fingerprint(environment: Environment) -> str:
    database = environment.database_url.get_secret_value() if environment.database_url else _embedded(environment)
    return hashlib.sha256("\n".join([database, *sorted(_program())]).encode()).hexdigest()


def _embedded(environment: Environment) -> str:
    return "here" if (environment.home / "kuule.sqlite3").exists() else "not yet"


def _program() -> Iterator[str]:
    for path in PACKAGE.rglob("*"):
        if path.suffix not in {"", ".pyc"} and not MADE_BY_US.intersection(path.parts):
            yield f"{path.relative_to(PACKAGE)} {path.stat().st_mtime_ns}"
