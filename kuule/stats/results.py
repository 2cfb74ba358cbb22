"""What the statistics core hands back: small frozen objects that say what they know and what they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kuule.stats.inputs import Floats, whole_number

MaskedFloats = np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]


class Status(StrEnum):
    """How far the numbers of a result can be trusted; the fourth case, rejected input, is an exception."""

    OK = "ok"
    DEGENERATE = "degenerate"
    UNDEFINED = "undefined"


class Caution(StrEnum):
    """Codes of the warnings a result carries. The caller words them; ``docs/metrics/warnings.md`` explains each."""

    ZERO_WIDTH = "zero_width"
    SAMPLE_ERROR_UNDEFINED = "sample_error_undefined"
    WALD_FEW_ANSWERS = "wald_few_answers"
    POINT_OUTSIDE = "point_outside"
    SILENCE_UNRELATED = "silence_unrelated"
    FEW_OF_POPULATION = "few_of_population"
    POPULATION_LARGE = "population_large"
    ONE_CLUSTER = "one_cluster"
    LONE_CLUSTER = "lone_cluster"
    FEW_CLUSTERS = "few_clusters"
    UNEVEN_WEIGHTS = "uneven_weights"
    EMPTY_GROUP = "empty_group"
    NO_VARIANCE_PLANNED = "no_variance_planned"
    NO_CHANGE = "no_change"
    NOT_ESTIMABLE = "not_estimable"
    CONSTANT_DRIVER = "constant_driver"
    DEPENDENT_DRIVERS = "dependent_drivers"
    ASSOCIATION_ONLY = "association_only"
    ROWS_LEFT_OUT = "rows_left_out"
    LEVEL_ABSENT = "level_absent"
    NO_TOTAL_GROWTH = "no_total_growth"
    ORIGIN_UNKNOWN = "origin_unknown"
    NO_TOKENS_ON_ONE_SIDE = "no_tokens_on_one_side"
    FEW_MENTIONS = "few_mentions"
    TOO_FEW_CUSTOMERS = "too_few_customers"
    HORIZON_BEYOND = "horizon_beyond"
    WATCHED_TOO_SHORT = "watched_too_short"
    TOO_FEW_UNITS = "too_few_units"
    NO_COUNTERPART = "no_counterpart"
    LITTLE_SPREAD = "little_spread"
    NOISY_SCORES = "noisy_scores"
    PAST_TOO_SHORT = "past_too_short"
    NO_BETTER_THAN_AVERAGE = "no_better_than_average"


@dataclass(frozen=True, slots=True)
class Shares:
    """How many detractors, passives and promoters answered, and what could not be counted.

    Parameters
    ----------
    detractors, passives, promoters : int
        Valid answers 0-6, 7-8 and 9-10. Any size: counts are Python integers.
    missing, invalid : int
        Left out of `n`, kept so that they can be shown.

    Raises
    ------
    RejectedInput
        If a count is negative or not a whole number.
    """

    detractors: int
    passives: int
    promoters: int
    missing: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        for name in ("detractors", "passives", "promoters", "missing", "invalid"):
            object.__setattr__(self, name, whole_number(getattr(self, name), name))

    @property
    def n(self) -> int:
        """Number of valid answers."""
        return self.detractors + self.passives + self.promoters

    @property
    def nps(self) -> float | None:
        """Net Promoter Score as a proportion in [-1, 1]; None without answers."""
        return (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def proportions(self) -> tuple[float, float, float] | None:
        """Shares of detractors, passives and promoters, summing to 1; None without answers."""
        if not self.n:
            return None
        return self.detractors / self.n, self.passives / self.n, self.promoters / self.n

    def __add__(self, other: Shares) -> Shares:
        """Join two groups that share no answer."""
        return Shares(
            self.detractors + other.detractors,
            self.passives + other.passives,
            self.promoters + other.promoters,
            self.missing + other.missing,
            self.invalid + other.invalid,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Point and standard errors of one NPS, as proportions; `se` has divisor n, `se_sample` n - 1."""

    n: int
    nps: float | None
    variance: float | None
    se: float | None
    se_sample: float | None
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure with its interval, as proportions. None, never 0 or NaN, where there is no answer.

    `lower` and `upper` stay within [-1, 1]; `lower_raw` and `upper_raw` are what the formula gave.
    """

    value: float | None
    lower: float | None
    upper: float | None
    lower_raw: float | None
    upper_raw: float | None
    n: int | float
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()

    def including_value(self) -> Self:
        """Stretch the interval to the value where a method left it outside; coverage can only rise."""
        if self.value is None or self.lower is None or self.upper is None:
            return self
        return replace(self, lower=min(self.lower, self.value), upper=max(self.upper, self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationEstimate(Estimate):
    """An `Estimate` of the NPS that all `population` members would give.

    `value` is the NPS of those who answered; `mean` and `prob_positive`, P(NPS > 0), belong to the
    posterior of the entire population and are None under other methods.
    """

    population: int
    mean: float | None
    prob_positive: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Many figures at once, shape (k,). Entries without answers are masked (``tolist()`` gives None).

    ``estimates[i]`` is the `Estimate` of one of them, with its own status and warnings.
    """

    value: MaskedFloats
    lower: MaskedFloats
    upper: MaskedFloats
    lower_raw: MaskedFloats
    upper_raw: MaskedFloats
    n: Floats
    method: str
    confidence: float
    warnings: dict[Caution, NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.n)

    def __iter__(self) -> Iterator[Estimate]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, i: int) -> Estimate:
        warnings = tuple(caution for caution, where in self.warnings.items() if where[i])
        n = float(self.n[i])
        return Estimate(
            value=one_of(self.value, i),
            lower=one_of(self.lower, i),
            upper=one_of(self.upper, i),
            lower_raw=one_of(self.lower_raw, i),
            upper_raw=one_of(self.upper_raw, i),
            n=int(n) if n.is_integer() else n,
            method=self.method,
            confidence=self.confidence,
            status=_status(n, warnings),
            warnings=warnings,
        )


def one_of(values: MaskedFloats, i: int) -> float | None:
    """Return entry i, or None where it is masked."""
    return None if np.ma.getmaskarray(values)[i] else float(values.data[i])


def _status(n: float, warnings: tuple[Caution, ...]) -> Status:
    if n == 0:
        return Status.UNDEFINED
    return Status.DEGENERATE if Caution.ZERO_WIDTH in warnings else Status.OK
