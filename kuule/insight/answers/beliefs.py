"""What a company believes its customers say, beside what they say: beliefs of all its people, guesses of owners."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kuule import stats
from kuule.insight.answers.figures import Figure, figure_of, in_points
from kuule.insight.answers.score import answer
from kuule.insight.query import Query
from kuule.insight.selectors.beliefs import believed_by_place
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.guesses import Guessed
from kuule.stats import Direction
from kuule.stats.change import direction_of
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, ZERO_TO_TEN, group_on
from kuule.surveys.rules import BELIEF, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A belief beside what customers say, in points. `value` is how much higher customers score; negative: lower.

    None where there is too little for an interval.
    """

    believed: Figure
    said: Figure
    value: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def direction(self) -> Direction | None:
        """Return whether customers say more or less than was believed; steady where that may be chance."""
        return direction_of(self.lower, self.upper) if self.lower is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGap:
    """What people in one part of the company believe; `texts` is how the survey calls the part."""

    texts: Texts
    gap: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessGap:
    """What owners guessed of some accounts, and what these said. `name` is what the rows have in common."""

    name: str
    gap: Gap
    accounts: int
    unhappy: int
    foreseen: int


def company_beliefs(query: Query) -> tuple[Gap | None, list[PlaceGap]]:
    """Return what all of the company's people believe beside what customers say, and the same by part of the company.

    Nobody was asked: None. Both are of the query's period; nothing else of it can be asked of beliefs.
    """
    asked = Query(
        workspace_id=query.workspace_id,
        timezone=query.timezone,
        family=BELIEF,
        period=query.period,
        since=query.since,
        until=query.until,
        confidence=query.confidence,
        few_below=query.few_below,
    )
    believed = answer(asked)
    if not believed.n:
        return None, []
    said = answer(replace(asked, family=query.family, whom=query.whom))
    parts = [
        PlaceGap(texts=each.texts, gap=_apart(figure_of(each.counts, asked), said)) for each in believed_by_place(asked)
    ]
    return _apart(believed, said), parts


def _apart(believed: Figure, said: Figure) -> Gap:
    change = stats.nps_change(believed.shares, said.shares, confidence=said.confidence)
    value, lower, upper = in_points(change.value), in_points(change.lower), in_points(change.upper)
    return Gap(believed=believed, said=said, value=value, lower=lower, upper=upper)


def guess_gap(rows: Sequence[Guessed], query: Query, *, name: str = "") -> GuessGap:
    """Return what was guessed of these answers beside what they say. Each answer is held against its own guess.

    The interval knows that answers of one account belong together (`stats.overlap_change`, accounts as clusters).
    `unhappy` are answers of detractors, `foreseen` those of them whose guess was one too.
    """
    guesses, scores = [row.guess for row in rows], [row.score for row in rows]
    accounts = [row.account_id for row in rows]
    waves = [1] * len(rows) + [2] * len(rows)
    found = stats.overlap_change([*accounts, *accounts], waves, [*guesses, *scores], confidence=query.confidence)
    unhappy = [row for row in rows if _group(row.score) == DETRACTOR]
    gap = Gap(
        believed=figure_of(_counts(guesses), query),
        said=figure_of(_counts(scores), query),
        value=in_points(found.value),
        lower=in_points(found.lower),
        upper=in_points(found.upper),
    )
    foreseen = sum(_group(row.guess) == DETRACTOR for row in unhappy)
    return GuessGap(name=name, gap=gap, accounts=len(set(accounts)), unhappy=len(unhappy), foreseen=foreseen)


def gaps_by(
    rows: Sequence[Guessed], query: Query, key: Callable[[Guessed], Hashable], names: Mapping[Hashable, str]
) -> list[GuessGap]:
    """Return the gap of each part of the rows, those with most answers first. What has no name is left out."""
    parts: dict[Hashable, list[Guessed]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    found = [guess_gap(part, query, name=names[each]) for each, part in parts.items() if each in names]
    return sorted(found, key=lambda each: (-each.gap.said.n, each.name))


def quarter_of(moment: datetime, zone: ZoneInfo) -> str:
    """Return the quarter of a moment on the company's clock, such as `2026 Q4`."""
    local = moment.astimezone(zone)
    return f"{local.year} Q{(local.month + 2) // 3}"


def _group(score: int) -> str:
    return group_on(ZERO_TO_TEN, score)


def _counts(scores: Sequence[int]) -> GroupCounts:
    groups = [_group(score) for score in scores]
    return GroupCounts(groups.count(DETRACTOR), groups.count(PASSIVE), groups.count(PROMOTER))
