"""A question that also says how its trend is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query
from kuule.insight.query.contrast import REST, with_mark, without_mark
from kuule.insight.query.reading import Problem, Reader, is_segment

WINDOWS = (28, 90)
MOST_LINES = 4
# In place of a segment: none. A segment that begins like this is written with another one in front.
NO_LINE = REST


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendQuery(Query):
    """A `Query` with the days of a rolling `window`, 0 for none, and the segments of its cut that are drawn apart."""

    window: int = 0
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query, *, window: int = 0, lines: tuple[str, ...] = ()) -> Self:
        """Return the same question with a way to draw it."""
        own = {each.name: getattr(query, each.name) for each in fields(Query)}
        return cls(**own, window=window, lines=lines)

    @classmethod
    def read(cls, params: Mapping[str, str], query: Query) -> tuple[Self, tuple[Problem, ...]]:
        """Read how to draw from the parameters of an address, and a problem for each that cannot be read."""
        reader = Reader(params)
        window = reader.one_of("window", tuple(map(str, WINDOWS)))
        written = (_line(reader, param, query.by) for param in line_params() if param in params)
        lines = tuple(dict.fromkeys(line for line in written if line is not None))
        return cls.of(query, window=int(window or 0), lines=lines), tuple(reader.problems)

    def to_params(self) -> dict[str, str]:
        """Return the parameters that `read` and `Query.from_params` read back."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        own = {"window": str(self.window)} if self.window else {}
        lines = {param: with_mark(line) for param, line in zip(line_params(), self.lines, strict=False)}
        return Query.to_params(self) | own | lines


def line_params() -> tuple[str, ...]:
    """Return the names of the parameters that each hold one segment."""
    return tuple(f"line{number}" for number in range(1, MOST_LINES + 1))


def _line(reader: Reader, param: str, by: str) -> str | None:
    written = reader.text(param)
    if written == NO_LINE or not by:
        return None
    line = without_mark(written)
    if is_segment(by, line):
        return line
    if written:
        reader.refuse("unknown", param, written)
    return None
