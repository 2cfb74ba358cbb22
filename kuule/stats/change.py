"""The change between two independent groups of answers: two waves, two segments, before and after.

Every method is a function (a, b, z) -> Comparison over groups of float arrays of one shape; `CHANGE_METHODS` lists
them. Where the same people answered twice use `kuule.stats.pairs`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kuule.stats.inputs import Floats, RejectedInput, chosen, counts, normal_quantile
from kuule.stats.intervals import score, variance
from kuule.stats.results import Caution, MaskedFloats, Shares, Status, one_of


class Direction(StrEnum):
    """Which way a change went; steady where its interval covers no change."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


def direction_of(lower: float | None, upper: float | None) -> Direction | None:
    """Return which way an interval points; None without one."""
    if lower is None or upper is None:
        return None
    if lower > 0:
        return Direction.UP
    return Direction.DOWN if upper < 0 else Direction.STEADY


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How much higher the second score is than the first, as a proportion in [-2, 2].

    `value` is the plain difference; `adjusted` is the one that `se`, `z`, `p_value` and the interval rest on. None
    where a method does not give it or a group is empty. `p_value` is two-sided.
    """

    value: float | None
    adjusted: float | None
    se: float | None
    z: float | None
    p_value: float | None
    lower: float | None
    upper: float | None
    n_before: int | float
    n_after: int | float
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()

    @property
    def direction(self) -> Direction | None:
        """Return up, down or steady, as the interval says; None where nothing can be said."""
        return direction_of(self.lower, self.upper) if self.status == Status.OK else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """Many changes at once, shape (k,); entries with an empty group are masked. ``changes[i]`` is one `Change`."""

    value: MaskedFloats
    adjusted: MaskedFloats
    se: MaskedFloats
    z: MaskedFloats
    p_value: MaskedFloats
    lower: MaskedFloats
    upper: MaskedFloats
    n_before: Floats
    n_after: Floats
    method: str
    confidence: float

    def __len__(self) -> int:
        return len(self.n_before)

    def __iter__(self) -> Iterator[Change]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, i: int) -> Change:
        fields = {name: one_of(getattr(self, name), i) for name in NUMBERS}
        warnings = (Caution.ZERO_WIDTH,) if fields["lower"] is not None and fields["lower"] == fields["upper"] else ()
        status = Status.DEGENERATE if warnings else Status.OK
        return Change(
            **fields,
            n_before=_plain(float(self.n_before[i])),
            n_after=_plain(float(self.n_after[i])),
            method=self.method,
            confidence=self.confidence,
            status=Status.UNDEFINED if fields["value"] is None else status,
            warnings=warnings,
        )


NUMBERS = ("value", "adjusted", "se", "z", "p_value", "lower", "upper")


class Group(NamedTuple):
    """Counts of detractors, passives and promoters, each of shape (k,)."""

    det: Floats
    pas: Floats
    pro: Floats

    @property
    def n(self) -> Floats:
        """Number of answers."""
        return self.det + self.pas + self.pro

    @property
    def nps(self) -> Floats:
        """Score as a proportion."""
        return (self.pro - self.det) / self.n


class Comparison(NamedTuple):
    """What a method gives; `adjusted` and `se` are None where it tests nothing."""

    lower: Floats
    upper: Floats
    adjusted: Floats | None = None
    se: Floats | None = None


def nps_change(before: Shares, after: Shares, *, method: str = "aw_half", confidence: float = 0.95) -> Change:
    """Compare the NPS of two independent groups.

    Parameters
    ----------
    before, after : Shares
        The answers; the change is after minus before. For two segments the order only sets the sign.
    method : {"aw_half", "mover_score", "aw_t3", "wald"}
        See `aw_half`, `mover_score`, `aw_t3` and `wald`.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Change
        Undefined if a group is empty. Degenerate where Wald has zero width. Differences are not clipped.

    Raises
    ------
    RejectedInput
        If the method is unknown or the confidence is out of range.

    Notes
    -----
    Assumes that the groups share no respondent. Of people who answered both times a score moves less by chance, so this
    interval is then too wide; `overlap_change` knows better. Many comparisons at once need `adjust_p_values`.
    """
    return nps_changes(
        ([before.detractors], [before.passives], [before.promoters]),
        ([after.detractors], [after.passives], [after.promoters]),
        method=method,
        confidence=confidence,
    )[0]


def nps_changes(
    before: tuple[ArrayLike, ArrayLike, ArrayLike],
    after: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    method: str = "aw_half",
    confidence: float = 0.95,
) -> Changes:
    """Compare many pairs of independent groups in one call.

    Parameters
    ----------
    before, after : triple of array_like, each of shape (k,)
        Counts of detractors, passives and promoters, finite and not negative.
    method, confidence
        As in `nps_change`.

    Returns
    -------
    Changes
        Shape (k,); pairs with an empty group are masked.

    Raises
    ------
    RejectedInput
        If shapes differ, a count is negative, NaN or infinite, the method is unknown or the confidence is out of range.
    """
    a, b, z = Group(*counts(*before)), Group(*counts(*after)), normal_quantile(confidence)
    if len(a.det) != len(b.det):
        raise RejectedInput(f"Both sides need the same number of groups, not {len(a.det)} and {len(b.det)}.")
    compare = chosen(CHANGE_METHODS, method)
    some = (a.n > 0) & (b.n > 0)
    # An empty group is computed as one passive and masked afterwards, so that nothing divides by zero.
    safe_a, safe_b = (Group(g.det, np.where(some, g.pas, g.pas + 1), g.pro) for g in (a, b))
    found = compare(safe_a, safe_b, z)
    moved = None if found.se is None else found.se > 0
    tested = some & moved if moved is not None else np.zeros_like(some)
    ratio = np.zeros_like(a.n)
    if found.adjusted is not None and found.se is not None:
        np.divide(found.adjusted, found.se, out=ratio, where=tested)
    return Changes(
        value=np.ma.masked_array(safe_b.nps - safe_a.nps, ~some),
        adjusted=_masked(found.adjusted, some),
        se=_masked(found.se, some),
        z=np.ma.masked_array(ratio, ~tested),
        p_value=np.ma.masked_array(two_sided(ratio), ~tested),
        lower=np.ma.masked_array(found.lower, ~some),
        upper=np.ma.masked_array(found.upper, ~some),
        n_before=a.n,
        n_after=b.n,
        method=method,
        confidence=float(confidence),
    )


def two_sided(z: Floats) -> Floats:
    """Return the probability that a normal deviate lies further from 0 than each z."""
    return np.array([math.erfc(abs(each) / math.sqrt(2)) for each in z.tolist()])


def wald(a: Group, b: Group, z: float) -> Comparison:
    """Plain difference plus or minus z standard errors.

    Misleads for few answers: a nominal 95 % of two groups of 10 covers 91 % on average and 85 % in the worst case.
    """
    delta = b.nps - a.nps
    se = np.sqrt(_variance(a) / a.n + _variance(b) / b.n)
    return Comparison(delta - z * se, delta + z * se, delta, se)


def aw_half(a: Group, b: Group, z: float) -> Comparison:
    """Wald after adding (0.375, 0.75, 0.375) answers to each group; the default.

    Half of what `aw_t3` adds to a single score, as Agresti & Caffo (2000) do for two proportions. Interval and p-value
    agree. Covered 0.915 at least, 0.95 on average, in trials of a nominal 95 % with 5 to 50 answers a group.
    """
    return wald(_with(a, 0.5), _with(b, 0.5), z)


def aw_t3(a: Group, b: Group, z: float) -> Comparison:
    """Wald after adding (0.75, 1.5, 0.75) answers to each group; falls to 0.75 for groups of 5."""
    return wald(_with(a, 1), _with(b, 1), z)


def mover_score(a: Group, b: Group, z: float) -> Comparison:
    """Combine the `score` intervals of both groups; the conservative choice, an interval without p-value.

    Limits: delta minus and plus the root of the squared distances from each score to its own limit.

    References
    ----------
    Zou G, Donner A (2008) Stat Med 27:1693-1702.
    """
    (lower_a, upper_a), (lower_b, upper_b) = score(*a, z), score(*b, z)
    delta = b.nps - a.nps
    down = np.hypot(b.nps - lower_b, upper_a - a.nps)
    up = np.hypot(upper_b - b.nps, a.nps - lower_a)
    return Comparison(delta - down, delta + up)


CHANGE_METHODS: dict[str, Callable[[Group, Group, float], Comparison]] = {
    "aw_half": aw_half,
    "mover_score": mover_score,
    "aw_t3": aw_t3,
    "wald": wald,
}


def _with(group: Group, share: float) -> Group:
    return Group(group.det + 0.75 * share, group.pas + 1.5 * share, group.pro + 0.75 * share)


def _variance(group: Group) -> Floats:
    return variance(*(column / group.n for column in group))


def _masked(values: Floats | None, some: NDArray[np.bool_]) -> MaskedFloats:
    if values is None:
        return np.ma.masked_array(np.zeros(len(some)), True)
    return np.ma.masked_array(values, ~some)


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
