"""Two shares side by side: how many times as often, and how many points more, with score intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from kuule.stats.inputs import RejectedInput, normal_quantile, whole_number
from kuule.stats.proportions import share_interval
from kuule.stats.results import Caution, Status
from kuule.stats.tails import chi2_p_value

# Ratios are looked for between these; a limit beyond is none.
SMALLEST_LOG_RATIO, LARGEST_LOG_RATIO = -40.0, 40.0
HALVINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesCompared:
    """Share a beside share b: their ratio or difference with its interval and the p-value of "the same".

    `lower` or `upper` is None where it is 0 or infinite by the data: nothing bounds it.
    """

    value: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    share_a: float | None
    share_b: float | None
    n_a: int
    n_b: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def ratio_of_shares(
    successes_a: int, n_a: int, successes_b: int, n_b: int, *, confidence: float = 0.95
) -> SharesCompared:
    """Compute how many times as often a did something as b, as promoters buy again 4.2 times as often as detractors.

    Parameters
    ----------
    successes_a, n_a, successes_b, n_b : int
        How many did, of how many, in group a and in group b.
    confidence : float
        Between 0 and 1, both excluded; the interval holds all ratios that the score test does not refuse.

    Returns
    -------
    SharesCompared
        If nobody of b did, the ratio has no answer and no upper limit, but still a lower one. Undefined if a group is
        empty or nobody did at all.

    Raises
    ------
    RejectedInput
        If a count is negative or not whole, or successes exceed n.

    Notes
    -----
    Shares with the constrained maximum likelihood, and the variance times N/(N - 1). A ratio of small shares is large
    easily: 2 of 50 beside 1 of 50 is "twice as often" and nothing. Speaks of independent customers.

    References
    ----------
    Koopman P (1984) Biometrics 40:513-517. Miettinen O, Nurminen M (1985) Stat Med 4:213-226.
    """
    z = normal_quantile(confidence)
    counts = _counts(successes_a, n_a, successes_b, n_b)
    x_a, x_b = counts.hits_a, counts.hits_b
    if not (counts.n_a and counts.n_b and x_a + x_b):
        return counts.without_answer("score", confidence)
    value = counts.share_a / counts.share_b if x_b else None
    middle = math.log(value) if value else None

    def distance(log_ratio: float) -> float:
        return _score(counts, math.exp(log_ratio))

    start = middle if middle is not None else LARGEST_LOG_RATIO if x_a else SMALLEST_LOG_RATIO
    lower = _crossing(distance, z, SMALLEST_LOG_RATIO, start) if x_a else None
    upper = _crossing(distance, -z, start, LARGEST_LOG_RATIO) if x_b else None
    return SharesCompared(
        value=value,
        lower=math.exp(lower) if lower is not None else 0.0,
        upper=math.exp(upper) if upper is not None else None,
        p_value=chi2_p_value(distance(0.0) ** 2, 1),
        share_a=counts.share_a,
        share_b=counts.share_b,
        n_a=counts.n_a,
        n_b=counts.n_b,
        method="score",
        confidence=float(confidence),
        status=Status.OK if value is not None else Status.DEGENERATE,
        warnings=() if value is not None else (Caution.NOT_ESTIMABLE,),
    )


def difference_of_shares(
    successes_a: int, n_a: int, successes_b: int, n_b: int, *, confidence: float = 0.95
) -> SharesCompared:
    """Compute how much larger share a is than share b, as a proportion in [-1, 1].

    Parameters
    ----------
    successes_a, n_a, successes_b, n_b : int
        How many did, of how many, in group a and in group b.
    confidence : float
        Between 0 and 1, both excluded; Newcombe's interval, made of the Wilson limits of both shares. The p-value is
        that of the score test (chi-squared with N/(N - 1)).

    Returns
    -------
    SharesCompared
        Undefined if a group is empty.

    Raises
    ------
    RejectedInput
        If a count is negative or not whole, or successes exceed n.

    Notes
    -----
    Speaks of independent customers: several people of one account count as more than they say.

    References
    ----------
    Newcombe R (1998) Stat Med 17:873-890, method 10.
    """
    normal_quantile(confidence)
    counts = _counts(successes_a, n_a, successes_b, n_b)
    if not (counts.n_a and counts.n_b):
        return counts.without_answer("newcombe", confidence)
    a = share_interval(counts.hits_a, counts.n_a, confidence=confidence)
    b = share_interval(counts.hits_b, counts.n_b, confidence=confidence)
    value = counts.share_a - counts.share_b
    down = math.hypot(counts.share_a - (a.lower or 0.0), (b.upper or 0.0) - counts.share_b)
    up = math.hypot((a.upper or 0.0) - counts.share_a, counts.share_b - (b.lower or 0.0))
    some = 0 < counts.hits_a + counts.hits_b < counts.n_a + counts.n_b
    return SharesCompared(
        value=value,
        lower=value - down,
        upper=value + up,
        p_value=chi2_p_value(_score(counts, 1.0) ** 2, 1) if some else 1.0,
        share_a=counts.share_a,
        share_b=counts.share_b,
        n_a=counts.n_a,
        n_b=counts.n_b,
        method="newcombe",
        confidence=float(confidence),
        status=Status.OK,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    hits_a: int
    n_a: int
    hits_b: int
    n_b: int

    @property
    def share_a(self) -> float:
        return self.hits_a / self.n_a

    @property
    def share_b(self) -> float:
        return self.hits_b / self.n_b

    def without_answer(self, method: str, confidence: float) -> SharesCompared:
        return SharesCompared(
            value=None,
            lower=None,
            upper=None,
            p_value=None,
            share_a=self.share_a if self.n_a else None,
            share_b=self.share_b if self.n_b else None,
            n_a=self.n_a,
            n_b=self.n_b,
            method=method,
            confidence=float(confidence),
            status=Status.UNDEFINED,
            warnings=(Caution.NOT_ESTIMABLE,),
        )


def _counts(successes_a: int, n_a: int, successes_b: int, n_b: int) -> _Counts:
    counts = _Counts(
        hits_a=whole_number(successes_a, "successes_a"),
        n_a=whole_number(n_a, "n_a"),
        hits_b=whole_number(successes_b, "successes_b"),
        n_b=whole_number(n_b, "n_b"),
    )
    for hits, n in ((counts.hits_a, counts.n_a), (counts.hits_b, counts.n_b)):
        if hits > n:
            raise RejectedInput(f"Successes must not exceed n; {hits} of {n} cannot be.")
    return counts


def _score(counts: _Counts, ratio: float) -> float:
    """Return the signed score statistic of "share a is so many times share b"."""
    both = counts.n_a + counts.n_b
    linear = counts.n_a * ratio + counts.hits_a + counts.n_b + counts.hits_b * ratio
    hits = counts.hits_a + counts.hits_b
    # The smaller root, in the form that does not cancel.
    share_b = 2 * hits / (linear + math.sqrt(max(linear**2 - 4 * both * ratio * hits, 0.0)))
    share_a = min(ratio * share_b, 1.0)
    variance = share_a * (1 - share_a) / counts.n_a + ratio**2 * share_b * (1 - share_b) / counts.n_b
    apart = counts.share_a - ratio * counts.share_b
    if variance <= 0:
        return 0.0 if abs(apart) < 1e-12 else math.copysign(math.inf, apart)
    return apart / math.sqrt(variance * both / (both - 1))


def _crossing(distance: Callable[[float], float], height: float, low: float, high: float) -> float | None:
    """Return where a falling function reaches a height between two points; None if it does not."""
    if distance(low) < height or distance(high) > height:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if distance(middle) > height else (low, middle)
    return (low + high) / 2
