"""Commits that do not wait for the disk, and whether any that were made so may have been lost.

Waiting for the disk takes milliseconds. What is written without waiting survives the end of any process of ours, not
that of the machine or of the database server: use it only for what is safe to lose, and look at `nothing_lost_since`
before believing that it is there.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection

# The clock of the machine may have been set since it started.
_CLOCK_MAY_MOVE = timedelta(minutes=1)
# A server that had to recover begins its own figures anew, also when it kept its main process.
_LAST_RECOVERY = "SELECT greatest(pg_postmaster_start_time(), (SELECT stats_reset FROM pg_stat_bgwriter))"


@contextmanager
def quick_commits() -> Iterator[None]:
    """Commit without waiting for the disk. Inside of a transaction nothing changes."""
    if connection.in_atomic_block:
        yield
        return
    _set("synchronous_commit", "off", "PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.in_atomic_block:
            _set("synchronous_commit", "DEFAULT", "PRAGMA synchronous=FULL")


def nothing_lost_since() -> datetime | None:
    """Return the moment since when all that was committed is certainly there; None where nobody can say."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_LAST_RECOVERY)
            found: datetime | None = cursor.fetchone()[0]
        return found
    # Files outlive a process in the memory of the machine; that goes when it stops.
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    if clock is None:
        return None
    return datetime.fromtimestamp(time.time() - time.clock_gettime(clock), UTC) + _CLOCK_MAY_MOVE


def _set(name: str, value: str, pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET {name} = {value}" if connection.vendor == "postgresql" else pragma)
