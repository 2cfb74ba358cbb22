"""A question about what was heard elsewhere: none about answers, so that the two are never counted together."""

from dataclasses import dataclass
from typing import Self

from kuule.insight.query.base import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardQuery(Query):
    """Time, account and words of a `Query`, with the source and the person that were asked for."""

    source: str = ""
    contact_id: int | None = None

    @classmethod
    def of(cls, query: Query, *, source: str = "", contact_id: int | None = None) -> Self:
        """Return what a question asks that can be asked of reviews and posts."""
        return cls(
            workspace_id=query.workspace_id,
            timezone=query.timezone,
            family=query.family,
            period=query.period,
            since=query.since,
            until=query.until,
            account_id=query.account_id,
            search=query.search,
            few_below=query.few_below,
            source=source,
            contact_id=contact_id,
        )

    def to_params(self) -> dict[str, str]:
        """Return the parameters of the question, with source and person where they were asked for."""
        # A dataclass with slots is a new class, which `super()` without arguments does not know.
        own = {"source": self.source, "contact": str(self.contact_id or "")}
        return Query.to_params(self) | {param: value for param, value in own.items() if value}
