"""How large a part of each group answered, with how sure that is."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kuule.insight.query import CHANNEL, LANGUAGE, ROLE
from kuule.stats import Estimate, share_interval
from kuule.surveys.rules.participation import Alike, cuts_by_size, told_cuts

KINDS = (ROLE, LANGUAGE, CHANNEL)


@dataclass(frozen=True, slots=True)
class GroupRate:
    """A group of people: how many were asked and how many of them answered, None where that may not be told."""

    segment: Hashable
    asked: int
    answered: int | None

    @property
    def rate(self) -> Estimate | None:
        """Return the share that answered, with its interval."""
        return None if self.answered is None else share_interval(self.answered, self.asked)


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Everybody who was asked, and the groups by each of `KINDS` in which people differ."""

    whole: GroupRate
    groups: Mapping[str, Sequence[GroupRate]]

    @property
    def is_all_told(self) -> bool:
        """Tell whether of every group it is told how many answered."""
        return all(each.answered is not None for groups in self.groups.values() for each in groups)


def response_rates(people: Sequence[Alike], *, least: int = 0) -> ResponseRates:
    """Return the response rates of all groups, the largest first.

    With `least`, the number that an anonymous survey promises, only groups are told that do not give away who answered.
    """
    asked: Counter[tuple[str, Hashable]] = Counter()
    answered: Counter[tuple[str, Hashable]] = Counter()
    for each in people:
        asked.update(dict.fromkeys(each.facts.items(), each.asked))
        answered.update(dict.fromkeys(each.facts.items(), each.answered))
    told = told_cuts(people, least=least) if least else asked.keys()
    groups: dict[str, list[GroupRate]] = {kind: [] for kind in KINDS}
    for cut in cuts_by_size(people):
        groups[cut[0]].append(GroupRate(cut[1], asked[cut], answered[cut] if cut in told else None))
    return ResponseRates(
        GroupRate("", sum(each.asked for each in people), sum(each.answered for each in people)),
        {kind: found for kind, found in groups.items() if len(found) > 1},
    )
