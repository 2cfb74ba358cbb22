"""How many answers it takes: for a wanted margin of error, or to see a change of a wanted size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from kuule.stats.inputs import RejectedInput, normal_quantile, whole_number
from kuule.stats.results import Caution, Status

NORMAL = NormalDist()
# Half detractors and half promoters: no score can vary more.
LARGEST_VARIANCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginPlan:
    """How many answers bring the score within the wanted margin; `half_width` is the margin they really give."""

    n: int | None
    half_width: float | None
    variance: float
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePlan:
    """How many answers each of two groups needs; `power` is the chance they give to see the difference."""

    n_per_group: int | None
    power: float | None
    difference: float
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def sample_size_margin(
    margin: float,
    *,
    p_promoters: float | None = None,
    p_detractors: float | None = None,
    population: int | None = None,
    confidence: float = 0.95,
) -> MarginPlan:
    """Compute how many answers bring the score within a margin of error.

    The smallest n with z sqrt(V/n (N - n)/(N - 1)) <= margin, V = p_pro + p_det - (p_pro - p_det)^2.

    Parameters
    ----------
    margin : float
        Half the width of the interval, as a proportion: 0.1 is 10 points either way.
    p_promoters, p_detractors : float, optional
        Shares to plan with: those of the last wave. Without them, or where they leave no variance at all, the largest
        possible variance of 1 is planned with and `NO_VARIANCE_PLANNED` warns.
    population : int, optional
        How many customers there are; None for very many.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    MarginPlan
        Undefined for a margin of 0, unless everybody can be asked.

    Raises
    ------
    RejectedInput
        If the margin is negative, a share is not between 0 and 1, they add up to more than 1, or nobody is there.

    Notes
    -----
    Counts answers, not invitations: divide by the response rate you expect. Speaks of chance alone; a large sample
    of the willing is no substitute for the voices of the silent.

    References
    ----------
    Cochran W (1977) Sampling Techniques, 3rd ed., Wiley, section 4.4 (finite population).
    """
    z = normal_quantile(confidence)
    wanted = _share(margin, "A margin", most=2.0)
    size = None if population is None else whole_number(population, "population")
    if size == 0:
        raise RejectedInput("A population has at least one member.")
    variance, warnings = _planning_variance(p_promoters, p_detractors)
    n = _answers_for(wanted, z * z * variance, size)
    return MarginPlan(
        n=n,
        half_width=None if n is None else _half_width(n, z, variance, size),
        variance=variance,
        confidence=float(confidence),
        status=Status.UNDEFINED if n is None else Status.OK,
        warnings=warnings,
    )


def sample_size_difference(
    before: Sequence[float], after: Sequence[float], *, power: float = 0.8, confidence: float = 0.95
) -> DifferencePlan:
    """Compute how many answers each of two equal groups needs to see a difference between them.

    n = (z_{1-a/2} + z_power)^2 (V_before + V_after) / (NPS_after - NPS_before)^2, rounded up.

    Parameters
    ----------
    before, after : sequence of three floats
        Shares of detractors, passives and promoters, each adding up to 1.
    power : float
        The wanted chance to see a difference of this size, between 0 and 1, both excluded.
    confidence : float
        Between 0 and 1, both excluded; the test is two-sided.

    Returns
    -------
    DifferencePlan
        Undefined where the scores are the same: no number of answers shows what is not there.

    Raises
    ------
    RejectedInput
        If shares are not between 0 and 1 or do not add up to 1, or power or confidence is out of range.

    Notes
    -----
    The normal formula leaves out the chance to see the difference in the wrong direction, which is next to nothing for
    a power worth planning for. Plans for two samples of different people; fewer do when the same people answer twice.

    References
    ----------
    Lewis J, Sauro J (2021) measuringu.com/nps-ci-sample-size.
    """
    z = normal_quantile(confidence)
    reach = z + _power_quantile(power)
    (nps_a, variance_a), (nps_b, variance_b) = _planned(before), _planned(after)
    difference, variance = nps_b - nps_a, variance_a + variance_b
    if abs(difference) < 1e-12:
        return DifferencePlan(
            n_per_group=None, power=None, difference=0.0, confidence=float(confidence), status=Status.UNDEFINED
        )
    n = max(1, math.ceil(max(reach, 0.0) ** 2 * variance / difference**2 - 1e-9))
    reached = NORMAL.cdf(abs(difference) / math.sqrt(variance / n) - z) if variance > 0 else 1.0
    return DifferencePlan(
        n_per_group=n,
        power=reached,
        difference=difference,
        confidence=float(confidence),
        status=Status.OK if variance > 0 else Status.DEGENERATE,
        warnings=() if variance > 0 else (Caution.ZERO_WIDTH,),
    )


def answers_to_see(effect: float, variance: float, *, power: float = 0.8, confidence: float = 0.95) -> int | None:
    """Compute how many answers show an effect of this size.

    n = (z_{1-a/2} + z_power)^2 variance / effect^2, rounded up.

    Parameters
    ----------
    effect : float
        The size to be seen, in any unit.
    variance : float
        n times the square of the effect's standard error, in that unit squared: what one answer leaves uncertain. For
        a difference of two shares, n being those of each group, it is the sum of both p (1 - p).
    power : float
        The wanted chance to see it, between 0 and 1, both excluded.
    confidence : float
        Between 0 and 1, both excluded; the test is two-sided.

    Returns
    -------
    int, or None
        None for an effect of 0: no number of answers shows what is not there.

    Raises
    ------
    RejectedInput
        If the variance is negative, or power or confidence is out of range.

    Notes
    -----
    An effect as large as the one seen is a hopeful plan: what was noticed is larger than it is, on average. Plan with
    the smallest effect that would be worth the trouble.

    References
    ----------
    Lewis J, Sauro J (2021) measuringu.com/nps-ci-sample-size. Gelman A, Carlin J (2014) Perspect Psychol Sci 9:641-651.
    """
    reach = normal_quantile(confidence) + _power_quantile(power)
    if isinstance(variance, bool) or not isinstance(variance, int | float) or not 0 <= variance < math.inf:
        raise RejectedInput(f"The variance must be a number from 0 up, not {variance!r:.80}.")
    if abs(effect) < 1e-12:
        return None
    return max(1, math.ceil(max(reach, 0.0) ** 2 * variance / effect**2 - 1e-9))


def _power_quantile(power: float) -> float:
    if not isinstance(power, int | float) or not 0 < power < 1:
        raise RejectedInput(f"Power must lie between 0 and 1, such as 0.8, not {power!r:.80}.")
    return NORMAL.inv_cdf(float(power))


def _answers_for(margin: float, spread: float, population: int | None) -> int | None:
    if margin == 0:
        return population
    endless = spread / margin**2
    n = endless if population is None else endless * population / (population - 1 + endless)
    # What is whole but for a rounding error must not be rounded up.
    least = max(1, math.ceil(n - 1e-9 * max(1.0, n)))
    return least if population is None else min(least, population)


def _half_width(n: int, z: float, variance: float, population: int | None) -> float:
    left = 1.0 if population is None else (population - n) / (population - 1) if population > 1 else 0.0
    return z * math.sqrt(variance / n * left)


def _planning_variance(p_promoters: float | None, p_detractors: float | None) -> tuple[float, tuple[Caution, ...]]:
    if p_promoters is None or p_detractors is None:
        return LARGEST_VARIANCE, (Caution.NO_VARIANCE_PLANNED,)
    pro, det = _share(p_promoters, "The share of promoters"), _share(p_detractors, "The share of detractors")
    if pro + det > 1 + 1e-9:
        raise RejectedInput(f"Promoters and detractors are at most all: {pro} and {det} are more than 1 together.")
    variance = pro + det - (pro - det) ** 2
    if variance <= 1e-12:
        return LARGEST_VARIANCE, (Caution.NO_VARIANCE_PLANNED,)
    return variance, ()


def _planned(shares: Sequence[float]) -> tuple[float, float]:
    if len(shares) != 3:
        raise RejectedInput(f"Plan with three shares (detractors, passives, promoters), not {shares!r:.80}.")
    det, pas, pro = (_share(share, "A share") for share in shares)
    if abs(det + pas + pro - 1) > 1e-6:
        raise RejectedInput(f"The shares {det}, {pas} and {pro} must add up to 1, not to {det + pas + pro:g}.")
    return pro - det, (pro + det) * pas + 4 * pro * det


def _share(value: object, name: str, most: float = 1.0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise RejectedInput(f"{name} lies between 0 and {most:g}, not {value!r:.80}.")
    return float(value)
