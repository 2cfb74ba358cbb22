"""How often people may be asked: limits over all surveys and channels, or over one family or channel of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PERSON, ACCOUNT = "person", "account"
SUBJECTS = (PERSON, ACCOUNT)


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked, or is about to be: when, with which family of survey, on which channel."""

    at: datetime
    family: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """At least `min_days` between two asks, and at most `most` of them in any `period_days`; 0 limits nothing.

    `subject` says whose asks are counted: those of the person, or of everybody in their account. `family` and
    `channel` narrow it to asks with such surveys, or on such a channel; "" means all. Decisions call it by its `name`.
    """

    name: str
    subject: str = PERSON
    family: str = ""
    channel: str = ""
    min_days: int = 0
    most: int = 0
    period_days: int = 0

    def concerns(self, family: str, channel: str) -> bool:
        """Tell whether the limit speaks about an ask with such a survey on such a channel."""
        return self.family in ("", family) and self.channel in ("", channel)

    def free_from(self, asked: Iterable[Asked]) -> datetime | None:
        """Return from when on the limit lets somebody be asked again who was asked so; None: at any time."""
        moments = sorted((each.at for each in asked if self.concerns(each.family, each.channel)), reverse=True)
        found = []
        if self.min_days and moments:
            found.append(moments[0] + timedelta(days=self.min_days))
        if self.most and len(moments) >= self.most:
            found.append(moments[self.most - 1] + timedelta(days=self.period_days))
        return max(found, default=None)


def longest_memory(limits: Sequence[Limit]) -> timedelta:
    """Return how far back asks can matter to any of these limits."""
    return timedelta(days=max((max(each.min_days, each.period_days if each.most else 0) for each in limits), default=0))
