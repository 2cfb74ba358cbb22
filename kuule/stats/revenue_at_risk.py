"""How much revenue may be lost with contracts that end: what is expected, and how far chance may carry it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column, number_column, refuse, require_same_length
from kuule.stats.inputs import Floats
from kuule.stats.renewal import Likelihoods
from kuule.stats.renewal_trial import chance_of
from kuule.stats.results import Caution, Status

DRAWS = 4000
# The largest contracts are drawn one by one; what the others add up to is as good as normal.
DRAWN_SINGLY = 1000
SEED = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueAtRisk:
    """Revenue that contracts are expected to lose, and limits of what will in fact be lost.

    All in the unit of the values. `largest_part` is the part of the expected loss that one contract makes; None without
    any.
    """

    expected: float
    lower: float
    upper: float
    total: float
    largest_part: float | None
    n: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def revenue_at_risk(values: Column, likelihoods: Likelihoods, *, seed: int = SEED) -> RevenueAtRisk:
    """Add up what open contracts are expected to lose, with an interval for the loss that will come.

    Parameters
    ----------
    values : array_like, shape (k,)
        Yearly value of each contract, from 0 up, in one currency.
    likelihoods : Likelihoods
        Of the same contracts, in the same order.
    seed : int
        Where the random numbers start.

    Returns
    -------
    RevenueAtRisk
        Expected loss: the sum of values times 1 - p. The interval holds both kinds of chance: each contract is renewed
        or lost as a whole, and the model may be off for all at once. Undefined without contracts.

    Raises
    ------
    RejectedInput
        If a value is missing, negative or no number, or lengths differ.

    Notes
    -----
    With one contract the interval is from nothing to all of it, whatever the likelihood: that is no fault. Contracts
    are taken to be decided independently; give each account once, with the sum of its contracts.
    """
    worth = number_column(values, "Values")
    refuse(np.isnan(worth), worth, "Values must hold a number for each contract")
    refuse(worth < 0, worth, "Values must not be negative")
    require_same_length({"values": worth, "likelihoods": likelihoods.probability})
    losses = worth * (1 - likelihoods.probability)
    expected = float(losses.sum())
    lower, upper = _limits(worth, likelihoods, seed) if len(worth) else (0.0, 0.0)
    return RevenueAtRisk(
        expected=expected,
        lower=lower,
        upper=upper,
        total=float(worth.sum()),
        largest_part=float(losses.max()) / expected if expected > 0 else None,
        n=len(worth),
        method="simulated",
        confidence=likelihoods.confidence,
        status=Status.OK if len(worth) else Status.UNDEFINED,
        warnings=() if len(worth) else (Caution.NOT_ESTIMABLE,),
    )


def _limits(worth: Floats, likelihoods: Likelihoods, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    deviates = rng.standard_normal((DRAWS, likelihoods.modes.shape[1]))
    order = np.argsort(-worth, kind="stable")
    large, others = order[:DRAWN_SINGLY], order[DRAWN_SINGLY:]
    loss = 1 - likelihoods.probability
    chance = chance_of(likelihoods.log_odds[large] + deviates @ likelihoods.modes[large].T)
    drawn = (rng.random(chance.shape) < chance) @ worth[large]
    spread = loss[others] * (1 - loss[others])
    drawn = drawn + float(worth[others] @ loss[others])
    drawn = drawn + deviates @ ((worth[others] * spread) @ likelihoods.modes[others])
    drawn = drawn + np.sqrt(float(worth[others] ** 2 @ spread)) * rng.standard_normal(DRAWS)
    tail = (1 - likelihoods.confidence) / 2
    lower, upper = np.quantile(drawn, [tail, 1 - tail], method="inverted_cdf")
    return max(float(lower), 0.0), min(float(upper), float(worth.sum()))
