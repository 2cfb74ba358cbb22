"""What the answers make likely: the posterior of a score, and whether one score is truly higher than another.

Shares of detractors, passives and promoters follow a Dirichlet law with parameters counts + prior. Given the share s of
passives, promoters are a Beta(promoters, detractors) part of the rest, so that with s ~ Beta(passives, the others)

    P(NPS <= x) = E[ I((x / (1 - s) + 1) / 2) ],    I = distribution function of Beta(promoters, detractors).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Shares, Status

JEFFREYS = (0.5, 0.5, 0.5)
# The double-exponential rule: points crowd towards both ends, where the integrand may be steep (Takahasi & Mori 1974).
_T = np.linspace(-3.6, 3.6, 73)
_NODES = (np.tanh(math.pi / 2 * np.sinh(_T)) + 1) / 2
_WEIGHTS = math.pi / 4 * np.cosh(_T) / np.cosh(math.pi / 2 * np.sinh(_T)) ** 2 * (_T[1] - _T[0])
# Distribution functions are compared on this many steps of their common range.
_STEPS = 240
# Beyond so many standard deviations nothing is left that six digits would show.
_REACH = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PosteriorEstimate:
    """Mean and equal-tailed limits of the posterior of one NPS, as proportions; None without answers.

    `prob_positive` is P(NPS > 0).
    """

    mean: float | None
    sd: float | None
    lower: float | None
    upper: float | None
    prob_positive: float | None
    n: int
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def nps_posterior(shares: Shares, *, prior: Sequence[float] = JEFFREYS, confidence: float = 0.95) -> PosteriorEstimate:
    """Compute the posterior of one NPS: for probability statements, not as a rival interval on the same screen.

    Parameters
    ----------
    shares : Shares
        The answers.
    prior : sequence of three floats
        Pseudo-answers (detractors, passives, promoters), all positive. Jeffreys' 0.5 by default.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    PosteriorEstimate
        Undefined without answers: what is left then is the prior, which nobody gave.

    Raises
    ------
    RejectedInput
        If a prior is not positive or the confidence is out of range.

    Notes
    -----
    Of nominal 95 % limits Jeffreys' cover 0.94 to 0.97 on average, in the worst truths 0.80 for n = 5. A uniform
    prior of 1 falls to 0.59 near the corners.

    References
    ----------
    Brown L, Cai T, DasGupta A (2001) Stat Sci 16:101-133 (Jeffreys' prior for one share).
    """
    normal_quantile(confidence)
    law = ScorePosterior.of(shares, prior)
    if shares.n == 0:
        return PosteriorEstimate(
            mean=None,
            sd=None,
            lower=None,
            upper=None,
            prob_positive=None,
            n=0,
            confidence=confidence,
            status=Status.UNDEFINED,
        )
    return PosteriorEstimate(
        mean=law.mean,
        sd=law.sd,
        lower=law.quantile((1 - confidence) / 2),
        upper=law.quantile((1 + confidence) / 2),
        prob_positive=law.prob_above(0.0),
        n=shares.n,
        confidence=float(confidence),
        status=Status.OK,
    )


def prob_above(shares: Shares, target: float, *, prior: Sequence[float] = JEFFREYS) -> float | None:
    """Return P(NPS > target) of the customers who may answer, target a proportion in [-1, 1]; None without answers.

    Raises
    ------
    RejectedInput
        If the target is not a number in [-1, 1] or a prior is not positive.
    """
    if not isinstance(target, int | float) or not -1 <= target <= 1:
        raise RejectedInput(f"A target lies between -1 and 1, not {target!r:.80}.")
    law = ScorePosterior.of(shares, prior)
    return law.prob_above(float(target)) if shares.n else None


def prob_improvement(before: Shares, after: Shares, *, prior: Sequence[float] = JEFFREYS) -> float | None:
    """Return P(NPS after > NPS before) under independent posteriors; None if a group is empty.

    Parameters
    ----------
    before, after : Shares
        The answers of two groups that share no respondent.
    prior : sequence of three floats
        Pseudo-answers, the same for both.

    Raises
    ------
    RejectedInput
        If a prior is not positive.

    Notes
    -----
    0.5 means that nothing is known. It is no p-value and needs no correction for many comparisons, but of twenty groups
    that never changed one will often show 0.95. Computed by summing P(before < x) over the law of `after`, to about
    2e-4.
    """
    a, b = ScorePosterior.of(before, prior), ScorePosterior.of(after, prior)
    if not before.n or not after.n:
        return None
    low = max(-1.0, min(law.mean - _REACH * law.sd for law in (a, b)))
    high = min(1.0, max(law.mean + _REACH * law.sd for law in (a, b)))
    edges = np.linspace(low, high, _STEPS + 1)
    cdf_a, cdf_b = a.cdf(edges), b.cdf(edges)
    middle = (cdf_a[1:] + cdf_a[:-1]) / 2
    below = float(cdf_b[0] * cdf_a[0])
    return min(1.0, max(0.0, below + float(np.sum(middle * np.diff(cdf_b))) + float((1 - cdf_b[-1]) * cdf_a[-1])))


@dataclass(frozen=True, slots=True)
class ScorePosterior:
    """The law of promoters minus detractors when the three shares are Dirichlet(det, pas, pro)."""

    det: float
    pas: float
    pro: float

    @classmethod
    def of(cls, shares: Shares, prior: Sequence[float]) -> ScorePosterior:
        """Add the prior to the answers, or reject it."""
        return cls(*parameters(shares, prior))

    @property
    def mean(self) -> float:
        """Return the expected score."""
        return (self.pro - self.det) / (self.det + self.pas + self.pro)

    @property
    def sd(self) -> float:
        """Return the standard deviation of the score."""
        total = self.det + self.pas + self.pro
        spread = (self.pro + self.det) * self.pas + 4 * self.pro * self.det
        return math.sqrt(spread / (total + 1)) / total

    def prob_above(self, x: float) -> float:
        """Return P(score > x)."""
        return 1.0 - float(self.cdf(np.array([x]))[0])

    def cdf(self, x: Floats) -> Floats:
        """Return P(score <= x) for each x, shape (k,)."""
        x = np.clip(x, -1.0, 1.0)
        # Seen from the other side, a negative score is a positive one: one formula with x >= 0 serves both.
        flipped = ScorePosterior(self.pro, self.pas, self.det)
        return np.where(x >= 0, 1.0 - self._above(np.abs(x)), flipped._above(np.abs(x)))

    def quantile(self, probability: float) -> float:
        """Return x with P(score <= x) = probability."""
        from scipy.optimize import brentq

        low, high = (max(-1.0, self.mean - 40 * self.sd), min(1.0, self.mean + 40 * self.sd))
        return float(brentq(lambda x: float(self.cdf(np.array([x]))[0]) - probability, low, high, xtol=1e-12))

    def _above(self, x: Floats) -> Floats:
        # P(score > x) for x >= 0: only while passives are less than 1 - x can promoters lead by more than x.
        from scipy.special import betainc, betaincinv

        room = betainc(self.pas, self.det + self.pro, 1.0 - x)[:, None]
        # The inverse gives NaN for some subnormal numbers, and a tail that small is none.
        room = np.where(room < np.finfo(float).tiny, 0.0, room)
        passives = betaincinv(self.pas, self.det + self.pro, room * _NODES)
        rest = np.maximum(1.0 - passives, x[:, None] + 1e-300)
        # Of those who are not passive, detractors must stay below this part.
        detractors = np.clip((1.0 - x[:, None] / rest) / 2, 0.0, 1.0)
        inside = betainc(self.det, self.pro, detractors)
        return np.asarray(np.sum(room * inside * _WEIGHTS, axis=1))


def parameters(shares: Shares, prior: Sequence[float]) -> tuple[float, float, float]:
    """Return counts + prior, or reject a prior that is not three positive numbers."""
    if len(prior) != 3 or not all(0 < pseudo < math.inf for pseudo in prior):
        raise RejectedInput(f"A prior is three positive numbers, such as {JEFFREYS}, not {prior!r:.80}.")
    return shares.detractors + prior[0], shares.passives + prior[1], shares.promoters + prior[2]
