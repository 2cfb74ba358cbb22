"""By how much the score differs along each driver, the others being equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column
from kuule.stats.driver_rows import Drivers, driver_cautions, driver_rows
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.resampling import enough_resamples, resampled_covariances
from kuule.stats.results import Caution, Status

# Of the largest eigenvalue: a direction in which drivers vary less than this is a rounding error.
NO_DIRECTION = 1e-10

BySlope = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSlopes:
    """Units of y per unit of each driver of one column, with bootstrap limits; None, never 0, without an answer."""

    slope: BySlope | None
    lower: BySlope | None
    upper: BySlope | None
    n: int
    clusters: int
    left_out: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def driver_slopes(
    y: Column,
    drivers: Drivers,
    *,
    clusters: Column | None = None,
    resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 1,
) -> DriverSlopes:
    """Say how y differs between rows that are one unit apart in a driver and alike in all others.

    Parameters
    ----------
    y, drivers, clusters, resamples, confidence, seed
        As in `driver_share_intervals`; with the same rows and seed the very same samples are drawn. With y = 100 for
        promoters, 0 for passives and -100 for detractors the slopes are points of NPS.

    Returns
    -------
    DriverSlopes
        Coefficients of least squares with an intercept, and percentile limits. A driver of several columns is held
        equal and has no slope of its own. A constant driver gets 0; drivers that repeat each other share the slope,
        with the warning `dependent_drivers`. Undefined if y never varies or there are no more rows than coefficients.

    Raises
    ------
    RejectedInput
        As `driver_share_intervals`.

    Notes
    -----
    Association is not effect: this is no forecast of what raising a driver would do, because what raises it may leave
    the score alone, and what nobody asked about may move both. Relations that are not straight lines are averaged.

    References
    ----------
    Freedman D (1981) Bootstrapping Regression Models, Ann Stat 9:1218-1228 (pairs of y and drivers are drawn).
    Cameron AC, Miller D (2015) J Hum Resour 50:317-372 (clusters).
    """
    normal_quantile(confidence)
    enough_resamples(resamples)
    table = driver_rows(y, drivers, clusters)
    units = np.divide(table.spread[-1], table.spread[:-1], where=table.spread[:-1] > 0, out=0 * table.spread[:-1])
    alone = np.cumsum(table.widths)[np.array(table.widths) == 1] - 1
    names = [name for name, width in zip(table.names, table.widths, strict=True) if width == 1]
    slope = lower = upper = None
    if table.is_answerable:
        sampled = resampled_covariances(table.columns, table.clusters, resamples=resamples, seed=seed)
        slope = (_slopes(table.correlated[None])[0] * units)[alone]
        drawn = (_slopes(np.moveaxis(sampled, -1, 0)) * units)[:, alone]
        lower, upper = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)

    def named(values: Floats | None) -> BySlope | None:
        return None if values is None else dict(zip(names, values.tolist(), strict=True))

    return DriverSlopes(
        slope=named(slope),
        lower=named(lower),
        upper=named(upper),
        n=table.n,
        clusters=table.clustered,
        left_out=table.left_out,
        method="least_squares_percentile_bootstrap",
        confidence=float(confidence),
        status=Status.OK if table.is_answerable else Status.UNDEFINED,
        warnings=(*driver_cautions(table), *table.cluster_cautions),
    )


def _slopes(covariances: Floats) -> Floats:
    """Return the coefficients of the last column on all others, (b, q), from covariances, (b, q + 1, q + 1)."""
    inverse = np.linalg.pinv(covariances[:, :-1, :-1], rcond=NO_DIRECTION, hermitian=True)
    slopes: Floats = np.einsum("bij,bj->bi", inverse, covariances[:, :-1, -1])
    return slopes
