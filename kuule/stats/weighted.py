"""The NPS of answers that do not count alike: weighted by revenue, clustered by account, drawn from strata."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.columns import Column, number_column, refuse
from kuule.stats.counts import signs
from kuule.stats.design import Design, Population, read_design
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.intervals import nps_intervals
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_quantile

# A single voice that weighs more than five average ones deserves a name (spec 2.4).
UNEVEN = 5.0
FEW_CLUSTERS = 30
# What is left of a variance of 0 after adding up doubles.
ROUNDING = 1e-28


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedEstimate:
    """A weighted NPS, as proportions; None where there is no answer.

    `lower` and `upper` are the recommended interval; `t_lower` and `t_upper` the usual NPS plus or minus t SE, kept to
    compare with survey software. `n_star` is how many equal, independent answers know as much: the effective n to show.
    `n_effective` is Kish's, from the weights alone; `deff` compares the variance with that of as many equal answers.
    `largest_weight` is in units of the mean weight. `missing` and `invalid` scores are left out.
    """

    n: int
    n_clusters: int
    df: int
    confidence: float
    status: Status
    value: float | None = None
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    t_lower: float | None = None
    t_upper: float | None = None
    n_star: float | None = None
    n_effective: float | None = None
    deff: float | None = None
    largest_weight: float | None = None
    missing: int = 0
    invalid: int = 0
    method: str = "score_n_star"
    warnings: tuple[Caution, ...] = ()


def weighted_nps(
    scores: Iterable[object],
    weights: Column | None = None,
    *,
    clusters: Column | None = None,
    strata: Sequence[Hashable] | None = None,
    stratum_population: Population | None = None,
    confidence: float = 0.95,
) -> WeightedEstimate:
    """Compute a weighted NPS with an interval that knows of weights, clusters and strata.

    NPS = sum w y / sum w, y in {-1, 0, 1}. Its variance is linearised: u_i = w_i (y_i - NPS) / sum w, summed to cluster
    totals t, and in each stratum h, of which k_h of N_h clusters answered, V = sum_h (1 - k_h/N_h) k_h/(k_h - 1)
    sum_c (t_hc - mean t_h)^2 with df = clusters - strata.

    The interval is the score interval of n* answers: n* = min((v1/V) (t_{n-1}/t_df)^2, Kish's n), where
    v1 = p_pro + p_det - NPS^2; if V is 0, n* = min(Kish's n of the clusters, Kish's n).

    Parameters
    ----------
    scores : iterable of scores, length k
        Missing and invalid scores are left out and counted.
    weights : sequence of floats, length k, optional
        Any unit, not negative; rows of weight 0 are left out. None: all alike. For accounts weighted by revenue use
        `account_weights`.
    clusters : sequence of hashable, length k, optional
        The account of each answer. None within it is somebody without an account: a cluster of their own.
    strata : sequence of hashable, length k, optional
        Groups that were sampled separately; each cluster lies in one.
    stratum_population : mapping of stratum to int, or int without strata, optional
        How many clusters there are, those that did not answer included (of respondents, without clusters).
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    WeightedEstimate
        Undefined without an answer of positive weight. Degenerate, without SE and interval, if one cluster, or one
        cluster of a stratum that has more, is all there is; degenerate with an SE of 0 if all clusters answer alike:
        `lower` and `upper` hold even then. When all clusters of all strata answered, the interval is the point.

    Raises
    ------
    RejectedInput
        If lengths differ, a weight is negative or missing, a cluster lies in two strata, or more clusters answered
        than a stratum has.

    Notes
    -----
    `value` speaks of the weighted crowd: of revenue, not of people. Weights say nothing about those who kept
    silent. In simulations of 8 to 100 accounts the interval covered 0.944 to 0.976 of a nominal 95 %, NPS plus or
    minus t SE 0.756 to 0.945.

    References
    ----------
    Lumley T (2010) Complex Surveys, Wiley. Woodruff R (1971) JASA 66:411-414. Kish L (1965) Survey Sampling, Wiley.
    Korn E, Graubard B (1998) Surv Methodol 24:193-201 (n*; the cap and the use with the score interval are ours).
    """
    normal_quantile(confidence)
    y, missing, invalid = signs(scores)
    w = weights_of(weights, len(y))
    used = ~np.isnan(y) & (w > 0)
    design = read_design(used, clusters, strata, stratum_population)
    return estimate(y[used], w[used], design, confidence=confidence, missing=missing, invalid=invalid)


def account_weights(accounts: Sequence[Hashable], revenue: Mapping[Hashable, float] | None = None) -> list[float]:
    """Return the weight of each respondent so that accounts count by revenue, or all alike without it.

    w = revenue of the account / respondents of that account: its voice is shared by those who speak for it.

    Parameters
    ----------
    accounts : sequence of hashable, length k
        The account of each valid answer. None is somebody without an account: one voice without revenue, else weight 0.
    revenue : mapping of account to float, optional
        Not negative. An account that is not in it weighs nothing.

    Raises
    ------
    RejectedInput
        If a revenue is negative or not a number.
    """
    voices: dict[Hashable, int] = {}
    for account in accounts:
        voices[account] = voices.get(account, 0) + 1
    if revenue is None:
        return [1.0 if account is None else 1.0 / voices[account] for account in accounts]
    worth = dict(zip(revenue, weights_of(list(revenue.values()), len(revenue)).tolist(), strict=True))
    return [0.0 if account is None else worth.get(account, 0.0) / voices[account] for account in accounts]


def weights_of(weights: Column | None, count: int) -> Floats:
    """Return `count` weights, all 1 without any; reject those that are missing or negative."""
    if weights is None:
        return np.ones(count)
    found = number_column(weights, "Weights")
    if len(found) != count:
        raise RejectedInput(f"There are {count} rows and {len(found)} weights; each row needs one.")
    refuse(~(found >= 0), found, "Weights must be there and not be negative")
    return found


def estimate(
    y: Floats,
    w: Floats,
    design: Design,
    *,
    confidence: float,
    residuals: Floats | None = None,
    missing: int = 0,
    invalid: int = 0,
) -> WeightedEstimate:
    """Compute a weighted NPS from signs and positive weights.

    Its variance is made of `residuals`: how far each answer is from the score, or, where weights were made to fit known
    margins, from what the margins explain.
    """
    n, n_clusters = len(y), len(design.strata)
    nobody = WeightedEstimate(
        n=n,
        n_clusters=n_clusters,
        df=design.df,
        confidence=float(confidence),
        status=Status.UNDEFINED,
        missing=missing,
        invalid=invalid,
    )
    if n == 0:
        return nobody
    total = float(w.sum())
    nps = float(w @ y) / total
    known = described(nobody, value=nps, n_effective=kish(w), largest_weight=float(w.max()) * n / total)
    if design.is_census:
        return census(known)
    variance = design.variance(w * (y - nps if residuals is None else residuals) / total)
    if variance is None:
        lone = Caution.ONE_CLUSTER if n_clusters == 1 else Caution.LONE_CLUSTER
        return replace(known, warnings=(*known.warnings, lone))
    shares = np.array([w @ (y < 0), w @ (y == 0), w @ (y > 0)]) / total
    spread = float(w @ (y - nps) ** 2 / total)
    return with_interval(
        known, shares, spread, variance, kish(np.bincount(design.clusters, weights=w).astype(np.float64))
    )


def described(nobody: WeightedEstimate, *, value: float, n_effective: float, largest_weight: float) -> WeightedEstimate:
    """Return an estimate with its score, not yet with an error, and what its weights and clusters warn of."""
    cautions = {
        Caution.UNEVEN_WEIGHTS: largest_weight > UNEVEN,
        Caution.FEW_CLUSTERS: 1 < nobody.n_clusters < min(nobody.n, FEW_CLUSTERS),
    }
    return replace(
        nobody,
        status=Status.DEGENERATE,
        value=value,
        n_effective=n_effective,
        largest_weight=largest_weight,
        warnings=tuple(caution for caution, holds in cautions.items() if holds),
    )


def census(known: WeightedEstimate) -> WeightedEstimate:
    """Return the estimate when everybody answered: nothing is left to chance."""
    value = known.value
    return replace(
        known,
        status=Status.OK,
        se=0.0,
        lower=value,
        upper=value,
        t_lower=value,
        t_upper=value,
        method="census",
        warnings=tuple(each for each in known.warnings if each != Caution.FEW_CLUSTERS),
    )


def with_interval(
    known: WeightedEstimate, shares: Floats, spread: float, variance: float, kish_of_clusters: float
) -> WeightedEstimate:
    """Add the errors and intervals: `shares` of each kind, (3,), `spread` the variance of one weighted answer."""
    nps, n = float(known.value or 0.0), known.n
    kish_of_answers = known.n_effective or 0.0
    if variance <= ROUNDING:
        variance, n_star = 0.0, min(kish_of_clusters, kish_of_answers)
    else:
        of_answers, of_clusters = (t_quantile(known.confidence, df) for df in (n - 1, known.df))
        n_star = min(spread / variance * (of_answers / of_clusters) ** 2, kish_of_answers)
    limits = nps_intervals(*(shares * n_star)[:, None], confidence=known.confidence)[0]
    se = math.sqrt(variance)
    reach = t_quantile(known.confidence, known.df) * se
    return replace(
        known,
        se=se,
        lower=limits.lower,
        upper=limits.upper,
        t_lower=nps - reach,
        t_upper=nps + reach,
        n_star=n_star,
        deff=variance * (n - 1) / spread if spread > 0 and n > 1 else None,
        status=Status.OK if variance else Status.DEGENERATE,
        warnings=known.warnings if variance else (*known.warnings, Caution.ZERO_WIDTH),
    )


def kish(w: Floats) -> float:
    """Return how many equal weights know as much: (sum w)^2 / sum w^2."""
    scaled = w / w.max()
    return float(scaled.sum() ** 2 / (scaled @ scaled))
