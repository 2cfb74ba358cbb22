"""Did it work? Change of those treated beside the change of those who were not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import (
    FEW_CLUSTERS,
    Codes,
    Column,
    flag_column,
    label_column,
    number_column,
    require_same_length,
)
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

COEFFICIENTS = 4
# Sums of residuals that cancel leave rounding errors of this relative size, not a standard error.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferences:
    """Effect in units of y, with its interval, and the means it comes from.

    `means` are (untreated before, untreated after, treated before, treated after); None for a cell without rows.
    """

    estimate: float | None
    se: float | None
    t: float | None
    df: int | None
    p_value: float | None
    lower: float | None
    upper: float | None
    means: tuple[float | None, float | None, float | None, float | None]
    n: int
    clusters: int
    left_out: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def difference_in_differences(
    y: Column, treated: Column, post: Column, clusters: Column | None = None, *, confidence: float = 0.95
) -> DifferenceInDifferences:
    """Estimate an effect as the change of the treated minus the change of the others.

    Parameters
    ----------
    y : array_like, shape (k,)
        The outcome, such as a score; missing entries leave the row out.
    treated : array_like, shape (k,)
        1 for rows of those who were treated, in both periods; else 0.
    post : array_like, shape (k,)
        1 for rows after the start, 0 for rows before.
    clusters : array_like, shape (k,), optional
        Who stays together: the account, the shop. Without it every row stands for itself, which is too
        bold if people answer twice.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    DifferenceInDifferences
        The coefficient of treated * post in least squares, with cluster-robust standard error (CR1) and t with
        clusters - 1 degrees of freedom. Undefined if one of the four cells is empty. Degenerate with one
        cluster, or if the standard error is 0, as with one cluster on each side.

    Raises
    ------
    RejectedInput
        If `treated` or `post` is not 0 or 1, y is no number, or lengths differ.

    Notes
    -----
    Takes for granted that both groups would have moved alike. It misleads if the treated were picked because
    they scored low (they would have risen anyway: regression to the mean), or with fewer than about 30
    clusters, where the interval is too narrow.

    References
    ----------
    Cameron A, Miller D (2015) J Hum Resour 50:317-372.
    """
    normal_quantile(confidence)
    outcome, group, period = number_column(y, "Y"), flag_column(treated, "Treated"), flag_column(post, "Post")
    labels = np.arange(len(outcome)) if clusters is None else label_column(clusters, "Clusters").codes
    require_same_length({"y": outcome, "treated": group, "post": period, "clusters": labels})
    rows = ~np.isnan(outcome) & ~np.isnan(group) & ~np.isnan(period) & (labels >= 0)
    cells = (2 * group[rows] + period[rows]).astype(np.intp)
    kept, places = np.unique(labels[rows], return_inverse=True)
    return _result(
        outcome[rows], cells, places.reshape(-1), len(kept), left_out=int((~rows).sum()), confidence=confidence
    )


def _result(
    y: Floats, cells: Codes, places: Codes, clusters: int, *, left_out: int, confidence: float
) -> DifferenceInDifferences:
    sizes = np.bincount(cells, minlength=COEFFICIENTS)
    means = np.divide(np.bincount(cells, y, COEFFICIENTS), sizes, out=np.zeros(COEFFICIENTS), where=sizes > 0)
    before, after, treated_before, treated_after = (
        float(mean) if size else None for mean, size in zip(means, sizes, strict=True)
    )
    warnings = [Caution.ROWS_LEFT_OUT] if left_out else []
    estimate = se = t = p_value = lower = upper = None
    if sizes.all():
        estimate = float(means[3] - means[2] - means[1] + means[0])
        se = _standard_error((y - means[cells]) * np.array([1, -1, -1, 1])[cells] / sizes[cells], places, clusters)
        lower, upper = _limits(estimate, se, clusters, confidence)
        t = estimate / se if se else None
        p_value = t_p_value(t, clusters - 1) if t is not None else None
        warnings += _cautions(se, clusters)
    else:
        warnings.append(Caution.NOT_ESTIMABLE)
    return DifferenceInDifferences(
        estimate=estimate,
        se=se,
        t=t,
        df=clusters - 1 if estimate is not None and clusters > 1 else None,
        p_value=p_value,
        lower=lower,
        upper=upper,
        means=(before, after, treated_before, treated_after),
        n=len(y),
        clusters=clusters,
        left_out=left_out,
        method="cr1",
        confidence=float(confidence),
        status=(Status.OK if se else Status.DEGENERATE) if estimate is not None else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def _standard_error(influence: Floats, places: Codes, clusters: int) -> float | None:
    n = len(influence)
    if clusters == 1 or n <= COEFFICIENTS:
        return None
    totals = np.bincount(places, influence, clusters)
    size = math.sqrt(float(totals @ totals))
    if size <= ROUNDING * float(np.abs(influence).sum()):
        return 0.0
    return size * math.sqrt(clusters / (clusters - 1) * (n - 1) / (n - COEFFICIENTS))


def _limits(estimate: float, se: float | None, clusters: int, confidence: float) -> tuple[float | None, float | None]:
    if se is None:
        return None, None
    reach = t_quantile(confidence, clusters - 1) * se
    return estimate - reach, estimate + reach


def _cautions(se: float | None, clusters: int) -> list[Caution]:
    if clusters == 1:
        return [Caution.ONE_CLUSTER]
    found = [Caution.FEW_CLUSTERS] if clusters < FEW_CLUSTERS else []
    if se is None:
        found.append(Caution.SAMPLE_ERROR_UNDEFINED)
    elif se == 0:
        found.append(Caution.ZERO_WIDTH)
    return found
