"""Answers weighted so that their mix of segments is that of all customers: by one grouping, or by several margins."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import Codes
from kuule.stats.counts import signs
from kuule.stats.design import independent
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.weighted import WeightedEstimate, estimate, weights_of

# Raking ends when no margin is off by more than this share of the total, or gives up.
CLOSE_ENOUGH = 1e-12
MOST_ROUNDS = 10_000
# Margins of one crowd may differ by rounding, never by more.
TOTALS_AGREE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratedEstimate:
    """A calibrated NPS: the `estimate`, with normal limits `z_lower` and `z_upper`, and the weights behind it.

    `weights` has one entry per score, None where a score is left out. `cells` maps each combination of groups to its
    weight. `empty` names what the population has and nobody answered from: then there is no estimate.
    """

    estimate: WeightedEstimate
    z_lower: float | None
    z_upper: float | None
    weights: tuple[float | None, ...]
    cells: Mapping[tuple[Hashable, ...], float]
    empty: tuple[Hashable, ...] = ()


def poststratify(
    scores: Iterable[object],
    groups: Sequence[Hashable],
    population: Mapping[Hashable, float],
    *,
    confidence: float = 0.95,
) -> CalibratedEstimate:
    """Weight each answer by how many customers of its group it stands for: N_g / n_g.

    Parameters
    ----------
    scores : iterable of scores, length k
        Missing and invalid scores are left out.
    groups : sequence of hashable, length k
        The group of each, such as a region.
    population : mapping of group to number
        How many customers there are in each, or their shares.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    CalibratedEstimate
        Undefined if nobody answered from a group that has customers; `empty` names it.

    Raises
    ------
    RejectedInput
        If lengths differ, an answer comes from a group without customers, or a number is negative.

    Notes
    -----
    Repairs an uneven response across the groups, nothing else: within a group silence must still be unrelated to the
    answer. The standard error counts only what the groups do not explain.

    References
    ----------
    Lumley T (2010) Complex Surveys, Wiley, chapter 7.
    """
    return rake(scores, {"group": groups}, {"group": population}, confidence=confidence)


def rake(
    scores: Iterable[object],
    factors: Mapping[str, Sequence[Hashable]],
    margins: Mapping[str, Mapping[Hashable, float]],
    *,
    confidence: float = 0.95,
) -> CalibratedEstimate:
    """Weight answers so that they match several margins at once, by iterative proportional fitting.

    Parameters
    ----------
    scores : iterable of scores, length k
        Missing and invalid scores are left out.
    factors : mapping of name to sequence of hashable, each of length k
        The group of each answer under every factor, such as segment and region.
    margins : mapping of name to mapping of group to number
        How many customers there are in each group of each factor. All factors must add up to the same.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    CalibratedEstimate
        Undefined if nobody answered from a group that has customers (`empty` names it), or if no weights match all
        margins.

    Raises
    ------
    RejectedInput
        If lengths or names differ, margins add up to different totals, an answer comes from a group without
        customers, or a number is negative.

    Notes
    -----
    As `poststratify`: repairs what the margins explain, nothing else. The standard error rests on the residuals of a
    regression of the answers on all margins, each answer counted once, as survey 4.1 for R does; other weights of the
    regression give slightly other errors.

    References
    ----------
    Deming W, Stephan F (1940) Ann Math Stat 11:427-444; Deville J-C, Sarndal C-E, Sautory O (1993) JASA 88:1013-1020.
    """
    z = normal_quantile(confidence)
    y, missing, invalid = signs(scores)
    used = ~np.isnan(y)
    places, totals, empty = _margins(factors, margins, used)
    nothing = _nothing(len(y), missing, invalid, confidence)
    if empty or not used.any():
        return replace(nothing, empty=tuple(empty))
    weights = _fit(places, totals)
    if weights is None:
        return nothing
    answers = y[used]
    found = estimate(
        answers,
        weights,
        independent(len(answers)),
        confidence=confidence,
        residuals=_residuals(answers, places, totals),
        missing=missing,
        invalid=invalid,
    )
    has_error = found.value is not None and found.se is not None
    reach = z * (found.se or 0.0)
    return CalibratedEstimate(
        estimate=found,
        z_lower=(found.value or 0.0) - reach if has_error else None,
        z_upper=(found.value or 0.0) + reach if has_error else None,
        weights=_back(weights, used),
        cells=_cells(factors, used, weights),
    )


def _nothing(count: int, missing: int, invalid: int, confidence: float) -> CalibratedEstimate:
    nobody = WeightedEstimate(
        n=count - missing - invalid,
        n_clusters=0,
        df=0,
        confidence=float(confidence),
        status=Status.UNDEFINED,
        missing=missing,
        invalid=invalid,
        warnings=(Caution.EMPTY_GROUP,) if count > missing + invalid else (),
    )
    return CalibratedEstimate(estimate=nobody, z_lower=None, z_upper=None, weights=(None,) * count, cells={})


def _margins(
    factors: Mapping[str, Sequence[Hashable]],
    margins: Mapping[str, Mapping[Hashable, float]],
    used: NDArray[np.bool_],
) -> tuple[list[Codes], list[Floats], list[Hashable]]:
    if not factors or set(factors) != set(margins):
        raise RejectedInput(f"Each factor needs its margin: {sorted(factors)} and {sorted(margins)} differ.")
    places: list[Codes] = []
    totals: list[Floats] = []
    empty: list[Hashable] = []
    for name, labels in factors.items():
        if len(labels) != len(used):
            raise RejectedInput(f"There are {len(used)} scores and {len(labels)} groups of {name}; each needs one.")
        sizes = weights_of(list(margins[name].values()), len(margins[name]))
        known = {group: number for number, group in enumerate(margins[name])}
        place = _places(name, labels, known, sizes, used)
        answered = np.bincount(place, minlength=len(known)) > 0
        empty += [group for group, number in known.items() if sizes[number] > 0 and not answered[number]]
        places.append(place)
        totals.append(sizes)
    sums = [float(sizes.sum()) for sizes in totals]
    if max(sums) - min(sums) > TOTALS_AGREE * max(sums):
        raise RejectedInput(f"The margins add up to different totals: {dict(zip(factors, sums, strict=True))}.")
    return places, totals, empty


def _places(
    name: str, labels: Sequence[Hashable], known: Mapping[Hashable, int], sizes: Floats, used: NDArray[np.bool_]
) -> Codes:
    answered = [label for label, counts in zip(labels, used.tolist(), strict=True) if counts]
    for label in answered:
        if label not in known or sizes[known[label]] == 0:
            raise RejectedInput(f"Somebody answered from {name} {label!r:.80}, which has no customers in its margin.")
    return np.array([known[label] for label in answered], dtype=np.intp)


def _fit(places: Sequence[Codes], totals: Sequence[Floats]) -> Floats | None:
    weights = np.ones(len(places[0]))
    whole = float(totals[0].sum())
    for _ in range(MOST_ROUNDS):
        for place, sizes in zip(places, totals, strict=True):
            weights = weights * _ratio(sizes, _sums(place, weights, sizes))[place]
        off = max(
            float(np.max(np.abs(_sums(place, weights, sizes) - sizes)))
            for place, sizes in zip(places, totals, strict=True)
        )
        if off <= CLOSE_ENOUGH * whole:
            return weights
    return None


def _sums(place: Codes, weights: Floats, sizes: Floats) -> Floats:
    return np.bincount(place, weights=weights, minlength=len(sizes)).astype(np.float64)


def _ratio(wanted: Floats, found: Floats) -> Floats:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _residuals(y: Floats, places: Sequence[Codes], totals: Sequence[Floats]) -> Floats:
    # The normal equations of all groups are small, however many answers there are; groups overlap, hence lstsq.
    sizes = [len(each) for each in totals]
    crossed = [
        [_crossed(one, other, m, k) for other, k in zip(places, sizes, strict=True)]
        for one, m in zip(places, sizes, strict=True)
    ]
    sums = [np.bincount(place, weights=y, minlength=m) for place, m in zip(places, sizes, strict=True)]
    effects, *_rest = np.linalg.lstsq(np.block(crossed), np.concatenate(sums), rcond=None)
    starts = np.cumsum([0, *sizes[:-1]])
    explained = sum(effects[start + place] for start, place in zip(starts, places, strict=True))
    return np.asarray(y - explained)


def _crossed(one: Codes, other: Codes, m: int, k: int) -> Floats:
    return np.bincount(one * k + other, minlength=m * k).reshape(m, k).astype(np.float64)


def _back(weights: Floats, used: NDArray[np.bool_]) -> tuple[float | None, ...]:
    each = iter(weights.tolist())
    return tuple(next(each) if counts else None for counts in used.tolist())


def _cells(
    factors: Mapping[str, Sequence[Hashable]], used: NDArray[np.bool_], weights: Floats
) -> dict[tuple[Hashable, ...], float]:
    rows = zip(*factors.values(), strict=True)
    answered = [row for row, counts in zip(rows, used.tolist(), strict=True) if counts]
    return dict(zip(answered, weights.tolist(), strict=True))
