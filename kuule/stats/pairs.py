"""The change between two waves in which the same people answered, all of them or some."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from kuule.stats.change import Direction, direction_of
from kuule.stats.counts import signs
from kuule.stats.design import clusters_of
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

# What is left of a standard error of 0 after adding up millions of doubles.
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedChange:
    """How much the same people changed, as a proportion: wave 2 minus wave 1; None where nothing can be said.

    `covariance` is that of the two waves over the pairs, with divisor n - 1. Limits are not clipped.
    """

    n_pairs: int
    confidence: float
    status: Status
    value: float | None = None
    se: float | None = None
    covariance: float | None = None
    t: float | None = None
    df: int | None = None
    p_value: float | None = None
    lower: float | None = None
    upper: float | None = None
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapChange:
    """The change between two waves that share some contacts, as a proportion: wave 2 minus wave 1."""

    n_before: int
    n_after: int
    n_contacts: int
    n_both: int
    confidence: float
    status: Status
    nps_before: float | None = None
    nps_after: float | None = None
    value: float | None = None
    se: float | None = None
    z: float | None = None
    p_value: float | None = None
    lower: float | None = None
    upper: float | None = None
    warnings: tuple[Caution, ...] = ()

    @property
    def direction(self) -> Direction | None:
        """Return up, down or steady, as the interval says; None where nothing can be said."""
        return direction_of(self.lower, self.upper) if self.status == Status.OK else None


def paired_change(wave1: Iterable[object], wave2: Iterable[object], *, confidence: float = 0.95) -> PairedChange:
    """Compare two answers of the same people.

    d_i = y_2i - y_1i with y in {-1, 0, 1}; SE^2 = s_d^2 / n = (s_1^2 + s_2^2 - 2 cov) / n; t has n - 1 degrees of
    freedom.

    Parameters
    ----------
    wave1, wave2 : iterable of scores, both of length k
        Entry i of both is one person. Pairs with a missing or invalid score are left out; `n_pairs` counts the rest.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    PairedChange
        Undefined without a complete pair. Degenerate for a single pair, and where all moved alike: an SE of 0 then
        shows that the formula fails, so that there is no t, no p and no interval.

    Raises
    ------
    RejectedInput
        If the waves differ in length or the confidence is out of range.

    Notes
    -----
    Misleads where those who answered twice differ from the rest: it speaks of them alone. Covers 0.95 to 0.999 of a
    nominal 95 % under no change for n = 6 to 50, the more the fewer people move.

    References
    ----------
    Bonett D, Price R (2012) J Educ Behav Stat 37:479-488 (differences of paired proportions).
    """
    normal_quantile(confidence)
    before, after = signs(wave1).values, signs(wave2).values
    if len(before) != len(after):
        raise RejectedInput(f"Pairs need two waves of one length, not {len(before)} and {len(after)} scores.")
    complete = ~np.isnan(before) & ~np.isnan(after)
    before, after = before[complete], after[complete]
    n = len(before)
    nobody = PairedChange(n_pairs=n, confidence=float(confidence), status=Status.UNDEFINED)
    if n == 0:
        return nobody
    delta = float(np.mean(after - before))
    known = replace(nobody, status=Status.DEGENERATE, value=delta, df=n - 1)
    if n == 1:
        return replace(known, warnings=(Caution.SAMPLE_ERROR_UNDEFINED,))
    se = float(np.std(after - before, ddof=1)) / math.sqrt(n)
    known = replace(known, se=se, covariance=float(np.cov(before, after)[0, 1]))
    if se == 0:
        return replace(known, warnings=(Caution.NO_CHANGE,))
    reach = t_quantile(confidence, n - 1) * se
    return replace(
        known,
        status=Status.OK,
        t=delta / se,
        p_value=t_p_value(delta / se, n - 1),
        lower=delta - reach,
        upper=delta + reach,
    )


def overlap_change(
    contacts: Sequence[Hashable], waves: Sequence[object], scores: Iterable[object], *, confidence: float = 0.95
) -> OverlapChange:
    """Compare two waves in which some people answered both times.

    The difference of both scores; its variance sums what each contact adds to it over both waves (linearisation with
    contacts as clusters): k/(k - 1) sum_c (t_c - mean t)^2, t_c = sum over c of (y - NPS_2)/n_2 - (y - NPS_1)/n_1.

    Parameters
    ----------
    contacts : sequence of hashable, length k
        Who answered. None is somebody whom nobody knows: a contact of their own.
    waves : sequence of 1 or 2, length k
        In which wave.
    scores : iterable of scores, length k
        Rows with a missing or invalid score are left out.
    confidence : float
        Between 0 and 1, both excluded; the interval is normal.

    Returns
    -------
    OverlapChange
        Undefined if a wave is empty. Degenerate for a single contact and where the variance is 0.

    Raises
    ------
    RejectedInput
        If lengths differ, a wave is neither 1 nor 2, or the confidence is out of range.

    Notes
    -----
    For few contacts the interval is too narrow, as Wald's is: under about 40 compare with `nps_change`, and
    say the wider one.

    References
    ----------
    Lumley T (2010) Complex Surveys, Wiley, chapter 2; Woodruff R (1971) JASA 66:411-414.
    """
    z = normal_quantile(confidence)
    y = signs(scores).values
    if not len(contacts) == len(waves) == len(y):
        raise RejectedInput(f"Contacts, waves and scores differ in length: {len(contacts)}, {len(waves)}, {len(y)}.")
    wave = _wave_numbers(waves)
    answered = ~np.isnan(y)
    contact = clusters_of(contacts, "Contacts")[answered]
    first, second = (wave[answered] == 1), (wave[answered] == 2)
    y = y[answered]
    before, after = (float(np.mean(y[part])) if part.any() else None for part in (first, second))
    nobody = OverlapChange(
        n_before=int(first.sum()),
        n_after=int(second.sum()),
        n_contacts=len(np.unique(contact)),
        n_both=len(np.intersect1d(contact[first], contact[second])),
        confidence=float(confidence),
        status=Status.UNDEFINED,
        nps_before=before,
        nps_after=after,
    )
    if before is None or after is None:
        return nobody
    delta = after - before
    known = replace(nobody, status=Status.DEGENERATE, value=delta)
    se = _clustered_error(np.where(second, (y - after) / second.sum(), (before - y) / first.sum()), contact)
    if se is None:
        return replace(known, warnings=(Caution.ONE_CLUSTER,))
    if se < ROUNDING:
        return replace(known, se=0.0, warnings=(Caution.NO_CHANGE,))
    return replace(
        known,
        status=Status.OK,
        se=se,
        z=delta / se,
        p_value=2 * NormalDist().cdf(-abs(delta) / se),
        lower=delta - z * se,
        upper=delta + z * se,
    )


def _clustered_error(influence: Floats, contact: np.ndarray) -> float | None:
    totals = np.bincount(np.unique(contact, return_inverse=True)[1], weights=influence)
    k = len(totals)
    if k < 2:
        return None
    return float(np.sqrt(k / (k - 1) * np.sum((totals - totals.mean()) ** 2)))


def _wave_numbers(waves: Sequence[object]) -> np.ndarray:
    numbers = np.array([each if each in (1, 2) else 0 for each in waves], dtype=np.int8)
    if np.any(numbers == 0):
        wrong = waves[int(np.flatnonzero(numbers == 0)[0])]
        raise RejectedInput(f"A wave is 1 or 2, not {wrong!r:.80}.")
    return numbers
