"""A question about answers, with which figures of others are set beside them."""

from dataclasses import dataclass, fields
from typing import Self

from kuule.insight.query.base import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkQuery(Query):
    """A `Query` with the industry, region and kind of business whose published figures are meant."""

    industry: str = ""
    region: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: Query, *, industry: str, region: str, kind: str) -> Self:
        """Return the same question with what it is set beside."""
        same = {each.name: getattr(query, each.name) for each in fields(Query)}
        return cls(**same, industry=industry, region=region, kind=kind)

    def to_params(self) -> dict[str, str]:
        """Return the parameters of the question and of what it is set beside."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        own = {"industry": self.industry, "region": self.region, "kind": self.kind}
        return Query.to_params(self) | {param: value for param, value in own.items() if value}
