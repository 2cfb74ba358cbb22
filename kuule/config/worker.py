"""The process that does what waits: one thread per drain, so that a long import never holds up the mail."""

import secrets
import signal
import threading
from types import FrameType

import structlog
from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from kuule.config.schedule import TIMETABLE, Entry

log = structlog.get_logger("kuule.worker")

LONGEST_REST_SECONDS = 60.0
GRACE_SECONDS = 20.0


class Nudged(Worker):
    """Runs tasks that pages enqueued, so that people need not wait for the next tick."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(
            queue_names=["*"],
            interval=1.0,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=secrets.token_hex(8),
            excluded_queue_names=[],
        )
        self.stop = stop

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Tell the drains to finish the row they are at, then stop."""
        self.stop.set()
        super().shutdown(signum, frame)


def run_worker() -> None:
    """Run every drain of the timetable and the nudges until a signal says stop."""
    stop = threading.Event()
    nudged = Nudged(stop)
    nudged.configure_signals()
    threads = [
        threading.Thread(target=keep_draining, args=(entry, stop), name=entry.name, daemon=True) for entry in TIMETABLE
    ]
    for thread in threads:
        thread.start()
    log.info("worker_started", drains=len(threads))
    try:
        nudged.run()
    finally:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for thread in threads:
            thread.join(GRACE_SECONDS)
        log.info("worker_stopped")


def keep_draining(entry: Entry, stop: threading.Event) -> None:
    """Call one drain until told to stop; rest when it finds nothing, longer after each failure in a row."""
    failures = 0
    while not stop.is_set():
        close_old_connections()
        try:
            handled = entry.drain()
            failures = 0
        except Exception:
            failures += 1
            handled = 0
            log.exception("drain_failed", drain=entry.name, failures=failures)
        if not handled:
            stop.wait(min(entry.rest_seconds * 2**failures, max(LONGEST_REST_SECONDS, entry.rest_seconds)))
    connection.close()
