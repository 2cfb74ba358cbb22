"""A question that also says by which number of an account its voice is weighed."""

from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedQuery(Query):
    """A `Query` with the key of the number property of accounts that was chosen as their weight; "" leaves it open."""

    weight: str = ""

    @classmethod
    def of(cls, query: Query, *, weight: str) -> Self:
        """Return the same question with a weight."""
        return cls(**{each.name: getattr(query, each.name) for each in fields(Query)}, weight=weight)

    def to_params(self) -> dict[str, str]:
        """Return the parameters of the question, and the weight where one was chosen."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        params = Query.to_params(self)
        return params | {"weight": self.weight} if self.weight else params
