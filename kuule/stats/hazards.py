"""How much faster one group leaves than another: Cox's proportional hazards."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import Column
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.risk import Lives, RiskTable, read_lives, risk_table

Ties = Literal["efron", "breslow"]
ByGroup = dict[Hashable, float | None]

MOST_STEPS = 100
STEP_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardRatios:
    """Hazard of each group relative to `reference`: log ratio `coef`, its `se`, ratio `hr` with interval.

    None for a group whose ratio is infinite, zero or without any comparison. `loglik` is what the partial
    log-likelihood tends to if some ratios do; `loglik_null` has all ratios at 1.
    """

    reference: Hashable
    coef: ByGroup
    se: ByGroup
    hr: ByGroup
    hr_lower: ByGroup
    hr_upper: ByGroup
    loglik: float | None
    loglik_null: float | None
    n: int
    events: int
    left_out: int
    method: Ties
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Terms:
    """Events of each group, (G,), and the m denominators: those at risk, (m, G), each taken `times` over, (m,)."""

    events: Floats
    at_risk: Floats
    times: Floats


def cox(
    time: Column,
    event: Column,
    group: Column,
    *,
    reference: Hashable,
    ties: Ties = "efron",
    confidence: float = 0.95,
) -> HazardRatios:
    """Estimate how many times faster each group leaves than the reference group.

    Parameters
    ----------
    time, event, group : array_like, shape (k,)
        As in `kaplan_meier`; at most 100 groups.
    reference : label
        The group whose hazard ratio is 1.
    ties : {"efron", "breslow"}
        How several events at one time share the risk set.
    confidence : float
        Between 0 and 1, both excluded; Wald intervals on the log scale.

    Returns
    -------
    HazardRatios
        Undefined without events, or if no group can be compared with the reference. Degenerate if some
        cannot: a group without events has a ratio of zero, which no data can prove. The ratios of the
        others are then those the fit tends to.

    Raises
    ------
    RejectedInput
        As `kaplan_meier`, or if the reference occurs nowhere or the ties are unknown.

    Notes
    -----
    Misleads where ratios change with time (curves that cross), or where the clock starts before the group is
    known (immortal-time bias). A ratio is an association: unhappy customers may differ in much else.

    References
    ----------
    Cox D (1972) JRSS B 34:187-220. Efron B (1977) JASA 72:557-565. Breslow N (1974) Biometrics 30:89-99.
    """
    z = normal_quantile(confidence)
    if ties not in ("efron", "breslow"):
        raise RejectedInput(f'Ties must be "efron" or "breslow", not {ties!r:.40}.')
    lives = read_lives(time, event, group)
    if lives.known and reference not in lives.known:
        raise RejectedInput(f"The reference {reference!r:.40} is not among the groups: {_listed(lives.known)}.")
    fitted, loglik, loglik_null = _fit(lives, reference, ties)
    others = [label for label in lives.known if label != reference]
    lost = len(fitted) < len(others)
    warnings = [Caution.ROWS_LEFT_OUT] if lives.left_out else []
    if lost or not fitted:
        warnings.append(Caution.NOT_ESTIMABLE)

    def by_group(figure: Callable[[float, float], float]) -> ByGroup:
        return {label: figure(*fitted[label]) if label in fitted else None for label in others}

    return HazardRatios(
        reference=reference,
        coef=by_group(lambda coef, _: coef),
        se=by_group(lambda _, se: se),
        hr=by_group(lambda coef, _: math.exp(coef)),
        hr_lower=by_group(lambda coef, se: math.exp(coef - z * se)),
        hr_upper=by_group(lambda coef, se: math.exp(coef + z * se)),
        loglik=loglik,
        loglik_null=loglik_null,
        n=len(lives.time),
        events=int(lives.event.sum()),
        left_out=lives.left_out,
        method=ties,
        confidence=float(confidence),
        status=(Status.DEGENERATE if lost else Status.OK) if fitted else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def _fit(
    lives: Lives, reference: Hashable, ties: Ties
) -> tuple[dict[Hashable, tuple[float, float]], float | None, float | None]:
    if not lives.event.any():
        return {}, None, None
    table = risk_table(lives)
    fitted: dict[Hashable, tuple[float, float]] = {}
    loglik = 0.0
    for members in _comparable(table):
        names = [lives.groups[member] for member in members]
        base = names.index(reference) if reference in names else 0
        terms = _terms(table, members, ties)
        coef, se = _maximise(terms, base)
        loglik += _loglik(terms, coef)
        if reference in names:
            fitted = {name: (float(coef[i]), float(se[i])) for i, name in enumerate(names) if i != base}
    everyone = _terms(table, list(range(len(lives.groups))), ties)
    return fitted, loglik, _loglik(everyone, np.zeros(len(lives.groups)))


def _comparable(table: RiskTable) -> list[list[int]]:
    """Split the groups into sets whose ratios within the set are finite.

    The likelihood has a maximum if and only if every group can be reached from every other by steps "one left
    while the other was there"; between two such sets ratios run off to zero or infinity, or are free, and
    each set's part of the likelihood tends to what it would be if the other sets were not there.
    """
    count = table.deaths.shape[1]
    reach: NDArray[np.bool_] = np.eye(count, dtype=bool) | (((table.deaths > 0).T.astype(float) @ table.at_risk) > 0)
    for _ in range(count.bit_length()):
        reach = (reach.astype(float) @ reach.astype(float)) > 0
    mutual = reach & reach.T
    return [np.flatnonzero(row).tolist() for i, row in enumerate(mutual) if int(np.flatnonzero(row)[0]) == i]


def _terms(table: RiskTable, members: list[int], ties: Ties) -> _Terms:
    deaths, at_risk = table.deaths[:, members], table.at_risk[:, members]
    some = deaths.sum(axis=1) > 0
    deaths, at_risk = deaths[some], at_risk[some]
    count = deaths.sum(axis=1)
    if ties == "breslow":
        return _Terms(events=deaths.sum(axis=0), at_risk=at_risk, times=count)
    repeats = count.astype(np.intp)
    rank = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    gone = (rank / np.repeat(count, repeats))[:, None] * np.repeat(deaths, repeats, axis=0)
    return _Terms(
        events=deaths.sum(axis=0), at_risk=np.repeat(at_risk, repeats, axis=0) - gone, times=np.ones(len(rank))
    )


def _loglik(terms: _Terms, coef: Floats) -> float:
    return float(terms.events @ coef - terms.times @ np.log(terms.at_risk @ np.exp(coef)))


def _maximise(terms: _Terms, base: int) -> tuple[Floats, Floats]:
    """Return the log ratios to the group at `base` and their standard errors, by Newton's method, (G,) each."""
    coef, se = np.zeros(len(terms.events)), np.zeros(len(terms.events))
    free = [i for i in range(len(coef)) if i != base]
    for _ in range(MOST_STEPS if free else 0):
        gradient, information = _derivatives(terms, coef)
        step = np.zeros(len(coef))
        step[free] = np.linalg.solve(information[np.ix_(free, free)], gradient[free])
        before = _loglik(terms, coef)
        last = float(gradient @ step) <= STEP_TOLERANCE * (1 + abs(before))
        while not last and _loglik(terms, coef + step) < before:
            step /= 2
        coef = coef + step
        if last:
            break
    if free:
        _, information = _derivatives(terms, coef)
        se[free] = np.sqrt(np.diag(np.linalg.inv(information[np.ix_(free, free)])))
    return coef, se


def _derivatives(terms: _Terms, coef: Floats) -> tuple[Floats, Floats]:
    risk = terms.at_risk * np.exp(coef)
    shares = risk / risk.sum(axis=1, keepdims=True)
    expected = terms.times @ shares
    return terms.events - expected, np.diag(expected) - (shares * terms.times[:, None]).T @ shares


def _listed(groups: tuple[Hashable, ...]) -> str:
    return ", ".join(repr(group) for group in groups[:10]) + (" …" if len(groups) > 10 else "")
