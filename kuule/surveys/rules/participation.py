"""Of which groups it may be told how many answered, where people were promised that nobody learns whether they did."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# What people have in common, and its value: `("language", "fi")`.
Cut = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class Alike:
    """People who are alike in all that they are grouped by: how many were asked, and how many of them answered."""

    facts: Mapping[str, Hashable]
    asked: int
    answered: int


def cuts_by_size(people: Iterable[Alike]) -> list[Cut]:
    """Return every group that there is, of each kind the largest first."""
    sizes: Counter[Cut] = Counter()
    for each in people:
        sizes.update(dict.fromkeys(each.facts.items(), each.asked))
    return sorted(sizes, key=lambda cut: (cut[0], -sizes[cut], str(cut[1])))


def told_cuts(people: Sequence[Alike], *, least: int) -> set[Cut]:
    """Return the groups of which it may be told how many answered.

    Put together and taken from each other in any way, they never leave a part of the people in which fewer than
    `least` answered or fewer than `least` did not: so of nobody is it known whether they did.
    """
    told: list[Cut] = []
    for cut in cuts_by_size(people):
        if _keeps_secret(people, [*told, cut], least):
            told.append(cut)
    return set(told)


def _keeps_secret(people: Iterable[Alike], told: Sequence[Cut], least: int) -> bool:
    answered: Counter[tuple[bool, ...]] = Counter()
    silent: Counter[tuple[bool, ...]] = Counter()
    for each in people:
        part = tuple(each.facts.get(name) == value for name, value in told)
        answered[part] += each.answered
        silent[part] += each.asked - each.answered
    return all(min(answered[part], silent[part]) >= least for part in answered)
