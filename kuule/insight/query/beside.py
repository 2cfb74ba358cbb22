"""A question whose trend has another series below it."""

from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideQuery(Query):
    """A `Query` that carries the key of a series along, so that every link of a page keeps it."""

    series: str = ""

    @classmethod
    def of(cls, query: Query, series: str) -> Self:
        """Return the same question beside a series."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, series=series)

    def to_params(self) -> dict[str, str]:
        """Return the parameters of the question, with the series."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        return Query.to_params(self) | {"series": self.series}
