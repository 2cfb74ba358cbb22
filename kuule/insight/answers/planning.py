"""How many answers a question takes, and what they ask of those who answer the unhappy."""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kuule import stats

# Cases are promised a reply within 48 hours: two working days.
PROMISED_DAYS = 2
MARGINS = (3.0, 5.0, 8.0, 10.0, 15.0)
FINENESS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a plan rests on. `detractors`, `promoters` and `rate` are shares, 0 to 1; `people` None is very many.

    `minutes` go into one case, `hours` a day has each of `owners` for cases.
    """

    detractors: float
    promoters: float
    rate: float
    people: int | None = None
    minutes: float = 45
    hours: float = 4
    owners: int = 1

    @property
    def shares(self) -> tuple[float, float, float]:
        """Return the shares of detractors, passives and promoters."""
        return self.detractors, max(1 - self.detractors - self.promoters, 0.0), self.promoters

    @property
    def score(self) -> float:
        """Return the score, in points."""
        return 100 * (self.promoters - self.detractors)

    @property
    def reachable_answers(self) -> int | None:
        """Return how many answers come if everybody is asked, None for very many people."""
        return None if self.people is None else math.floor(self.people * self.rate + 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work of `answers`: detractors to call, 95 % between `fewest` and `most`, and the time those take.

    `days_each` is how many working days each owner needs; `invitations_a_day` how many keep the owners in time.
    """

    answers: int
    detractors: float
    fewest: int
    most: int
    owner_days: float
    owners: int
    days_each: float
    owners_in_time: int
    invitations_a_day: int | None

    @property
    def is_in_time(self) -> bool:
        """Tell whether the owners keep their promise even if all answers come at once."""
        return self.days_each <= PROMISED_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How many answers and invitations one round takes, and the work it makes.

    Where `invitations` are more than there are people, `work` is that of asking everybody.
    """

    answers: int
    invitations: int
    is_reachable: bool
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginAnswer:
    """A round for a margin, in points. `within_reach` is the margin of asking everybody, where more would be needed."""

    margin: float
    sample: Sample
    within_reach: float | None
    variance: float
    has_variance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """Each of two rounds that show a change, in points; `shares_after` are those of the change that is harder to see.

    `within_reach` is the smallest change that asking everybody twice can show, None if even the largest cannot be.
    """

    change: float
    sample: Sample
    shares_after: tuple[float, float, float]
    within_reach: float | None


def answers_for_margin(plan: Assumptions, margin: float) -> MarginAnswer:
    """Plan one round for a margin of error, in points."""
    found = stats.sample_size_margin(
        margin / 100, p_promoters=plan.promoters, p_detractors=plan.detractors, population=plan.people
    )
    sample = _sample(plan, found.n or 1)
    return MarginAnswer(
        margin=margin,
        sample=sample,
        within_reach=None if sample.is_reachable else _smallest(plan, lambda each: _answers_for(plan, each), most=200),
        variance=found.variance,
        has_variance=stats.Caution.NO_VARIANCE_PLANNED not in found.warnings,
    )


def margins_around(plan: Assumptions, margin: float) -> list[MarginAnswer]:
    """Plan rounds for the usual margins and the chosen one, the narrowest first."""
    return [answers_for_margin(plan, each) for each in sorted({*MARGINS, margin})]


def answers_for_change(plan: Assumptions, change: float) -> ChangeAnswer:
    """Plan two rounds that show a rise or a fall by `change` points, whichever takes more answers.

    Raises `stats.RejectedInput` if the score can move that far in neither direction.
    """
    size, after = _answers_for_change(plan, change)
    sample = _sample(plan, size)
    largest = max(100 - plan.score, 100 + plan.score)
    reach = None if sample.is_reachable else _smallest(plan, lambda each: _answers_for_change(plan, each)[0], largest)
    return ChangeAnswer(change=change, sample=sample, shares_after=after, within_reach=reach)


def shares_after(shares: Sequence[float], change: float) -> tuple[float, float, float] | None:
    """Return detractors, passives and promoters after a change of the score by `change` points, None if it cannot be.

    Half of a rise comes from detractors who become passives, half from passives who become promoters; where there are
    too few detractors, the rest comes from the others. A fall is the same backwards.
    """
    detractors, passives, promoters = shares
    step = abs(change) / 100
    worse, better = (detractors, promoters) if change > 0 else (promoters, detractors)
    if step > 1 + worse - better + 1e-9:
        return None
    leave = min(worse, step / 2)
    join = step - leave
    worse, better = worse - leave, better + join
    middle = max(passives + leave - join, 0.0)
    return (worse, middle, better) if change > 0 else (better, middle, worse)


def work_of(plan: Assumptions, answers: int) -> Work:
    """Return the work that answers make: every detractor is called."""
    detractors = answers * plan.detractors
    owner_days = detractors * plan.minutes / 60 / plan.hours
    a_day = plan.owners * plan.hours * 60 / plan.minutes
    return Work(
        answers=answers,
        detractors=detractors,
        fewest=binomial_quantile(0.025, answers, plan.detractors),
        most=binomial_quantile(0.975, answers, plan.detractors),
        owner_days=owner_days,
        owners=plan.owners,
        days_each=owner_days / plan.owners,
        owners_in_time=max(math.ceil(owner_days / PROMISED_DAYS - 1e-9), 1),
        invitations_a_day=max(math.floor(a_day / plan.detractors / plan.rate), 1) if plan.detractors else None,
    )


def binomial_quantile(probability: float, trials: int, share: float) -> int:
    """Return the smallest count that a binomial law of so many trials does not exceed with this probability."""
    from scipy.special import bdtr

    return bisect_left(range(trials), probability, key=lambda count: float(bdtr(count, trials, share)))


def _sample(plan: Assumptions, answers: int) -> Sample:
    invitations = math.ceil(answers / plan.rate - 1e-9)
    is_reachable = plan.people is None or invitations <= plan.people
    comes = answers if is_reachable else plan.reachable_answers or 0
    return Sample(answers=answers, invitations=invitations, is_reachable=is_reachable, work=work_of(plan, comes))


def _answers_for(plan: Assumptions, margin: float) -> int:
    found = stats.sample_size_margin(
        margin / 100, p_promoters=plan.promoters, p_detractors=plan.detractors, population=plan.people
    )
    return found.n or 1


def _answers_for_change(plan: Assumptions, change: float) -> tuple[int, tuple[float, float, float]]:
    possible = [after for each in (change, -change) if (after := shares_after(plan.shares, each)) is not None]
    if not possible:
        raise stats.RejectedInput(f"From {plan.score:+.0f} no score is {change:g} points away.")
    plans = [(stats.sample_size_difference(plan.shares, after).n_per_group or 1, after) for after in possible]
    return max(plans)


def _smallest(plan: Assumptions, answers_for: Callable[[float], int], most: float) -> float | None:
    """Return the smallest margin or change, in tenths of a point, that asking everybody reaches."""
    reachable = plan.reachable_answers or 0
    steps = range(1, math.floor(most * FINENESS) + 1)
    place = bisect_left(steps, True, key=lambda step: answers_for(step / FINENESS) <= reachable)
    return steps[place] / FINENESS if place < len(steps) else None
