"""What can be asked of an analytics engine: the shape of a question apart from its values. Knows no engine.

A shape is compiled once for each engine and kept; the values are bound. So nothing that a person typed is ever part of
a statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

IS, IS_NOT, IS_NONE, IS_SOME = "is", "is_not", "is_none", "is_some"
AMONG, NOT_AMONG, AT_LEAST, BELOW = "among", "not_among", "at_least", "below"

PROPERTY = "property"
DAY, WEEK, MONTH, QUARTER = "dayno", "weekno", "monthno", "quarterno"
TIMES = (DAY, WEEK, MONTH, QUARTER)
MOMENT = "moment"
# Columns and cuts whose values are texts.
WORDS = ("channel", "language", "scale", PROPERTY)

GROUPS, NUMBER, SPAN = "groups", "number", "span"
# More rows than this nobody reads: a question returns one more at most, which tells that there are.
MOST_ROWS = 200_000

Scalar = int | str


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a column, or on one property of an answer, with so many values (a property's key comes before them)."""

    field: str
    test: str
    values: int = 1

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what kinds of values have to be bound, in their order."""
        key = ("word",) if self.field == PROPERTY else ()
        return (*key, *(kind_of(self.field),) * self.values)


@dataclass(frozen=True, slots=True)
class Shape:
    """A question without its values.

    `counts` says what is counted: the three `groups`, the `number` of answers, or the `span` of moments from the first
    to the last. `cuts` are columns, periods or properties (whose keys are bound). `latest` counts one answer a person,
    the last; `rolling` adds up so many days up to each day, in place of the one day.
    """

    counts: str
    conditions: tuple[Condition, ...]
    cuts: tuple[str, ...] = ()
    latest: bool = False
    rolling: int = 0

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what kinds of values have to be bound, in their order."""
        keys = tuple("word" for cut in self.cuts if cut == PROPERTY)
        return (*(kind for condition in self.conditions for kind in condition.needs), *keys)


@dataclass(frozen=True, slots=True)
class Ask:
    """A shape with its values."""

    shape: Shape
    values: tuple[Scalar, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what `ask_from_json` reads."""
        shape = self.shape
        conditions = [(each.field, each.test, each.values) for each in shape.conditions]
        return {"shape": (shape.counts, conditions, shape.cuts, shape.latest, shape.rolling), "values": self.values}


def ask_from_json(told: Mapping[str, Any]) -> Ask:
    """Read a question that came over the wire. Raises ValueError if it is none."""
    try:
        counts, conditions, cuts, latest, rolling = told["shape"]
        shape = Shape(counts, tuple(Condition(*each) for each in conditions), tuple(cuts), latest, rolling)
        ask = Ask(shape, tuple(told["values"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("This is no question.") from error
    if len(ask.shape.needs) != len(ask.values):
        raise ValueError("A question has one value for each that its shape needs.")
    return ask


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine speaks: its SQL, whether it keeps words as numbers, keeps a cube, and puts rows in order."""

    name: str
    word: str = "string"
    has_cube: bool = False
    has_order: bool = True


class Asking:
    """Builds a question condition by condition."""

    def __init__(self, counts: str = GROUPS) -> None:
        self.counts = counts
        self._conditions: list[tuple[Condition, tuple[Scalar, ...]]] = []
        self._cuts: list[tuple[str, tuple[Scalar, ...]]] = []

    def where(self, field: str, test: str, *values: Scalar, key: str = "") -> "Asking":
        """Add a condition; `key` names the property."""
        if test in (AMONG, NOT_AMONG):
            values = padded(values)
        bound = (key, *values) if field == PROPERTY else values
        self._conditions.append((Condition(field, test, len(values)), bound))
        return self

    def cut(self, by: str, key: str = "") -> "Asking":
        """Cut by a column, a period, or the property with this key."""
        self._cuts.append((by, (key,) if by == PROPERTY else ()))
        return self

    def ask(self, *, latest: bool = False, rolling: int = 0) -> Ask:
        """Return the question."""
        conditions = tuple(condition for condition, _bound in self._conditions)
        shape = Shape(self.counts, conditions, tuple(by for by, _key in self._cuts), latest, rolling)
        bound = [*(values for _condition, values in self._conditions), *(key for _by, key in self._cuts)]
        return Ask(shape, tuple(value for values in bound for value in values))


def padded(values: Sequence[Scalar]) -> tuple[Scalar, ...]:
    """Return the values, the last one repeated until there are 1, 2, 4, 8 … of them."""
    size = 1 << max(0, len(values) - 1).bit_length()
    return (*values, *[*values[-1:]] * (size - len(values)))


def kind_of(field: str) -> str:
    """Return the kind of values of a column: a `word`, a `moment` or a `number`."""
    if field in WORDS:
        return "word"
    return "moment" if field == MOMENT else "number"
