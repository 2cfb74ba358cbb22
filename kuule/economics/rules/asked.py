"""Which rows of money somebody wants to see: pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

# What can be odd about a row, and is kept and shown.
WITHOUT_RATE, WITHOUT_CUSTOMER, NEGATIVE, OVERLAPPING, MERGED = (
    *("without_rate", "without_customer", "negative"),
    *("overlapping", "merged"),
)


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """A choice of rows: of a kind, a customer, a currency, some days, or with something odd about them.

    `account` and `contact` are ids; of an account also those that became part of it are meant.
    """

    kind: str = ""
    account: int | None = None
    contact: int | None = None
    currency: str = ""
    since: date | None = None
    until: date | None = None
    odd: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the choice as it is kept on a job."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the choice that `as_json` wrote."""
        days = {name: date.fromisoformat(values[name]) for name in ("since", "until") if name in values}
        return cls(**{**values, **days})
