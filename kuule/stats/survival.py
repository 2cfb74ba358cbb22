"""How long customers stay: the Kaplan-Meier curve, and the log-rank test between groups."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column, number_column, refuse
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.risk import SAME_TIME, Lives, RiskTable, read_lives, risk_table
from kuule.stats.tails import chi2_p_value

HALF = 0.5
HALF_TOLERANCE = 1.5e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalPoint:
    """Share still there at `time`, its standard error and interval; None where the formula has no answer."""

    time: float
    survival: float
    se: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve:
    """One group: `n` lives, `events` among them, the median time to the event, and the points asked for.

    `median` is None as long as more than half are still there.
    """

    n: int
    events: int
    median: float | None
    at: tuple[SurvivalPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurves:
    """Curves by group; `left_out` rows were incomplete."""

    curves: dict[Hashable, SurvivalCurve]
    n: int
    left_out: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """Log-rank test of equal hazards: chi-squared with `df` degrees of freedom."""

    chi2: float | None
    df: int | None
    p_value: float | None
    n: int
    left_out: int
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


def kaplan_meier(
    time: Column,
    event: Column,
    group: Column | None = None,
    *,
    at: Sequence[float] = (),
    confidence: float = 0.95,
) -> SurvivalCurves:
    """Estimate the share of customers still there after a time, though many have not left yet.

    Parameters
    ----------
    time : array_like, shape (k,)
        How long each was watched, from 0 up, in any unit.
    event : array_like, shape (k,)
        1 if the customer left at that time, 0 if still there when last seen.
    group : array_like, shape (k,), optional
        Labels; one curve for each. Without it the only curve is called "all".
    at : sequence of float
        Times at which the curve is read. Beyond the last observation the last value is carried on.
    confidence : float
        Between 0 and 1, both excluded; the interval is Greenwood's, on the log(-log) scale.

    Returns
    -------
    SurvivalCurves
        Rows with a missing entry are left out and counted. Undefined without complete rows; degenerate if
        nobody at all left, as the standard error is then 0. Before the first event, and once nobody is
        left, the interval has no answer.

    Raises
    ------
    RejectedInput
        If a time is negative or infinite, an event is not 0 or 1, or lengths differ.

    Notes
    -----
    Misleads if the clock starts before the group is known: who answers in year three has survived three
    years for certain (immortal-time bias). Start at the answer. It also takes for granted that those last
    seen early are like the others.

    References
    ----------
    Kaplan E, Meier P (1958) JASA 53:457-481.
    """
    z, moments = normal_quantile(confidence), number_column(at, "At")
    refuse(np.isnan(moments) | (moments < 0), moments, "The times to read must be numbers from 0 up")
    lives = read_lives(time, event, group)
    curves = {label: _curve(lives, code, moments, z) for code, label in enumerate(lives.groups)}
    eventful = [curve.events > 0 for curve in curves.values()]
    warnings = [Caution.ROWS_LEFT_OUT] if lives.left_out else []
    if not curves:
        warnings.append(Caution.NOT_ESTIMABLE)
    elif not all(eventful):
        warnings.append(Caution.ZERO_WIDTH)
    status = Status.OK if any(eventful) else Status.DEGENERATE
    return SurvivalCurves(
        curves=curves,
        n=len(lives.time),
        left_out=lives.left_out,
        method="log_log",
        confidence=float(confidence),
        status=status if curves else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def logrank(time: Column, event: Column, group: Column) -> LogRank:
    """Test whether the groups leave at the same rate, all times weighted alike.

    Parameters
    ----------
    time, event, group : array_like, shape (k,)
        As in `kaplan_meier`; at most 100 groups.

    Returns
    -------
    LogRank
        Undefined without events, if fewer than two groups were there when somebody left, or if groups
        were never there at the same time.

    Raises
    ------
    RejectedInput
        As `kaplan_meier`, or if there are too many groups.

    Notes
    -----
    Looks for one group leaving faster all the time; it can miss curves that cross. A small p says that the
    groups differ, not that the score made them differ.

    References
    ----------
    Mantel N (1966) Cancer Chemother Rep 50:163-170.
    """
    if group is None:
        raise RejectedInput("Group must be given: the test compares groups.")
    lives = read_lives(time, event, group)
    surprise, variance = _surprise(risk_table(lives))
    df = len(surprise)
    solvable = df > 0 and np.linalg.matrix_rank(variance, hermitian=True) == df
    chi2 = float(surprise @ np.linalg.solve(variance, surprise)) if solvable else None
    warnings = [Caution.ROWS_LEFT_OUT] if lives.left_out else []
    if chi2 is None:
        warnings.append(Caution.NOT_ESTIMABLE)
    return LogRank(
        chi2=chi2,
        df=df if chi2 is not None else None,
        p_value=chi2_p_value(chi2, df) if chi2 is not None else None,
        n=len(lives.time),
        left_out=lives.left_out,
        method="log_rank",
        status=Status.OK if chi2 is not None else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def _curve(lives: Lives, code: int, at: Floats, z: float) -> SurvivalCurve:
    group = lives.only(code)
    table = risk_table(group)
    deaths, at_risk = table.deaths[:, 0], table.at_risk[:, 0]
    survival = np.cumprod(1 - deaths / at_risk, dtype=np.float64)
    # The last step may leave nobody, and then no variance either: the point says so.
    remaining = np.maximum(at_risk - deaths, 1)
    greenwood = np.cumsum(deaths / (at_risk * remaining))
    places = np.searchsorted(table.times, at * (1 + SAME_TIME), side="right") - 1
    return SurvivalCurve(
        n=len(group.time),
        events=int(deaths.sum()),
        median=_median(table.times, survival),
        at=tuple(
            _point(float(moment), *((survival[place], greenwood[place]) if place >= 0 else (1.0, 0.0)), z=z)
            for moment, place in zip(at, places, strict=True)
        ),
    )


def _point(time: float, survival: float, greenwood: float, *, z: float) -> SurvivalPoint:
    if survival <= 0:
        return SurvivalPoint(time=time, survival=0.0, se=None, lower=None, upper=None)
    if survival >= 1:
        return SurvivalPoint(time=time, survival=1.0, se=0.0, lower=None, upper=None)
    error = float(np.sqrt(greenwood))
    reach = float(np.exp(z * error / -np.log(survival)))
    return SurvivalPoint(
        time=time,
        survival=float(survival),
        se=float(survival) * error,
        lower=float(survival) ** reach,
        upper=float(survival) ** (1 / reach),
    )


def _median(times: Floats, survival: Floats) -> float | None:
    reached = np.flatnonzero(survival < HALF + HALF_TOLERANCE)
    if not len(reached):
        return None
    first = int(reached[0])
    later = np.flatnonzero(survival < survival[first])
    # A curve that lies exactly on one half has a stretch of medians: its middle stands for it.
    if abs(survival[first] - HALF) < HALF_TOLERANCE and len(later):
        return float(times[first] + times[later[0]]) / 2
    return float(times[first])


def _surprise(table: RiskTable) -> tuple[Floats, Floats]:
    """Return observed minus expected events and their variance, for all but one of the groups ever at risk."""
    there, left = table.at_risk.sum(axis=1), table.deaths.sum(axis=1)
    shares = table.at_risk / there[:, None]
    expected = left @ shares
    spread = left * (there - left) / np.maximum(there - 1, 1)
    variance = np.diag(spread @ shares) - (shares * spread[:, None]).T @ shares
    compared = np.flatnonzero(expected > 0)[1:]
    return (table.deaths.sum(axis=0) - expected)[compared], variance[np.ix_(compared, compared)]
