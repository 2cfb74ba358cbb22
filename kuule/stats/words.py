"""Words that one side uses more: log-odds ratios tamed by a prior."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np

from kuule.stats.inputs import Floats, RejectedInput
from kuule.stats.results import Caution, Status

Counts = Mapping[str, float]
ByToken = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOdds:
    """Log-odds ratio `delta` and `z` = delta over its standard error, per token; positive means more in a."""

    delta: ByToken | None
    z: ByToken | None
    n_a: float
    n_b: float
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


def log_odds(a: Counts, b: Counts, prior: Counts) -> LogOdds:
    """Compare how often two sides use each token, such as promoters and detractors.

    Parameters
    ----------
    a, b : mapping of token to count
        How often each side uses it; a token that is not there counts 0.
    prior : mapping of token to positive number
        Pseudo-counts, for every token that occurs; see `pooled_prior`.

    Returns
    -------
    LogOdds
        For every token of the prior: delta = ln((y_a + p) / (n_a + p_all - y_a - p)) minus the same for b, with
        variance 1 / (y_a + p) + 1 / (y_b + p). Undefined if neither side says anything, or if there is only
        one token.

    Raises
    ------
    RejectedInput
        If a count is negative or not finite, a prior is not positive, or a token has none.

    Notes
    -----
    Beyond plus or minus 1.96 z is remarkable for one token, not for the best of a thousand: correct for many
    comparisons. Words of one comment come together, so z is too large if few people write much. Under a flat
    prior a token that only one side says, and says often, hides near 0: use `pooled_prior`.

    References
    ----------
    Monroe B, Colaresi M, Quinn K (2008) Polit Anal 16:372-403.
    """
    weights = _numbers(prior, "The prior")
    if (weights <= 0).any():
        token = list(prior)[int(np.argmin(weights))]
        raise RejectedInput(f"The prior of {token!r:.40} must be more than 0, not {prior[token]}.")
    said_a, said_b = _said(a, "a", prior), _said(b, "b", prior)
    n_a, n_b = float(said_a.sum()), float(said_b.sum())
    answerable = n_a + n_b > 0 and len(weights) > 1
    delta, z = _compare(said_a, said_b, weights) if answerable else (None, None)
    warnings = []
    if not answerable:
        warnings.append(Caution.NOT_ESTIMABLE)
    elif n_a == 0 or n_b == 0:
        warnings.append(Caution.NO_TOKENS_ON_ONE_SIDE)
    return LogOdds(
        delta=None if delta is None else dict(zip(prior, delta.tolist(), strict=True)),
        z=None if z is None else dict(zip(prior, z.tolist(), strict=True)),
        n_a=n_a,
        n_b=n_b,
        method="informative_prior",
        status=Status.OK if answerable else Status.UNDEFINED,
        warnings=tuple(warnings),
    )


def pooled_prior(a: Counts, b: Counts, *, strength: float) -> ByToken:
    """Return a prior in proportion to how often both sides together use each token.

    Parameters
    ----------
    a, b : mapping of token to count
        As in `log_odds`.
    strength : float
        Sum of the prior: as many words of doubt. More of it pulls rare tokens closer to no difference; a tenth
        of all words is a fair start.

    Returns
    -------
    dict of token to pseudo-count
        Tokens that nobody used are left out; empty if nobody said anything.

    Raises
    ------
    RejectedInput
        If a count is negative or not finite, or the strength is not a positive number.
    """
    total = float(_numbers({"strength": strength}, "The strength")[0])
    if total <= 0:
        raise RejectedInput(f"The strength must be more than 0, not {strength}.")
    counts = [dict(zip(side, _numbers(side, name).tolist(), strict=True)) for name, side in (("a", a), ("b", b))]
    pooled = {token: sum(side.get(token, 0.0) for side in counts) for token in {**counts[0], **counts[1]}}
    everything = sum(pooled.values())
    return {token: total * count / everything for token, count in pooled.items() if count > 0}


def _compare(a: Floats, b: Floats, prior: Floats) -> tuple[Floats, Floats]:
    in_a, in_b = a + prior, b + prior
    delta = np.log(in_a / (in_a.sum() - in_a)) - np.log(in_b / (in_b.sum() - in_b))
    return delta, delta / np.sqrt(1 / in_a + 1 / in_b)


def _said(side: Counts, name: str, prior: Counts) -> Floats:
    counts = dict(zip(side, _numbers(side, name).tolist(), strict=True))
    strange = next((token for token, count in counts.items() if count and token not in prior), None)
    if strange is not None:
        raise RejectedInput(f"The token {strange!r:.40} of {name} has no prior: give every token a positive one.")
    return np.array([counts.get(token, 0.0) for token in prior], dtype=np.float64)


def _numbers(counts: Mapping[str, object], name: str) -> Floats:
    if not isinstance(counts, Mapping):
        raise RejectedInput(f'{name} must be counts per token, such as {{"slow": 12}}, not {counts!r:.40}.')
    for token, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, Real) or not 0 <= float(count) < math.inf:
            raise RejectedInput(f"{name} must hold numbers from 0 up; {token!r:.40} has {count!r:.40}.")
    return np.array(list(counts.values()), dtype=np.float64)
