"""Questions under way: some are counted at once, and whoever asked can wait a little, look again later, or stop one.

What came out of a question that took longer than somebody waited is kept until they look again. A result serves only
those who asked no earlier than its counting began: nobody sees figures that are older than their own question.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

import structlog

from kuule.insight.engine.base import Row, Watch
from kuule.insight.engine.shapes import Ask

log = structlog.get_logger("kuule.analytics")

# Whoever waits looks again each second or two: after so long nobody does.
ABANDONED_SECONDS = 15.0
KEPT_SECONDS = 60.0

Count = Callable[[Sequence[Ask], Watch], list[list[Row]]]


class Question:
    """One question that is being counted, and then what came out of it."""

    def __init__(self, what: str) -> None:
        self.key = token_hex(16)
        self.what = what
        self.asked_at = self.seen_at = time.time()
        self.waiting = 0
        self.watch = Watch()
        self.found: list[list[Row]] | None = None
        self._done = threading.Event()

    def wait(self, seconds: float | None) -> bool:
        """Wait until it is over, at most so long; None waits until then. Tell whether it is."""
        self.waiting += 1
        try:
            return self._done.wait(seconds)
        finally:
            self.waiting -= 1
            self.seen_at = time.time()

    def end(self, found: list[list[Row]] | None) -> None:
        """Note what came out: None if it failed or was stopped."""
        self.found = found
        self._done.set()

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will come."""
        return self._done.is_set()


class Counting:
    """Counts questions, so many at once as the engine can."""

    def __init__(self, count: Count, *, at_once: int) -> None:
        self._count = count
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="counting")
        self._kept: dict[str, Question] = {}
        self._turn = threading.Lock()

    def ask(self, asks: Sequence[Ask], *, patience: float | None = None, since: float | None = None) -> Question:
        """Return the question, over if that took no longer than `patience` in seconds; None waits until it is over.

        One that was asked before, and begun no earlier than `since`, goes on or has its result already.
        """
        question = self._begun(asks, since)
        if question.wait(patience) and since is None:
            self._forget(question)
        return question

    def stop(self, key: str) -> None:
        """Stop a question. Whoever else looks at it again asks anew."""
        question = self._kept.get(key)
        if question:
            self._forget(question)
            question.watch.stop()

    def sweep(self) -> None:
        """Stop what nobody waits for any more, and forget results that nobody fetched."""
        now = time.time()
        for question in list(self._kept.values()):
            longest = KEPT_SECONDS if question.is_over else ABANDONED_SECONDS
            if not question.waiting and now - question.seen_at > longest:
                self.stop(question.key)

    def _begun(self, asks: Sequence[Ask], since: float | None) -> Question:
        what = _name(asks)
        with self._turn:
            for known in self._kept.values():
                if since is not None and known.what == what and known.asked_at >= since:
                    return known
            question = Question(what)
            self._kept[question.key] = question
        self._workers.submit(self._work, question, asks)
        return question

    def _work(self, question: Question, asks: Sequence[Ask]) -> None:
        found = None
        try:
            found = self._count(asks, question.watch)
        except Exception:
            if not question.watch.is_stopped:
                log.exception("question_failed")
        question.watch.end()
        question.end(found)
        if found is None:
            # It is asked anew by whoever looks again.
            self._forget(question)

    def _forget(self, question: Question) -> None:
        with self._turn:
            self._kept.pop(question.key, None)


def _name(asks: Sequence[Ask]) -> str:
    return hashlib.sha256(json.dumps([ask.as_json() for ask in asks]).encode()).hexdigest()
