"""What an engine has to offer, so that questions are asked and copies fed the same way everywhere."""

from collections.abc import Collection, Sequence
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


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to be written to a copy, and their properties, as rows of `tables.ANSWER` and `tables.PROPERTY`."""

    answers: Sequence[Row]
    properties: Sequence[Row] = field(default=())


class Engine(Protocol):
    """Answers questions. One thread at a time asks."""

    dialect: Dialect

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question: its cuts, then what is counted. Words are texts, moments microseconds."""
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
