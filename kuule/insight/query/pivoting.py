"""A question that is cut two ways at once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query
from kuule.insight.query.buckets import BUCKETS, MONTH
from kuule.insight.query.reading import Problem, Reader, is_dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class PivotQuery(Query):
    """A `Query` cut `by` rows and into `columns`: another dimension, or a step of time."""

    columns: str = MONTH

    @classmethod
    def of(cls, query: Query, *, columns: str) -> Self:
        """Return the same question with columns."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, columns=columns)

    @classmethod
    def read(cls, params: Mapping[str, str], query: Query) -> tuple[Self, tuple[Problem, ...]]:
        """Read the columns from the parameters of an address, and a problem where they cannot be read."""
        reader = Reader(params)
        columns = reader.text("columns") or MONTH
        if not (is_dimension(columns) or columns in BUCKETS):
            reader.refuse("unknown", "columns", columns)
            columns = MONTH
        elif columns == query.by:
            reader.refuse("same_twice", "columns", columns)
        return cls.of(query, columns=columns), tuple(reader.problems)

    def plain(self) -> Query:
        """Return the same question without columns, for pages that know none."""
        return Query(**{each.name: getattr(self, each.name) for each in fields(Query)})

    @property
    def has_times(self) -> bool:
        """Tell whether the columns are steps of time."""
        return self.columns in BUCKETS

    def to_params(self) -> dict[str, str]:
        """Return the parameters that `read` and `Query.from_params` read back."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        return Query.to_params(self) | {"columns": self.columns}
