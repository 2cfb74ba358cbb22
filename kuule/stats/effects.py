"""Did it work? Change of those treated beside the change of those who were not."""

from __future__ import annotations

import math
from collections.abc import Callable
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
from kuule.stats.contrasts import cell_contrast
from kuule.stats.inputs import Floats, chosen, normal_quantile
from kuule.stats.planning import answers_to_see
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

COEFFICIENTS = 4
# Sums of residuals that cancel leave rounding errors of this relative size, not a standard error.
ROUNDING = 1e-12
# The effect as a sum of the means of (untreated before, untreated after, treated before, treated after).
SIGNS = np.array([1.0, -1.0, -1.0, 1.0])

_Error = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferences:
    """Effect in units of y, with its interval, and the means it comes from.

    `means` are (untreated before, untreated after, treated before, treated after); None for a cell without rows.
    """

    estimate: float | None
    se: float | None
    t: float | None
    df: float | None
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
    y: Column,
    treated: Column,
    post: Column,
    clusters: Column | None = None,
    *,
    method: str = "cr1",
    confidence: float = 0.95,
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
    method : {"cr1", "cr2"}
        How the error is reckoned: the common one, or the bias-reduced one that holds for few clusters too.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    DifferenceInDifferences
        The coefficient of treated * post in least squares. With "cr1" the cluster-robust standard error and t with
        clusters - 1 degrees of freedom; with "cr2" the error and degrees of freedom of Bell and McCaffrey.
        Undefined if one of the four cells is empty. Degenerate with one cluster, or if the standard error is 0,
        as with one cluster on each side under "cr1".

    Raises
    ------
    RejectedInput
        If `treated` or `post` is not 0 or 1, y is no number, lengths differ, or the method is unknown.

    Notes
    -----
    Takes for granted that both groups would have moved alike. It misleads if the treated were picked because
    they scored low (they would have risen anyway: regression to the mean), or under "cr1" with fewer than
    about 30 clusters on either side, where the interval is too narrow.

    References
    ----------
    Cameron A, Miller D (2015) J Hum Resour 50:317-372. Imbens G, Kolesar M (2016) Rev Econ Stat 98:701-712.
    """
    normal_quantile(confidence)
    error = chosen(ERRORS, method)
    outcome, group, period = number_column(y, "Y"), flag_column(treated, "Treated"), flag_column(post, "Post")
    labels = np.arange(len(outcome)) if clusters is None else label_column(clusters, "Clusters").codes
    require_same_length({"y": outcome, "treated": group, "post": period, "clusters": labels})
    rows = ~np.isnan(outcome) & ~np.isnan(group) & ~np.isnan(period) & (labels >= 0)
    cells = (2 * group[rows] + period[rows]).astype(np.intp)
    kept, places = np.unique(labels[rows], return_inverse=True)
    return _result(
        outcome[rows],
        cells,
        places.reshape(-1),
        len(kept),
        left_out=int((~rows).sum()),
        method=method,
        error=error,
        confidence=confidence,
    )


def answers_needed(effect: DifferenceInDifferences, *, wanted: float | None = None, power: float = 0.8) -> int | None:
    """Compute how many more answers it takes until an effect shows.

    Parameters
    ----------
    effect : DifferenceInDifferences
        What was found so far.
    wanted : float, optional
        The size that is to be seen, in the unit of y; without it, the size seen so far.
    power : float
        The wanted chance to see it, between 0 and 1, both excluded.

    Returns
    -------
    int, or None
        More answers of the same mix: 0 if there are enough, None if there is no error to go by or no effect.

    Raises
    ------
    RejectedInput
        If power is out of range.

    Notes
    -----
    Takes for granted that new answers come from new clusters, in the same proportions of treated, others, before and
    after. Where all accounts have answered already, more answers of theirs help less. The size seen is a hopeful one;
    `wanted` should be the smallest that is worth the trouble.
    """
    size = effect.estimate if wanted is None else wanted
    if size is None or effect.se is None or effect.se == 0:
        return None
    needed = answers_to_see(size, effect.n * effect.se**2, power=power, confidence=effect.confidence)
    return None if needed is None else max(0, needed - effect.n)


def _result(
    y: Floats,
    cells: Codes,
    places: Codes,
    clusters: int,
    *,
    left_out: int,
    method: str,
    error: Callable[[Floats, Codes, Codes, int], _Error],
    confidence: float,
) -> DifferenceInDifferences:
    sizes = np.bincount(cells, minlength=COEFFICIENTS)
    means = np.divide(np.bincount(cells, y, COEFFICIENTS), sizes, out=np.zeros(COEFFICIENTS), where=sizes > 0)
    before, after, treated_before, treated_after = (
        float(mean) if size else None for mean, size in zip(means, sizes, strict=True)
    )
    warnings = [Caution.ROWS_LEFT_OUT] if left_out else []
    estimate = se = t = df = p_value = lower = upper = None
    if sizes.all():
        estimate = float(means[3] - means[2] - means[1] + means[0])
        se, df = error(y, cells, places, clusters)
        lower, upper = _limits(estimate, se, df, confidence)
        t = estimate / se if se else None
        p_value = t_p_value(t, df) if t is not None and df else None
        warnings += _cautions(se, clusters)
    else:
        warnings.append(Caution.NOT_ESTIMABLE)
    return DifferenceInDifferences(
        estimate=estimate,
        se=se,
        t=t,
        df=df,
        p_value=p_value,
        lower=lower,
        upper=upper,
        means=(before, after, treated_before, treated_after),
        n=len(y),
        clusters=clusters,
        left_out=left_out,
        method=method,
        confidence=float(confidence),
        status=(Status.OK if se else Status.DEGENERATE) if estimate is not None else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def _cr1(y: Floats, cells: Codes, places: Codes, clusters: int) -> _Error:
    n = len(y)
    if clusters == 1:
        return None, None
    df = clusters - 1
    if n <= COEFFICIENTS:
        return None, df
    sizes = np.bincount(cells, minlength=COEFFICIENTS)
    residuals = y - (np.bincount(cells, y, COEFFICIENTS) / sizes)[cells]
    influence = residuals * SIGNS[cells] / sizes[cells]
    totals = np.bincount(places, influence, clusters)
    size = math.sqrt(float(totals @ totals))
    if size <= ROUNDING * float(np.abs(influence).sum()):
        return 0.0, df
    return size * math.sqrt(clusters / (clusters - 1) * (n - 1) / (n - COEFFICIENTS)), df


def _cr2(y: Floats, cells: Codes, places: Codes, clusters: int) -> _Error:
    if clusters == 1:
        return None, None
    found = cell_contrast(y, cells, places, clusters, SIGNS)
    return found.se, found.df


ERRORS = {"cr1": _cr1, "cr2": _cr2}


def _limits(
    estimate: float, se: float | None, df: float | None, confidence: float
) -> tuple[float | None, float | None]:
    if se is None or df is None:
        return None, None
    reach = t_quantile(confidence, df) * se
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
