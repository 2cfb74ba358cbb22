"""A question about what goes with the score."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query
from kuule.insight.query.reading import Problem, Reader

# What is compared besides the ratings, or in their place.
PROPERTIES_TOO, THEMES = "properties", "themes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverQuery(Query):
    """A `Query` whose ratings are compared.

    `also` asks for the properties of those who answered beside them, or for the themes of comments in their place.
    """

    also: str = ""

    @classmethod
    def of(cls, query: Query, *, also: str = "") -> Self:
        """Return the same question about drivers."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, also=also)

    @classmethod
    def read(cls, params: Mapping[str, str], query: Query) -> tuple[Self, tuple[Problem, ...]]:
        """Read what else is compared from the parameters of an address, and a problem where it cannot be read."""
        reader = Reader(params)
        return cls.of(query, also=reader.one_of("also", (PROPERTIES_TOO, THEMES))), tuple(reader.problems)

    def to_params(self) -> dict[str, str]:
        """Return the parameters that `read` and `Query.from_params` read back."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        return Query.to_params(self) | ({"also": self.also} if self.also else {})
