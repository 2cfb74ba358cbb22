"""What an engine has to offer, so that questions are asked and copies fed the same way everywhere."""

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from kuule.insight.engine.shapes import Ask, Dialect

Row = tuple[Any, ...]


class EngineTroubleError(Exception):
    """An engine cannot be used: `what` is wrong, and `mend` says how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


class StoppedError(Exception):
    """A question was stopped before all of it was counted."""


class Watch:
    """What is told of questions under way, from another thread than the one that counts them."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._interrupt: Callable[[], object] | None = None
        self._part: Callable[[], float] | None = None
        self._done, self._all = 0, 1
        self._turn = threading.Lock()

    def begin(
        self, questions: int, *, interrupt: Callable[[], object] | None = None, part: Callable[[], float] | None = None
    ) -> None:
        """Note how many questions there are, how the one at hand is interrupted, and which part of it is done."""
        self._all, self._interrupt, self._part = questions, interrupt, part
        self.check()

    def next(self) -> None:
        """Note that one question is counted. Raises StoppedError."""
        self._done += 1
        self.check()

    def check(self) -> None:
        """Raise StoppedError if nobody wants to know any more: what is asked next could not be interrupted for it."""
        if self.is_stopped:
            raise StoppedError

    def stop(self) -> None:
        """Stop at the next moment that the engine allows; what has ended stays as it is."""
        with self._turn:
            self.is_stopped = True
            if self._interrupt:
                self._interrupt()

    def end(self) -> None:
        """Note that nothing is under way any more: what interrupted it would now interrupt somebody else's question."""
        with self._turn:
            self._interrupt = self._part = None

    @property
    def progress(self) -> float | None:
        """Return which part is done, from 0 to 1; None where the engine does not tell."""
        if self._part is None:
            return None
        part = 0.0
        # What is asked at the wrong moment has no answer.
        with suppress(Exception):
            part = self._part()
        return min(1.0, (self._done + min(1.0, max(0.0, part))) / self._all)


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to be written to a copy, and their properties, as rows of `tables.ANSWER` and `tables.PROPERTY`."""

    answers: Sequence[Row]
    properties: Sequence[Row] = field(default=())


class Engine(Protocol):
    """Answers questions, from so many threads `at_once` as it can: with one, nothing is fed meanwhile either."""

    dialect: Dialect
    at_once: int

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question: its cuts, then what is counted. Words are texts, moments microseconds."""
        ...

    def answer_all(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        """Return the rows of each question, all of the same moment. Raises StoppedError when the watch says stop."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Copy(Engine, Protocol):
    """An engine with a copy of its own, which the feed keeps. It can be deleted at any time."""

    def progress(self, source: str) -> tuple[int, bool]:
        """Return the last answer that building the copy read, and whether it was built to the end.

        A copy of another source, or with tables of another version, is thrown away first: then it is (0, False).
        """
        ...

    def append(self, batch: Batch, *, last: int) -> None:
        """Add answers that the copy does not have yet, and note how far building it came: both or neither."""
        ...

    def finish(self) -> None:
        """Put what was appended in the order that is quickest to read, and note that the copy is whole."""
        ...

    def people_of(self, ids: Collection[int]) -> set[int]:
        """Return the contacts who gave these answers, as far as the copy knows."""
        ...

    def workspaces(self) -> set[int]:
        """Return the workspaces of which the copy has answers."""
        ...

    def answers_of(self, workspace_id: int) -> list[int]:
        """Return the answers of a workspace that the copy has."""
        ...

    def replace(self, ids: Collection[int], batch: Batch) -> None:
        """Forget these answers and add those of the batch: both or neither."""
        ...


def one_by_one(engine: Engine, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
    """Answer questions for an engine that cannot be interrupted within one."""
    watch.begin(len(asks))
    found = []
    for ask in asks:
        found.append(engine.answer(ask))
        watch.next()
    return found
