"""Which drivers go with the score: shares of the explained variance, averaged over all orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column
from kuule.stats.driver_rows import DriverRows, Drivers, driver_cautions, driver_rows
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.resampling import enough_resamples, resampled_covariances
from kuule.stats.results import Caution, Status
from kuule.stats.shapley import correlations, shapley

SUBSETS_AT_ONCE = 2**19
# R-squared below this is a rounding error.
NOTHING = 1e-12

ByDriver = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverShares:
    """R-squared of all drivers, its part `lmg` due to each, and the `share` of each, summing to 1."""

    r2: float | None
    lmg: ByDriver | None
    share: ByDriver | None
    n: int
    left_out: int
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverShareIntervals:
    """`DriverShares.share` with bootstrap limits; `resamples` is how many of those drawn had an answer."""

    r2: float | None
    share: ByDriver | None
    lower: ByDriver | None
    upper: ByDriver | None
    n: int
    clusters: int
    left_out: int
    resamples: int
    seed: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def driver_shares(y: Column, drivers: Drivers) -> DriverShares:
    """Split the explained variance of y among correlated drivers (LMG, the Shapley value of R-squared).

    Parameters
    ----------
    y : array_like, shape (k,)
        The score, or whatever is to be explained.
    drivers : mapping of name to array_like, shape (k,), or to a mapping of such columns
        Ratings that may go with it, at most 12; rows with a missing entry are left out. A driver of several columns,
        such as one of 0 and 1 for each region but one, enters and leaves as a whole. At most 40 columns in all.

    Returns
    -------
    DriverShares
        The increase of R-squared when a driver enters, averaged over all orders of entry. Drivers that repeat
        each other share alike; a constant driver gets 0. Undefined if y never varies or n <= drivers + 1;
        degenerate, without shares, if nothing is explained.

    Raises
    ------
    RejectedInput
        If there are more than 12 drivers, more than 40 columns or none, entries are not numbers, or lengths differ.

    Notes
    -----
    Association is not effect: a driver may follow satisfaction rather than lead it, and what nobody asked
    about takes no share. Relations that are not straight lines are missed.

    References
    ----------
    Lindeman R, Merenda P, Gold R (1980) Introduction to Bivariate and Multivariate Analysis, Scott Foresman.
    Gromping U (2006) J Stat Softw 17(1):1-27; section 2 has groups of columns.
    """
    return _shares(driver_rows(y, drivers, None))


def driver_share_intervals(
    y: Column,
    drivers: Drivers,
    *,
    clusters: Column | None = None,
    resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 1,
) -> DriverShareIntervals:
    """Say how far chance alone can have moved the shares: percentile bootstrap.

    Parameters
    ----------
    y, drivers
        As in `driver_shares`.
    clusters : array_like, shape (k,), optional
        Who stays together, such as the account; whole clusters are then drawn instead of rows.
    resamples : int
        How many samples are drawn, 100 or more.
    confidence : float
        Between 0 and 1, both excluded.
    seed : int
        The same seed gives the same limits for the same rows.

    Returns
    -------
    DriverShareIntervals
        Undefined where `driver_shares` is; degenerate if the limits have no width, as with one cluster.

    Raises
    ------
    RejectedInput
        As `driver_shares`, or if there are fewer than 100 resamples.

    Notes
    -----
    Shares cannot be negative, so the limit of a driver that does nothing still lies above 0: an interval that
    does not touch 0 proves nothing. Too narrow with fewer than about 30 clusters.

    References
    ----------
    Gromping U (2006) J Stat Softw 17(1):1-27. Efron B, Tibshirani R (1993) An Introduction to the Bootstrap.
    """
    normal_quantile(confidence)
    enough_resamples(resamples)
    table = driver_rows(y, drivers, clusters)
    point = _shares(table)
    limits = None if point.share is None else _limits(table, resamples, seed, confidence)
    lower, upper, answered = limits or (None, None, 0)
    warnings = [*point.warnings, *table.cluster_cautions]
    flat = lower is None or upper is None or bool(np.all(upper - lower < NOTHING))
    if flat and point.share is not None:
        warnings.append(Caution.ZERO_WIDTH)
    return DriverShareIntervals(
        r2=point.r2,
        share=point.share,
        lower=_named(table.names, lower),
        upper=_named(table.names, upper),
        n=table.n,
        clusters=table.clustered,
        left_out=table.left_out,
        resamples=answered,
        seed=seed,
        method="percentile_bootstrap",
        confidence=float(confidence),
        status=Status.DEGENERATE if flat and point.status is Status.OK else point.status,
        warnings=tuple(warnings),
    )


def _shares(table: DriverRows) -> DriverShares:
    r2 = lmg = share = None
    if table.is_answerable:
        explained, parts = shapley(table.correlated[..., None], table.widths)
        r2, lmg = float(explained[0]), parts[:, 0]
        share = lmg / r2 if r2 > NOTHING else None
    status = Status.OK if share is not None else Status.DEGENERATE
    return DriverShares(
        r2=r2,
        lmg=_named(table.names, lmg),
        share=_named(table.names, share),
        n=table.n,
        left_out=table.left_out,
        method="lmg",
        status=status if table.is_answerable else Status.UNDEFINED,
        warnings=driver_cautions(table),
    )


def _limits(table: DriverRows, resamples: int, seed: int, confidence: float) -> tuple[Floats, Floats, int] | None:
    sampled = resampled_covariances(table.columns, table.clusters, resamples=resamples, seed=seed)
    # All subsets of all samples at once would not fit: as many samples at a time as leave it small.
    step = max(1, SUBSETS_AT_ONCE >> len(table.names))
    shares = []
    for begin in range(0, resamples, step):
        r2, lmg = shapley(correlations(sampled[..., begin : begin + step]), table.widths)
        answered = r2 > NOTHING
        shares.append(lmg[:, answered] / r2[answered])
    joined = np.concatenate(shares, axis=1)
    if not joined.size:
        return None
    lower, upper = np.quantile(joined, [(1 - confidence) / 2, (1 + confidence) / 2], axis=1)
    return lower, upper, joined.shape[1]


def _named(names: tuple[str, ...], values: Floats | None) -> ByDriver | None:
    return None if values is None else dict(zip(names, values.tolist(), strict=True))
