"""A question whose answers come in another order than the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query
from kuule.insight.query.reading import Problem, Reader

CALL_FIRST = "call"
ORDERS = (CALL_FIRST,)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedQuery(Query):
    """A `Query` with the order of its answers: "" is the newest first."""

    order: str = ""

    @classmethod
    def of(cls, query: Query, *, order: str) -> Self:
        """Return the same question in an order."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, order=order)

    @classmethod
    def read(cls, params: Mapping[str, str], query: Query) -> tuple[Self, tuple[Problem, ...]]:
        """Read the order from the parameters of an address, and a problem where it cannot be read."""
        reader = Reader(params)
        return cls.of(query, order=reader.one_of("order", ORDERS)), tuple(reader.problems)

    def to_params(self) -> dict[str, str]:
        """Return the parameters that `read` and `Query.from_params` read back."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        return Query.to_params(self) | ({"order": self.order} if self.order else {})
