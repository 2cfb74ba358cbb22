"""`kuule analytics`: the process that counts figures for web, worker and commands."""

import signal
import threading

from django.conf import settings

from kuule.config.cli.ground import fail, out
from kuule.insight.engine.base import EngineTroubleError
from kuule.insight.engine.client import is_off
from kuule.insight.engine.engines import WITH_COPY, WITHOUT_COPY
from kuule.insight.engine.feed import Feed, hold_outbox
from kuule.insight.engine.server import Desk, serve


def run_analytics() -> None:
    """Count until a signal says stop."""
    url: str = settings.KUULE_ANALYTICS_URL
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    if is_off():
        out.print("KUULE_ANALYTICS_URL is off: the database counts by itself.")
        return
    try:
        serve(_desk(url), settings.KUULE_HOME, stop)
    except EngineTroubleError as trouble:
        fail(trouble.what, trouble.mend)


def _desk(url: str) -> Desk:
    kind = url.partition(":")[0]
    if kind in WITHOUT_COPY:
        return Desk(WITHOUT_COPY[kind](url, settings.KUULE_HOME), None)
    hold_outbox()
    copy = WITH_COPY[kind](url, settings.KUULE_HOME)
    return Desk(copy, Feed(copy))
