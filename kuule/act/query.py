"""Which cases are meant: an inbox and what narrows it, as it stands in the address of a page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kuule.act.rules import CASE_REASONS, CLOSED

# Mine, of my teams, past their time, with nobody to own them, answered by the customer, all that one may see.
MINE, TEAM, LATE, UNCLEAR, REPLIES, ALL = "mine", "team", "late", "unclear", "replies", "all"
INBOXES = (MINE, TEAM, LATE, UNCLEAR, REPLIES, ALL)

# Which cases an inbox shows besides those that wait: asleep for a while, closed, or all of these.
ASLEEP, EVERY = "asleep", "every"
SHOWN = ("", ASLEEP, CLOSED, EVERY)

# Asked for as a cause: that nobody named one.
NO_CAUSE = 0

# In which order: who is due first, or with whom most is at stake.
DUE_FIRST, MOST_AT_STAKE = "", "stake"
ORDERS = (DUE_FIRST, MOST_AT_STAKE)

LONGEST_SEARCH = 200
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """An inbox, and what narrows it: "" and None narrow nothing."""

    inbox: str = MINE
    show: str = ""
    order: str = DUE_FIRST
    reason: str = ""
    playbook: int | None = None
    cause: int | None = None
    touchpoint: int | None = None
    account: int | None = None
    contact: int | None = None
    search: str = ""

    @classmethod
    def from_params(cls, params: Mapping[str, str], *, inbox: str = MINE) -> Self:
        """Read the query of an address; what it does not know there narrows nothing."""
        return cls(
            inbox=_one_of(INBOXES, params.get("inbox", ""), inbox),
            show=_one_of(SHOWN, params.get("show", ""), ""),
            order=_one_of(ORDERS, params.get("order", ""), DUE_FIRST),
            reason=_one_of(CASE_REASONS, params.get("reason", ""), ""),
            search=" ".join(params.get("search", "").split())[:LONGEST_SEARCH],
            **{name: _number(params.get(name, "")) for name in NUMBERS},
        )

    def to_params(self) -> dict[str, str]:
        """Return what stands in the address of a page for this query."""
        said = {name: getattr(self, name) for name in ("inbox", "show", "order", "reason", "search", *NUMBERS)}
        return {name: str(value) for name, value in said.items() if value not in ("", None)}

    @property
    def is_by_stake(self) -> bool:
        """Tell whether those come first with whom most is at stake; what is over stands by time alone."""
        return self.order == MOST_AT_STAKE and self.show in ("", ASLEEP)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything narrows the inbox."""
        return bool(self.to_params().keys() - {"inbox", "show", "order"})


NUMBERS = ("playbook", "cause", "touchpoint", "account", "contact")


def _one_of(known: tuple[str, ...], text: str, otherwise: str) -> str:
    return text if text in known else otherwise


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
