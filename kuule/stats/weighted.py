"""The NPS of answers that do not count alike: weighted by revenue, clustered by account, drawn from strata."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import Codes, Column, label_column, number_column, refuse
from kuule.stats.counts import signs
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


class Design(NamedTuple):
    """Who answers for whom: the cluster and stratum of each answer, and the share of each stratum that answered."""

    clusters: Codes
    strata: Codes
    sampled: Floats


def weighted_nps(
    scores: Iterable[object],
    weights: Column | None = None,
    *,
    clusters: Sequence[Hashable] | None = None,
    strata: Sequence[Hashable] | None = None,
    stratum_population: Mapping[Hashable, int] | int | None = None,
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
    design = _design(used, clusters, strata, stratum_population)
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


def clusters_of(labels: Column, name: str) -> Codes:
    """Number clusters, shape (k,): equal labels alike, each missing one as a cluster of its own."""
    codes = label_column(labels, name).codes
    alone = codes < 0
    return np.where(alone, codes.max(initial=0) + np.cumsum(alone), codes)


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
    n, n_clusters = len(y), len(np.unique(design.clusters))
    plain = WeightedEstimate(
        n=n,
        n_clusters=n_clusters,
        df=n_clusters - len(np.unique(design.strata)),
        confidence=float(confidence),
        status=Status.UNDEFINED,
        missing=missing,
        invalid=invalid,
    )
    if n == 0:
        return plain
    total = float(w.sum())
    nps = float(w @ y) / total
    largest = float(w.max()) * n / total
    known = replace(
        plain,
        status=Status.DEGENERATE,
        value=nps,
        n_effective=kish(w),
        largest_weight=largest,
        warnings=(Caution.UNEVEN_WEIGHTS,) if largest > UNEVEN else (),
    )
    influence = w * (y - nps if residuals is None else residuals) / total
    variance = _variance(influence, design)
    if variance is None:
        lone = Caution.ONE_CLUSTER if n_clusters == 1 else Caution.LONE_CLUSTER
        return replace(known, warnings=(*known.warnings, lone))
    if n_clusters < min(n, FEW_CLUSTERS):
        known = replace(known, warnings=(*known.warnings, Caution.FEW_CLUSTERS))
    return _with_interval(known, y, w, variance if variance > ROUNDING else 0.0, design)


def _with_interval(known: WeightedEstimate, y: Floats, w: Floats, variance: float, design: Design) -> WeightedEstimate:
    nps, n, se = float(known.value or 0.0), known.n, math.sqrt(variance)
    if np.all(design.sampled[np.unique(design.strata)] >= 1):
        census = replace(known, se=0.0, lower=nps, upper=nps, t_lower=nps, t_upper=nps, status=Status.OK)
        return replace(census, method="census")
    shares = np.array([w @ (y < 0), w @ (y == 0), w @ (y > 0)]) / w.sum()
    spread = float(w @ (y - nps) ** 2 / w.sum())
    n_star = _n_star(spread, variance, known, w, design.clusters)
    limits = nps_intervals(*(shares * n_star)[:, None], confidence=known.confidence)[0]
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


def _n_star(spread: float, variance: float, known: WeightedEstimate, w: Floats, clusters: Codes) -> float:
    if variance == 0:
        totals = np.bincount(clusters, weights=w).astype(np.float64)
        return min(kish(totals[totals > 0]), kish(w))
    of_answers, of_clusters = (t_quantile(known.confidence, df) for df in (known.n - 1, known.df))
    return min(spread / variance * (of_answers / of_clusters) ** 2, kish(w))


def _variance(influence: Floats, design: Design) -> float | None:
    """Add up the variance of the strata; None if a stratum of which more is known to exist shows one cluster."""
    cluster_ids, first, place = np.unique(design.clusters, return_index=True, return_inverse=True)
    totals = np.bincount(place, weights=influence, minlength=len(cluster_ids))
    stratum = design.strata[first]
    variance = 0.0
    for h in np.unique(stratum):
        inside = totals[stratum == h]
        k, left = len(inside), 1.0 - float(design.sampled[h])
        if left <= 0:
            continue
        if k == 1:
            return None
        variance += left * k / (k - 1) * float(np.sum((inside - inside.mean()) ** 2))
    return variance


def _design(
    used: NDArray[np.bool_],
    clusters: Sequence[Hashable] | None,
    strata: Sequence[Hashable] | None,
    population: Mapping[Hashable, int] | int | None,
) -> Design:
    for name, labels in (("clusters", clusters), ("strata", strata)):
        if labels is not None and len(labels) != len(used):
            raise RejectedInput(f"There are {len(used)} scores and {len(labels)} {name}; each score needs one.")
    cluster = np.arange(len(used)) if clusters is None else clusters_of(clusters, "Clusters")
    cluster = cluster[used]
    names: list[Hashable] = [None] if strata is None else list(dict.fromkeys(strata))
    place = {name: number for number, name in enumerate(names)}
    stratum = np.array([0 if strata is None else place[each] for each in strata or used], dtype=np.intp)[used]
    _require_nested(cluster, stratum)
    answered = [len(np.unique(cluster[stratum == number])) for number in range(len(names))]
    sizes = _sizes(names, strata is None, population)
    sampled = np.zeros(len(names))
    for number, (stratum_name, size) in enumerate(zip(names, sizes, strict=True)):
        if size is None or not answered[number]:
            continue
        if size < answered[number]:
            where = "" if strata is None else f" of stratum {stratum_name!r:.80}"
            raise RejectedInput(f"{answered[number]} clusters answered, more than the {size}{where} that there are.")
        sampled[number] = answered[number] / size
    return Design(cluster, stratum, sampled)


def _require_nested(cluster: Codes, stratum: Codes) -> None:
    pairs = np.unique(np.stack([cluster, stratum]), axis=1)
    if pairs.shape[1] != len(np.unique(cluster)):
        raise RejectedInput("A cluster lies in two strata; give it a name of its own in each.")


def _sizes(names: list[Hashable], is_one: bool, population: Mapping[Hashable, int] | int | None) -> list[int | None]:
    if population is None:
        return [None] * len(names)
    if isinstance(population, Mapping):
        if is_one:
            raise RejectedInput("The population of strata needs strata; without them give one number.")
        return [_size(name, population) for name in names]
    if not is_one:
        raise RejectedInput("Give the population of each stratum, as {stratum: number}.")
    return [_whole(population)]


def _size(name: Hashable, population: Mapping[Hashable, int]) -> int:
    if name not in population:
        raise RejectedInput(f"The population of stratum {name!r:.80} is not given.")
    return _whole(population[name])


def _whole(size: object) -> int:
    if isinstance(size, bool) or not isinstance(size, int | float | np.number) or size != int(size) or size < 1:
        raise RejectedInput(f"A population is a whole number from 1 up, not {size!r:.80}.")
    return int(size)
