"""Who answered changes a score too: did the mix of groups change, and what would the score be had it not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kuule.stats.inputs import Floats, RejectedInput, counts
from kuule.stats.tails import chi2_p_value

# Where fewer answers are expected the distribution of chi-squared is too far off (Cochran 1954).
LEAST_EXPECTED = 5

Columns = tuple[ArrayLike, ArrayLike, ArrayLike]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixShift:
    """How the mix of groups changed from one time to a later one, and what that does to the later score.

    `p_value` is how often chance alone parts the two mixes so far; None where there are too few answers to tell. `nps`
    is the later score as it is, `standardised` with the earlier mix. `covered` is the share of the earlier answers
    whose group answered later, too: the mix is that of these alone.
    """

    p_value: float | None
    nps: float | None
    standardised: float | None
    covered: float

    @property
    def effect(self) -> float | None:
        """How much the change of the mix alone moved the later score; None where a score is missing."""
        if self.nps is None or self.standardised is None:
            return None
        return self.nps - self.standardised


def mix_shift(before: Columns, after: Columns) -> MixShift:
    """Test whether the mix of groups changed, and standardise the later score to the earlier mix.

    Parameters
    ----------
    before, after : triple of array_like, each of shape (k,)
        Whole counts of detractors, passives and promoters of the same k groups, such as channels, at both times.

    Returns
    -------
    MixShift

    Raises
    ------
    RejectedInput
        If a count is negative or not finite, or the two times do not have the same groups.

    Notes
    -----
    The test is Pearson's chi-squared for homogeneity of the 2 x k table of answers. Groups of which fewer than five
    answers are expected at either time are put together first.

    Direct standardisation: with n_g earlier answers of group g and its later score s_g, over the groups that answered
    at both times,

        standardised = sum(n_g * s_g) / sum(n_g)

    and the later score minus this is the part of the change that the mix alone makes.

    Answers are taken as independent: several of one person make p too small.

    References
    ----------
    Pearson K (1900) Philos Mag 50:157-175; Cochran W (1954) Biometrics 10:417-451. Kitagawa E (1955) Components of a
    difference between two rates. JASA 50:1168-1194.
    """
    earlier, later = np.stack(counts(*before)), np.stack(counts(*after))
    if earlier.shape != later.shape:
        raise RejectedInput("Both times must have the same groups.")
    sizes, now = earlier.sum(axis=0), later.sum(axis=0)
    signed = later[2] - later[0]
    is_shared = (sizes > 0) & (now > 0)
    shared, total = sizes[is_shared].sum(), now.sum()
    return MixShift(
        p_value=_homogeneity(sizes, now),
        nps=float(signed.sum() / total) if total else None,
        standardised=_mean(signed[is_shared] / now[is_shared], sizes[is_shared]) if shared else None,
        covered=float(shared / sizes.sum()) if sizes.sum() else 0.0,
    )


def _mean(scores: Floats, weights: Floats) -> float:
    return float((scores * weights).sum() / weights.sum())


def _homogeneity(before: Floats, after: Floats) -> float | None:
    table = np.stack([before, after])
    if not table.sum(axis=1).all():
        return None
    table = _pooled(table)
    if table.shape[1] < 2:
        return None
    expected = _expected(table)
    return chi2_p_value(float(((table - expected) ** 2 / expected).sum()), table.shape[1] - 1)


def _pooled(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put the small groups together, and with the next larger one where even together they are small."""
    ordered = table[:, np.argsort(-table.sum(axis=0), kind="stable")]
    large = int((_expected(ordered).min(axis=0) >= LEAST_EXPECTED).sum())
    rest = ordered[:, large:].sum(axis=1, keepdims=True)
    pooled = np.hstack([ordered[:, :large], rest]) if rest.any() else ordered[:, :large]
    if large and rest.any() and _expected(pooled)[:, -1].min() < LEAST_EXPECTED:
        pooled = np.hstack([pooled[:, :-2], pooled[:, -2:].sum(axis=1, keepdims=True)])
    return pooled


def _expected(table: NDArray[np.float64]) -> NDArray[np.float64]:
    expected: NDArray[np.float64] = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return expected
