"""Does growth follow the score? The company's own "7 points are 1 % of growth", across its units or its periods."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuule.stats.amounts import SMALLEST_REST, Amount, no_amount
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
    alone. Errors are those of HC3 with t, which bear unlike spreads of few units. Neighbouring periods are alike: there
    errors come from a few slow cosines, and t has as few degrees of freedom (EWC). Scores measured with error make the
    plain slope too flat; the corrected one subtracts the errors' part from the spread (method of moments), and its
    interval holds the slopes that a test does not refuse (Fieller).

    A slope between units is an association: good managers may make both. Across few periods a third thing that moves
    both, such as the market, is the likelier cause.

    References
    ----------
    MacKinnon J, White H (1985) J Econometrics 29:305-325. Fuller W (1987) Measurement Error Models, Wiley, ch. 1 and 3.
    Fieller E (1954) JRSS B 16:175-185. Granger C, Newbold P (1974) J Econometrics 2:111-120 (trends). Lazarus E, Lewis
    D, Stock J, Watson M (2018) J Bus Econ Stat 36:541-559 (cosines).
    """
    normal_quantile(confidence)
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points <= 2:
        raise RejectedInput(f"Points must be a proportion above 0, such as 0.07, not {points!r:.40}.")
    rows, left_out = _read(nps, growth, errors, over_time=over_time)
    spread = float(rows.x.std(ddof=1)) if len(rows.x) > 1 else 0.0
    reliability = None
    if errors is not None and spread > 0:
        reliability = 1 - float((rows.noise**2).mean()) / spread**2
    needed = max(0, (FEWEST_PERIODS - 1 if over_time else FEWEST_UNITS) - len(rows.x))
    has_answer = not needed and spread >= SMALLEST_SPREAD
    is_noisy = has_answer and reliability is not None and reliability < SMALLEST_RELIABILITY
    found = {
        Caution.ASSOCIATION_ONLY: True,
        Caution.ROWS_LEFT_OUT: left_out > 0,
        Caution.TOO_FEW_UNITS: needed > 0,
        Caution.LITTLE_SPREAD: not needed and not has_answer,
        Caution.NOISY_SCORES: is_noisy,
    }
    warnings = tuple(caution for caution, holds in found.items() if holds)
    n = len(rows.x)
    nothing = no_amount(n, n, method="least_squares", confidence=confidence, warnings=warnings, left_out=left_out)
    wanted = _Wanted(points=float(points), confidence=float(confidence), warnings=warnings, left_out=left_out)
    return GrowthRelation(
        plain=_plain(rows, wanted) if has_answer else nothing,
        corrected=_corrected(rows, wanted) if has_answer and reliability is not None and not is_noisy else nothing,
        points=float(points),
        reliability=reliability,
        needed=needed,
        over_time=over_time,
        left_out=left_out,
        warnings=warnings,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Scores, growth and errors of scores of n units, or their changes from period to period, (n,) each."""

    x: Floats
    y: Floats
    noise: Floats
    over_time: bool

    @property
    def df(self) -> int:
        """Degrees of freedom: of units, or of the cosines that carry what periods share with their neighbours."""
        return max(2, int(0.3 * len(self.x) ** (2 / 3))) if self.over_time else len(self.x) - 2

    def covariance(self, scores: Floats) -> Floats:
        """Return the covariance of the means of columns, (n, q), as (q, q)."""
        n = len(self.x)
        centred = self.x - self.x.mean()
        # A unit of leverage 1 is fitted exactly: it says nothing about chance.
        leverage = 1 / n + centred**2 / float(centred @ centred)
        scores = scores / np.maximum(1 - leverage, SMALLEST_REST)[:, None]
        if not self.over_time:
            return np.asarray(scores.T @ scores / n**2, dtype=np.float64)
        waves = np.cos(np.pi * np.outer(np.arange(1, self.df + 1), np.arange(n) + 0.5) / n) * math.sqrt(2 / n)
        sums = waves @ scores
        return np.asarray(sums.T @ sums / self.df / n, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    points: float
    confidence: float
    warnings: tuple[Caution, ...]
    left_out: int


def _read(nps: Column, growth: Column, errors: Column | None, *, over_time: bool) -> tuple[_Rows, int]:
    x, y = number_column(nps, "NPS"), number_column(growth, "Growth")
    refuse(np.abs(x) > 1, x, "NPS must be proportions between -1 and 1")
    noise = np.zeros(len(x)) if errors is None else number_column(errors, "Errors")
    refuse(noise < 0, noise, "Errors must not be negative")
    require_same_length({"nps": x, "growth": y, "errors": noise})
    if over_time:
        # A gap leaves out the two changes that it is part of.
        x, y, noise = np.diff(x), np.diff(y), np.hypot(noise[1:], noise[:-1])
    known = ~np.isnan(x) & ~np.isnan(y) & ~np.isnan(noise)
    return _Rows(x=x[known], y=y[known], noise=noise[known], over_time=over_time), int((~known).sum())


def _plain(rows: _Rows, wanted: _Wanted) -> Amount:
    centred = rows.x - rows.x.mean()
    spread = float((centred**2).mean())
    slope = float((centred * rows.y).mean()) / spread
    residuals = rows.y - rows.y.mean() - slope * centred
    se = math.sqrt(float(rows.covariance((centred * residuals)[:, None])[0, 0])) / spread
    reach = t_quantile(wanted.confidence, rows.df) * se
    return _amount(rows, (slope, se), (slope - reach, slope + reach), "ewc" if rows.over_time else "hc3", wanted)


def _corrected(rows: _Rows, wanted: _Wanted) -> Amount:
    n = len(rows.x)
    centred = rows.x - rows.x.mean()
    # (n - 1)/n: the mean was found from the same scores, and took that part of their errors with it.
    products = np.column_stack((centred * (rows.y - rows.y.mean()), centred**2 - rows.noise**2 * (n - 1) / n))
    up, down = (float(mean) for mean in products.mean(axis=0))
    covariance = rows.covariance(products - products.mean(axis=0))
    limits = _fieller(up, down, covariance, t_quantile(wanted.confidence, rows.df))
    if limits is None:
        return no_amount(
            n,
            n,
            method="fuller",
            confidence=wanted.confidence,
            warnings=(*wanted.warnings, Caution.NOISY_SCORES),
            left_out=wanted.left_out,
        )
    along = np.array([1, -up / down])
    se = math.sqrt(max(float(along @ covariance @ along), 0.0)) / abs(down)
    return _amount(rows, (up / down, se), limits, "fuller", wanted)


def _fieller(up: float, down: float, covariance: Floats, t: float) -> tuple[float, float] | None:
    """Return the ratios up/down that a t test does not refuse; None if they are not between two limits."""
    square = down**2 - t**2 * float(covariance[1, 1])
    linear = up * down - t**2 * float(covariance[0, 1])
    constant = up**2 - t**2 * float(covariance[0, 0])
    root = linear**2 - square * constant
    if square <= 0 or root < 0:
        return None
    return (linear - math.sqrt(root)) / square, (linear + math.sqrt(root)) / square


def _amount(
    rows: _Rows, found: tuple[float, float], limits: tuple[float, float], method: str, wanted: _Wanted
) -> Amount:
    slope, se = found
    return Amount(
        value=slope * wanted.points,
        se=se * wanted.points,
        lower=limits[0] * wanted.points,
        upper=limits[1] * wanted.points,
        p_value=t_p_value(slope / se, rows.df) if se else None,
        n=len(rows.x),
        units=len(rows.x),
        df=rows.df,
        left_out=wanted.left_out,
        method=method,
        confidence=wanted.confidence,
        status=Status.OK if se else Status.DEGENERATE,
        warnings=wanted.warnings if se else (*wanted.warnings, Caution.ZERO_WIDTH),
    )
