"""How answers came about: which belong together in clusters, and which clusters were drawn from which stratum."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import Codes, Column, label_column
from kuule.stats.inputs import Floats, RejectedInput

Population = Mapping[Hashable, int] | int


class Design(NamedTuple):
    """Who belongs together.

    `clusters`, (n,): the cluster of each answer, counted from 0. `strata`, (k,): the stratum of each cluster.
    `sampled`, (h,): the share of the clusters of each stratum that answered, 0 where nobody knows how many there are.
    """

    clusters: Codes
    strata: Codes
    sampled: Floats

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters minus strata."""
        return len(self.strata) - len(np.unique(self.strata))

    @property
    def is_census(self) -> bool:
        """Tell whether every cluster of every stratum answered."""
        return bool(np.all(self.sampled[self.strata] >= 1))

    def variance(self, influence: Floats) -> float | None:
        """Add up the variance of what each answer adds, (n,); None where a stratum of several clusters shows one."""
        totals = np.bincount(self.clusters, weights=influence, minlength=len(self.strata))
        variance = 0.0
        for h in np.unique(self.strata):
            inside, left = totals[self.strata == h], 1.0 - float(self.sampled[h])
            if left <= 0:
                continue
            if (k := len(inside)) == 1:
                return None
            variance += left * k / (k - 1) * float(np.sum((inside - inside.mean()) ** 2))
        return variance


def independent(count: int) -> Design:
    """Return the design of answers that have nothing to do with each other."""
    return Design(np.arange(count), np.zeros(count, dtype=np.intp), np.zeros(1))


def read_design(
    used: NDArray[np.bool_],
    clusters: Column | None,
    strata: Sequence[Hashable] | None,
    population: Population | None,
) -> Design:
    """Return the design of the used rows, or reject one that cannot be."""
    cluster = np.arange(len(used)) if clusters is None else clusters_of(clusters, "Clusters")
    for name, count in (("clusters", len(cluster)), ("strata", len(used) if strata is None else len(strata))):
        if count != len(used):
            raise RejectedInput(f"There are {len(used)} scores and {count} {name}; each score needs one.")
    distinct, cluster = np.unique(cluster[used], return_inverse=True)
    stratum, names = _strata(used, strata)
    of_cluster = np.zeros(len(distinct), dtype=np.intp)
    of_cluster[cluster] = stratum
    if np.any(of_cluster[cluster] != stratum):
        raise RejectedInput("A cluster lies in two strata; give it a name of its own in each.")
    answered = np.bincount(of_cluster, minlength=len(names))
    return Design(cluster, of_cluster, _sampled(answered, names, strata is None, population))


def clusters_of(labels: Column, name: str) -> Codes:
    """Number clusters, shape (k,): equal labels alike, each missing one as a cluster of its own."""
    codes = label_column(labels, name).codes
    alone = codes < 0
    return np.where(alone, codes.max(initial=0) + np.cumsum(alone), codes)


def _strata(used: NDArray[np.bool_], strata: Sequence[Hashable] | None) -> tuple[Codes, list[Hashable]]:
    if strata is None:
        return np.zeros(int(used.sum()), dtype=np.intp), [None]
    names: list[Hashable] = list(dict.fromkeys(strata))
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[each] for each in strata], dtype=np.intp)[used], names


def _sampled(answered: Codes, names: list[Hashable], is_one: bool, population: Population | None) -> Floats:
    sampled = np.zeros(len(names))
    for number, (name, size) in enumerate(zip(names, _sizes(names, is_one, population), strict=True)):
        if size is None or not answered[number]:
            continue
        if size < answered[number]:
            where = "" if is_one else f" of stratum {name!r:.80}"
            raise RejectedInput(f"{answered[number]} clusters answered, more than the {size}{where} that there are.")
        sampled[number] = answered[number] / size
    return sampled


def _sizes(names: list[Hashable], is_one: bool, population: Population | None) -> list[int | None]:
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
