"""Many differences looked at together, and which of them chance would hardly make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kuule.stats.change import Changes, nps_changes
from kuule.stats.multiplicity import adjust_p_values
from kuule.stats.permutation import permutation_p_values
from kuule.stats.results import MaskedFloats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standouts:
    """Many changes, shape (k,), each alone and as one of many.

    `changes` and `p_value` speak of each alone, `corrected_p` of each among all; `stands_out` tells where that is below
    1 - confidence. Pairs with an empty group are masked, and do not stand out.
    """

    changes: Changes
    p_value: MaskedFloats
    corrected_p: MaskedFloats
    stands_out: NDArray[np.bool_]


def standouts(
    before: tuple[ArrayLike, ArrayLike, ArrayLike],
    after: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    correction: str = "BH",
    confidence: float = 0.95,
) -> Standouts:
    """Compare many pairs of independent groups, and say which differ after correction for the number of looks.

    Parameters
    ----------
    before, after : triple of array_like, each of shape (k,)
        Whole counts of detractors, passives and promoters: all other answers and those of a segment, say.
    correction : {"BH", "BY", "holm"}
        As in `adjust_p_values`.
    confidence : float
        Between 0 and 1, both excluded. At 0.95 one in twenty of what stands out is a false alarm on average.

    Returns
    -------
    Standouts

    Raises
    ------
    RejectedInput
        As `nps_changes`, `permutation_p_values` and `adjust_p_values`.

    Notes
    -----
    Each p-value is the larger of two, because each test alone is too bold somewhere: the normal one in the far tails of
    few answers, the exact one where two groups differ in their spread only. In simulations of 8 to 50 segments that
    did not differ, one stood out in 2 to 4 % of rounds; with the normal test alone in 7 to 24 %. With thousands of
    segments of just over 100 answers, where the exact count gives way to its normal limit, it can be more: 9 of 100
    rounds with 2,000 of them.

    References
    ----------
    Benjamini Y, Hochberg Y (1995) JRSS B 57:289-300. Pitman E (1937) Suppl J R Stat Soc 4:119-130.
    """
    changes = nps_changes(before, after, confidence=confidence)
    careful = np.ma.maximum(changes.p_value, permutation_p_values(before, after))
    corrected = adjust_p_values(careful.tolist(), method=correction)
    missing = np.array([p is None for p in corrected], dtype=bool)
    values = np.array([1.0 if p is None else p for p in corrected])
    return Standouts(
        changes=changes,
        p_value=careful,
        corrected_p=np.ma.masked_array(values, missing),
        stands_out=~missing & (values < 1 - confidence),
    )
