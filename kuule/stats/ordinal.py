"""What goes with being a detractor, passive or promoter: the ordinal (proportional odds) logit."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Codes, Column, driver_columns, label_column, require_same_length, standardised
from kuule.stats.inputs import Floats, RejectedInput
from kuule.stats.odds import Fit, fit_odds
from kuule.stats.results import Caution, Status
from kuule.stats.shapley import rank

ByDriver = dict[str, float]
FEWEST_LEVELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalLogit:
    """Model logit P(Y <= level j) = zeta_j - x . beta; a positive `beta` goes with higher levels.

    `zeta` has one cut for each level but the last, None where no answer lies on one of its sides.
    """

    beta: ByDriver | None
    se_beta: ByDriver | None
    zeta: tuple[float | None, ...] | None
    loglik: float | None
    n: int
    left_out: int
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


def ordinal_logit(y: Column, drivers: Mapping[str, Column], *, levels: Sequence[Hashable]) -> OrdinalLogit:
    """Fit how drivers move the odds of a higher level, by maximum likelihood.

    Parameters
    ----------
    y : array_like, shape (k,)
        The level of each answer.
    drivers : mapping of name to array_like, shape (k,)
        Numbers; rows with a missing entry are left out.
    levels : sequence
        All levels from lowest to highest, such as detractor, passive, promoter.

    Returns
    -------
    OrdinalLogit
        Standard errors from the observed information. Undefined if fewer than two levels occur, if a driver
        never varies or is a combination of others, or if drivers separate the levels perfectly: a
        coefficient would then be infinite.

    Raises
    ------
    RejectedInput
        If an answer is none of the levels, levels repeat or are fewer than two, or lengths differ.

    Notes
    -----
    Association is not effect. The model gives a driver the same odds ratio, exp(beta), at every cut; where it
    matters more for losing promoters than for winning back detractors, beta is only a mean of both.

    References
    ----------
    McCullagh P (1980) JRSS B 42:109-142.
    """
    order = _levels(levels)
    labels = label_column(y, "Y")
    unknown = [name for name in labels.names if name not in order]
    if unknown:
        raise RejectedInput(f"Y holds {unknown[0]!r:.40}, which is none of the levels {list(levels)!r:.200}.")
    names, ratings = driver_columns(drivers)
    require_same_length({"y": labels.codes, f"driver {names[0]!r:.40}": ratings[:, 0]})
    complete = (labels.codes >= 0) & ~np.isnan(ratings).any(axis=1)
    places = np.array([order[name] for name in labels.names], dtype=np.intp)[labels.codes[complete]]
    present, ranks = np.unique(places, return_inverse=True)
    fit = _fit(ratings[complete], ranks.reshape(-1), len(present))
    return OrdinalLogit(
        beta=dict(zip(names, fit.beta.tolist(), strict=True)) if fit else None,
        se_beta=dict(zip(names, fit.se_beta.tolist(), strict=True)) if fit else None,
        zeta=_cuts(fit.zeta, present, len(order)) if fit else None,
        loglik=fit.loglik if fit else None,
        n=int(complete.sum()),
        left_out=int((~complete).sum()),
        method="proportional_odds",
        status=Status.OK if fit else Status.UNDEFINED,
        warnings=_cautions(fit, left_out=not complete.all(), absent=len(present) < len(order)),
    )


def _levels(levels: Sequence[Hashable]) -> dict[Hashable, int]:
    order = {level: place for place, level in enumerate(levels)}
    if len(order) < FEWEST_LEVELS or len(order) < len(levels):
        raise RejectedInput(f"Levels must be two or more, each named once, from lowest to highest, not {levels!r:.80}.")
    return order


def _fit(ratings: Floats, ranks: Codes, present: int) -> Fit | None:
    columns = standardised(ratings)
    if present < FEWEST_LEVELS or rank(_beside_zero(columns)) < columns.shape[1]:
        return None
    fit = fit_odds(columns, ranks, present)
    if fit is None:
        return None
    mean = ratings.mean(axis=0)
    deviation = np.sqrt(((ratings - mean) ** 2).mean(axis=0))
    beta = fit.beta / deviation
    return Fit(beta=beta, se_beta=fit.se_beta / deviation, zeta=fit.zeta + mean @ beta, loglik=fit.loglik)


def _beside_zero(columns: Floats) -> Floats:
    """Return correlations of the columns, and 0 for the y that `rank` does not look at."""
    return np.pad(columns.T @ columns / len(columns), (0, 1))


def _cuts(zeta: Floats, present: Codes, levels: int) -> tuple[float | None, ...]:
    below = np.searchsorted(present, np.arange(levels - 1), side="right")
    return tuple(float(zeta[count - 1]) if 0 < count < len(present) else None for count in below)


def _cautions(fit: Fit | None, *, left_out: bool, absent: bool) -> tuple[Caution, ...]:
    found = {
        Caution.ASSOCIATION_ONLY: True,
        Caution.ROWS_LEFT_OUT: left_out,
        Caution.LEVEL_ABSENT: absent,
        Caution.NOT_ESTIMABLE: fit is None,
    }
    return tuple(caution for caution, holds in found.items() if holds)
