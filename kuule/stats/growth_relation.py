"""Does growth follow the score? The company's own "7 points are 1 % of growth", across its units or its periods."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.amounts import Amount, no_amount
from kuule.stats.columns import Column, number_column, refuse, require_same_length
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

FEWEST_UNITS = 8
FEWEST_PERIODS = 12
# Of units' scores: a smaller standard deviation than this, in proportions, is no spread to learn from.
SMALLEST_SPREAD = 0.03
# Part of the spread of scores that must be real and not sampling error.
SMALLEST_RELIABILITY = 0.5
SEVEN_POINTS = 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRelation:
    """Growth that goes with `points` more of score: `plain`, and `corrected` for scores being measured with error.

    `reliability` is the part of the spread of scores that is real; None where no errors were given. `needed` units or
    periods are missing until there is an answer, 0 if there is one.
    """

    plain: Amount
    corrected: Amount
    points: float
    reliability: float | None
    needed: int
    over_time: bool
    left_out: int
    warnings: tuple[Caution, ...] = ()


def growth_relation(
    nps: Column,
    growth: Column,
    *,
    errors: Column | None = None,
    over_time: bool = False,
    points: float = SEVEN_POINTS,
    confidence: float = 0.95,
) -> GrowthRelation:
    """Estimate how much more growth goes with so many more points of score.

    Parameters
    ----------
    nps : array_like, shape (k,)
        Score of each unit, as a proportion in [-1, 1], from answers before the growth; or of each period, in order.
    growth : array_like, shape (k,)
        Growth of the unit or period as a proportion: 0.02 is 2 %.
    errors : array_like, shape (k,), optional
        Standard error of each score, as a proportion.
    over_time : bool
        Whether the rows are periods of one company, in order, rather than units. Then changes from one period to the
        next are compared, so that two trends do not pass for a relation.
    points : float
        How many more points, as a proportion: 0.07 is 7 points.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    GrowthRelation
        Undefined below 8 units or 12 periods, or if scores hardly differ. `corrected` is undefined without errors, or
        if more than half of the spread of scores is their error.

    Raises
    ------
    RejectedInput
        If a score lies outside [-1, 1], an error is negative, a column is no number, or lengths differ.

    Notes
    -----
    Least squares, each unit counting once: what is asked is how units relate, and by size the largest unit would answer
    alone. Errors are those of HC3 with t, which bear unlike spreads of few units. Scores measured with error make the
    plain slope too flat; the corrected one subtracts the errors' part from the spread (method of moments), and its
    interval holds the slopes that a test does not refuse (Fieller).

    A slope between units is an association: good managers may make both. Across few periods a third thing that moves
    both, such as the market, is the likelier cause.

    References
    ----------
    MacKinnon J, White H (1985) J Econometrics 29:305-325. Fuller W (1987) Measurement Error Models, Wiley, ch. 1 and 3.
    Fieller E (1954) JRSS B 16:175-185. Granger C, Newbold P (1974) J Econometrics 2:111-120 (trends).
    """
    normal_quantile(confidence)
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points <= 2:
        raise RejectedInput(f"Points must be a proportion above 0, such as 0.07, not {points!r:.40}.")
    x, y, noise, left_out = _read(nps, growth, errors)
    noise_is_known = errors is not None
    if over_time:
        x, y, noise = np.diff(x), np.diff(y), np.hypot(noise[1:], noise[:-1])
    fewest = FEWEST_PERIODS - 1 if over_time else FEWEST_UNITS
    needed = max(0, fewest - len(x))
    spread = float(x.std(ddof=1)) if len(x) > 1 else 0.0
    reliability = 1 - float((noise**2).mean()) / spread**2 if noise_is_known and spread > 0 else None
    found = [Caution.ASSOCIATION_ONLY]
    if left_out:
        found.append(Caution.ROWS_LEFT_OUT)
    if needed:
        found.append(Caution.TOO_FEW_UNITS)
    elif spread < SMALLEST_SPREAD:
        found.append(Caution.LITTLE_SPREAD)
    has_answer = not needed and spread >= SMALLEST_SPREAD
    is_reliable = reliability is not None and reliability >= SMALLEST_RELIABILITY
    if has_answer and noise_is_known and not is_reliable:
        found.append(Caution.NOISY_SCORES)
    warnings = tuple(found)
    nothing = no_amount(len(x), len(x), method="fuller", confidence=confidence, warnings=warnings, left_out=left_out)
    return GrowthRelation(
        plain=_slope(x, y, points, confidence, warnings) if has_answer else nothing,
        corrected=_corrected(x, y, noise, points, confidence, warnings) if has_answer and is_reliable else nothing,
        points=float(points),
        reliability=reliability,
        needed=needed,
        over_time=over_time,
        left_out=left_out,
        warnings=warnings,
    )


def _read(nps: Column, growth: Column, errors: Column | None) -> tuple[Floats, Floats, Floats, int]:
    x, y = number_column(nps, "NPS"), number_column(growth, "Growth")
    refuse(np.abs(x) > 1, x, "NPS must be proportions between -1 and 1")
    noise = np.zeros(len(x)) if errors is None else number_column(errors, "Errors")
    refuse(noise < 0, noise, "Errors must not be negative")
    require_same_length({"nps": x, "growth": y, "errors": noise})
    known = ~np.isnan(x) & ~np.isnan(y) & ~np.isnan(noise)
    return x[known], y[known], noise[known], int((~known).sum())


def _slope(x: Floats, y: Floats, points: float, confidence: float, warnings: tuple[Caution, ...]) -> Amount:
    centred = x - x.mean()
    whole = float(centred @ centred)
    slope = float(centred @ y) / whole
    residuals = y - y.mean() - slope * centred
    leverage = 1 / len(x) + centred**2 / whole
    # A unit of leverage 1 is fitted exactly: it says nothing about chance.
    outside = residuals / np.maximum(1 - leverage, 1e-12)
    se = math.sqrt(float(((centred * outside) ** 2).sum())) / whole
    return _amount(slope, se, len(x) - 2, len(x), "hc3", points, confidence, warnings)


def _corrected(
    x: Floats, y: Floats, noise: Floats, points: float, confidence: float, warnings: tuple[Caution, ...]
) -> Amount:
    n = len(x)
    centred = x - x.mean()
    # n/(n - 1): the spread about the mean that was found is smaller than that about the true one.
    products = np.column_stack((centred * (y - y.mean()), centred**2 - noise**2 * (n - 1) / n))
    up, down = products.mean(axis=0)
    slope = float(up / down)
    leverage = 1 / n + centred**2 / float(centred @ centred)
    scatter = (products - products.mean(axis=0)) / np.maximum(1 - leverage, 1e-12)[:, None]
    covariance = scatter.T @ scatter / n**2
    df = n - 2
    se = math.sqrt(float(np.array([1, -slope]) @ covariance @ np.array([1, -slope]))) / abs(float(down))
    limits = _fieller(float(up), float(down), covariance, t_quantile(confidence, df))
    if limits is None:
        return no_amount(n, n, method="fuller", confidence=confidence, warnings=(*warnings, Caution.NOISY_SCORES))
    return replace(
        _amount(slope, se, df, n, "fuller", points, confidence, warnings),
        lower=limits[0] * points,
        upper=limits[1] * points,
    )


def _fieller(up: float, down: float, covariance: Floats, t: float) -> tuple[float, float] | None:
    """Return the ratios up/down that a t test does not refuse; None if they are not between two limits."""
    square = down**2 - t**2 * covariance[1, 1]
    linear = up * down - t**2 * covariance[0, 1]
    constant = up**2 - t**2 * covariance[0, 0]
    root = linear**2 - square * constant
    if square <= 0 or root < 0:
        return None
    return (linear - math.sqrt(root)) / square, (linear + math.sqrt(root)) / square


def _amount(
    slope: float,
    se: float,
    df: int,
    n: int,
    method: str,
    points: float,
    confidence: float,
    warnings: tuple[Caution, ...],
) -> Amount:
    reach = t_quantile(confidence, df) * se
    return Amount(
        value=slope * points,
        se=se * points,
        lower=(slope - reach) * points,
        upper=(slope + reach) * points,
        p_value=t_p_value(slope / se, df) if se else None,
        n=n,
        units=n,
        df=df,
        method=method,
        confidence=float(confidence),
        status=Status.OK if se else Status.DEGENERATE,
        warnings=warnings if se else (*warnings, Caution.ZERO_WIDTH),
    )
