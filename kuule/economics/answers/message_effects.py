"""Which message has which effect on whom: taps, purchases and later scores, in each group apart."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule import stats
from kuule.economics.models import MessageTest
from kuule.economics.rules.groups import GROUPS
from kuule.economics.rules.messages import link_of
from kuule.economics.selectors.message_outcomes import Drawn, drawn_people
from kuule.stats import Change, Direction, MessageShare, Shares
from kuule.stats.change import direction_of
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, ZERO_TO_TEN, group_on

TAPPED, BOUGHT, SCORE = "tapped", "bought", "score"
LEVEL = 0.05
# Message → how many did it, of how many.
Shown = Mapping[Hashable, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message in one group: a share (of those who did it) or a score in points, and its difference to the first.

    `message` 0 is none of them. `more_needed` is how many more have to see it until a difference like this would show.
    """

    message: int
    n: int
    hits: int | None
    value: float | None
    lower: float | None
    upper: float | None
    difference: float | None = None
    difference_lower: float | None = None
    difference_upper: float | None = None
    more_needed: int | None = None

    @property
    def direction(self) -> Direction | None:
        """Return whether it does better or worse than the first; None where nobody can tell."""
        if self.difference_lower is None or self.difference_upper is None:
            return None
        return direction_of(self.difference_lower, self.difference_upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOutcome:
    """The lines of one group. `p_adjusted` is that of "all messages do alike", adjusted for all groups (Holm)."""

    group: str
    lines: Sequence[Line]
    p_adjusted: float | None

    @property
    def n(self) -> int:
        """Return how many people are counted in it."""
        return sum(line.n for line in self.lines)

    @property
    def is_seen(self) -> bool:
        """Tell whether chance alone would hardly part the messages as far."""
        return self.p_adjusted is not None and self.p_adjusted < LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What people did later, by a word of this file, and in which groups."""

    kind: str
    groups: Sequence[GroupOutcome]

    @property
    def n(self) -> int:
        """Return how many people are counted in it."""
        return sum(group.n for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedMessages:
    """All outcomes of a test that can be looked at, and how many were drawn."""

    drawn: int
    outcomes: Sequence[Outcome]


def message_effects(test: MessageTest, *, now: datetime) -> TriedMessages:
    """Return what the messages of a test did until now.

    Everybody who was drawn counts, whether they read the message or not. Messages are compared with none of them, or
    where nobody was held out with the first. Taps are of messages with a link alone.
    """
    people = drawn_people(test, now=now)
    numbers = range(1, len(test.messages) + 1)
    linked = {number for number in numbers if link_of(test.messages, number=number)}
    tapped = [each for each in people if each.message in linked]
    bought = [each for each in people if each.has_bought is not None]
    found = [
        _shares(TAPPED, tapped, lambda each: each.has_tapped),
        _shares(BOUGHT, bought, lambda each: bool(each.has_bought)),
        _scores([each for each in people if each.score is not None]),
    ]
    return TriedMessages(drawn=len(people), outcomes=[each for each in found if each.n])


def _shares(kind: str, people: Iterable[Drawn], has_done: Callable[[Drawn], bool]) -> Outcome:
    counted = defaultdict[str, dict[int, list[int]]](dict)
    for each in people:
        pair = counted[each.group].setdefault(each.message, [0, 0])
        pair[0] += has_done(each)
        pair[1] += 1
    ordered: dict[Hashable, Shown] = {
        group: dict(sorted(counted[group].items())) for group in GROUPS if group in counted
    }
    effects = stats.message_effects(ordered)
    return Outcome(
        kind=kind,
        groups=[
            GroupOutcome(
                group=str(group),
                lines=[_share_line(int(str(message)), each) for message, each in effect.messages.items()],
                p_adjusted=effect.p_adjusted,
            )
            for group, effect in effects.groups.items()
        ],
    )


def _share_line(message: int, found: MessageShare) -> Line:
    share, difference = found.share, found.difference
    return Line(
        message=message,
        n=int(share.n),
        hits=round((share.value or 0) * share.n),
        value=share.value,
        lower=share.lower,
        upper=share.upper,
        difference=difference.value if difference else None,
        difference_lower=difference.lower if difference else None,
        difference_upper=difference.upper if difference else None,
        more_needed=found.more_needed,
    )


def _scores(people: Iterable[Drawn]) -> Outcome:
    counted = defaultdict[str, dict[int, Counter[str]]](lambda: defaultdict(Counter))
    for each in people:
        if each.score is not None:
            counted[each.group][each.message][group_on(ZERO_TO_TEN, each.score)] += 1
    groups = [(group, _score_lines(counted[group])) for group in GROUPS if group in counted]
    # One comparison for each message beside the first: the smallest p of a group stands for all of its own.
    adjusted = stats.adjust_p_values([p for _group, (_lines, p) in groups], method="holm")
    return Outcome(
        kind=SCORE,
        groups=[
            GroupOutcome(group=group, lines=lines, p_adjusted=p)
            for (group, (lines, _p)), p in zip(groups, adjusted, strict=True)
        ],
    )


def _score_lines(counted: dict[int, Counter[str]]) -> tuple[list[Line], float | None]:
    shares = {
        message: Shares(each[DETRACTOR], each[PASSIVE], each[PROMOTER]) for message, each in sorted(counted.items())
    }
    first, *others = shares
    changes = {message: stats.nps_change(shares[first], shares[message]) for message in others}
    known = [change.p_value for change in changes.values() if change.p_value is not None]
    lines = [_score_line(message, each, changes.get(message)) for message, each in shares.items()]
    return lines, min(1.0, min(known) * len(known)) if known else None


def _score_line(message: int, shares: Shares, change: Change | None) -> Line:
    score = stats.nps_interval(shares)
    return Line(
        message=message,
        n=shares.n,
        hits=None,
        value=_points(score.value),
        lower=_points(score.lower),
        upper=_points(score.upper),
        difference=_points(change.value) if change else None,
        difference_lower=_points(change.lower) if change else None,
        difference_upper=_points(change.upper) if change else None,
    )


def _points(share: float | None) -> float | None:
    return None if share is None else share * 100
