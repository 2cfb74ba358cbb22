"""The NPS of accounts whose answers are counted already: millions of answers are no more work than their accounts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kuule.stats.columns import Codes, Column, label_column, number_column, refuse
from kuule.stats.inputs import Floats, RejectedInput, counts, normal_quantile, whole_number
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_quantile
from kuule.stats.weighted import WeightedEstimate, census, described, weights_of, with_interval

SIGNS = np.array([-1.0, 0.0, 1.0])


class Cells(NamedTuple):
    """Counts of detractors, passives and promoters, shape (k, 3); the weight of one answer and the cluster, (k,).

    A cluster of -1 is no cluster: each of its answers stands for itself. `members`, (k,), is how many people the
    cluster has, infinite where nobody knows.
    """

    counts: Floats
    weights: Floats
    clusters: Codes
    members: Floats


def weighted_nps_of_counts(
    detractors: ArrayLike,
    passives: ArrayLike,
    promoters: ArrayLike,
    *,
    clusters: Sequence[Hashable],
    weights: Column | None = None,
    population: int | None = None,
    members: Column | None = None,
    confidence: float = 0.95,
) -> WeightedEstimate:
    """Compute what `weighted_nps` does from counts: each row holds answers of one cluster that weigh alike.

    Parameters
    ----------
    detractors, passives, promoters : arrays of shape (k,)
        How many answers of each kind; a cluster may have several rows.
    clusters : sequence of hashable, length k
        The account of each row. None: each answer of the row is a cluster of its own.
    weights : sequence of floats, length k, optional
        What each single answer of the row weighs; rows of weight 0 are left out. None: all alike.
    population : int, optional
        How many clusters there are, those that did not answer included.
    members : sequence of int or None, length k, optional
        With a population: how many people the cluster of each row has, those who did not answer included. None: very
        many.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    WeightedEstimate
        As `weighted_nps`. With a population the limits move towards the score, as those of `population_score` do, and
        `SILENCE_UNRELATED` warns; `n_star` then still speaks of endless clusters. When every member of every cluster
        answered, the interval is the point.

    Raises
    ------
    RejectedInput
        If lengths differ, a count or weight is negative or missing, or more clusters answered than there are.

    Notes
    -----
    With k of N clusters heard, the width shrinks by sqrt(1 - (k/N) (1 - u)): what the silent clusters leave to chance,
    and what the silent members of those heard do. u, at most 1, is the larger of within/V and of the silent members'
    share of the weight, with within = sum_c W_c^2 (1 - m_c/M_c) s^2/m_c, where m_c of M_c members answered, W_c is the
    cluster's share of the weight, and s^2 the variance of answers within clusters, pooled and drawn a little towards
    the variance of all answers. Within/V alone is the textbook's; it covered down to 0.74 where few people of loved
    companies answered. Assumes that silence is unrelated to the answer, of clusters and of members. Coverage:
    ``docs/metrics/coverage.md``.

    References
    ----------
    As `weighted_nps`; Cochran W (1977) Sampling Techniques, 3rd ed., Wiley, section 10.3 (two stages).
    """
    normal_quantile(confidence)
    cells = _cells(counts(detractors, passives, promoters), weights, clusters, members)
    n, heard = int(cells.counts.sum()), _heard(cells)
    plain = WeightedEstimate(
        n=n, n_clusters=heard, df=max(heard - 1, 0), confidence=float(confidence), status=Status.UNDEFINED
    )
    size = None if population is None else whole_number(population, "population")
    if size is not None and size < heard:
        raise RejectedInput(f"{heard} clusters answered, more than the {size} that there are.")
    if n == 0:
        return plain
    of_kinds = cells.weights @ cells.counts
    total = float(of_kinds.sum())
    value = float(of_kinds @ SIGNS) / total
    known = described(
        plain,
        value=value,
        n_effective=_kish(cells.counts.sum(axis=1), cells.weights),
        largest_weight=float(cells.weights.max()) * n / total,
    )
    unheard = _unheard(cells, float(of_kinds @ (SIGNS - value) ** 2) / total, total)
    if size == heard and unheard.share == 0:
        return census(known)
    if heard == 1:
        return replace(known, warnings=(*known.warnings, Caution.ONE_CLUSTER))
    open_ended = _with_interval(known, of_kinds / total, cells, total)
    return open_ended if size is None else _of_population(open_ended, size, unheard)


def _cells(
    columns: tuple[Floats, Floats, Floats],
    weights: Column | None,
    clusters: Sequence[Hashable],
    members: Column | None,
) -> Cells:
    counted = np.column_stack(columns)
    if len(clusters) != len(counted):
        raise RejectedInput(f"There are {len(counted)} rows and {len(clusters)} clusters; each row needs one.")
    per_answer = weights_of(weights, len(counted))
    people = _members(members, len(counted))
    used = (counted.sum(axis=1) > 0) & (per_answer > 0)
    return Cells(counted[used], per_answer[used], label_column(clusters, "Clusters").codes[used], people[used])


def _members(members: Column | None, count: int) -> Floats:
    if members is None:
        return np.full(count, np.inf)
    people = number_column(members, "Members")
    if len(people) != count:
        raise RejectedInput(f"There are {count} rows and {len(people)} numbers of members; each row needs one.")
    refuse(people < 1, people, "Members must be 1 or more")
    return np.where(np.isnan(people), np.inf, people)


def _heard(cells: Cells) -> int:
    alone = cells.clusters < 0
    return len(np.unique(cells.clusters[~alone])) + int(cells.counts[alone].sum())


def _with_interval(known: WeightedEstimate, shares: Floats, cells: Cells, total: float) -> WeightedEstimate:
    value, heard = known.value or 0.0, known.n_clusters
    # The linearised values of all answers add up to 0, and so does the mean of the cluster totals.
    variance = heard / (heard - 1) * _squares(cells, cells.weights[:, None] * (SIGNS - value) / total)
    weight_of_clusters = _squares(cells, np.repeat(cells.weights[:, None] / total, 3, axis=1))
    return with_interval(known, shares, float(shares @ (SIGNS - value) ** 2), variance, 1 / weight_of_clusters)


def _squares(cells: Cells, each: Floats) -> float:
    """Add up the squared totals of the clusters, where `each`, (k, 3), is what one answer of each kind adds."""
    alone = cells.clusters < 0
    places, within = np.unique(cells.clusters[~alone], return_inverse=True)
    of_rows = (cells.counts * each).sum(axis=1)[~alone]
    totals = np.bincount(within, weights=of_rows, minlength=len(places))
    return float(totals @ totals) + float((cells.counts * each**2)[alone].sum())


class Unheard(NamedTuple):
    """What the silent members of the clusters heard leave open: a variance, and their share of the weight."""

    variance: float
    share: float


def _unheard(cells: Cells, spread: float, total: float) -> Unheard:
    known = cells.clusters >= 0
    if not known.any():
        return Unheard(0.0, 0.0)
    _names, place = np.unique(cells.clusters[known], return_inverse=True)
    counted = np.stack([np.bincount(place, weights=column) for column in cells.counts[known].T], axis=1)
    answered = counted.sum(axis=1)
    share = np.bincount(place, weights=cells.counts[known].sum(axis=1) * cells.weights[known]) / total
    members = np.zeros(len(answered))
    np.maximum.at(members, place, cells.members[known])
    mean = counted @ SIGNS / answered
    squares = float(np.sum(counted * (SIGNS - mean[:, None]) ** 2))
    # One answer's worth of the variance of all: colleagues who happen to agree do not prove that all do.
    variance = (squares + spread) / (float(np.sum(answered - 1)) + 1)
    silent = 1 - np.minimum(answered / members, 1.0)
    return Unheard(float(np.sum(share**2 * silent * variance / answered)), float(share @ silent))


def _of_population(open_ended: WeightedEstimate, population: int, unheard: Unheard) -> WeightedEstimate:
    value, lower, upper, se = open_ended.value or 0.0, open_ended.lower, open_ended.upper, open_ended.se
    if lower is None or upper is None or se is None:
        return open_ended
    of_members = min(max(unheard.variance / se**2, unheard.share), 1.0) if se else float(unheard.share > 0)
    left = math.sqrt(1 - open_ended.n_clusters / population * (1 - of_members))
    reach = t_quantile(open_ended.confidence, open_ended.df) * se * left
    return replace(
        open_ended,
        se=se * left,
        lower=value - (value - lower) * left,
        upper=value + (upper - value) * left,
        t_lower=value - reach,
        t_upper=value + reach,
        method="score_n_star_fpc",
        warnings=(*open_ended.warnings, Caution.SILENCE_UNRELATED),
    )


def _kish(answers: Floats, weights: Floats) -> float:
    scaled = weights / weights.max()
    return float((answers @ scaled) ** 2 / (answers @ scaled**2))
