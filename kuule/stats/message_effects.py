"""Which message has the wanted effect, and on whom: promoters, passives, detractors, each dealt messages by chance."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.inputs import RejectedInput, normal_quantile, whole_number
from kuule.stats.multiplicity import adjust_p_values
from kuule.stats.planning import answers_to_see
from kuule.stats.proportions import share_interval
from kuule.stats.ratios import SharesCompared, difference_of_shares
from kuule.stats.results import Caution, Estimate, Status
from kuule.stats.tails import chi2_p_value

# Below this expected count the chi-squared law is no guide, and messages are dealt out anew instead (Cochran 1954).
FEWEST_EXPECTED = 5
DEALS = 9999
SEED = 20

Shown = Mapping[Hashable, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShare:
    """One message in one group: the share who did what was wanted, and its difference to the first message.

    `difference` is None for the first. `more_needed` is how many more people of the group have to see each of the two
    messages until a difference as large as this one shows with the wanted power; None where there is no difference, 0
    if it shows already.
    """

    share: Estimate
    difference: SharesCompared | None
    more_needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEffect:
    """All messages in one group. `p_value` is that of "all messages work alike", `p_adjusted` Holm's over groups."""

    messages: dict[Hashable, MessageShare]
    p_value: float | None
    p_adjusted: float | None
    n: int
    method: str
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEffects:
    """Effects by group."""

    groups: dict[Hashable, GroupEffect]
    confidence: float
    power: float


def message_effects(
    counts: Mapping[Hashable, Shown], *, power: float = 0.8, confidence: float = 0.95
) -> MessageEffects:
    """Compare messages that were shown at random, in each group apart.

    Parameters
    ----------
    counts : mapping of group to mapping of message to (hits, shown)
        How many did what was wanted, of how many who were shown the message. The first message of a group is what the
        others are compared with.
    power : float
        The wanted chance to see a difference, between 0 and 1, both excluded.
    confidence : float
        Between 0 and 1, both excluded: Wilson's interval for shares, Newcombe's for differences.

    Returns
    -------
    MessageEffects
        A group where fewer than two messages were shown, or all or none did what was wanted, has no p-value.

    Raises
    ------
    RejectedInput
        If a count is negative or not whole, hits exceed shown, or a setting is out of range.

    Notes
    -----
    Chi-squared where at least 5 are expected in each cell, else the share of 9,999 random deals that part the messages
    as far. Count everybody who was dealt a message, not only those who opened it: who opens is no longer chance. Stop
    when the planned number is reached; a look at the p-value each day finds an effect sooner or later.

    References
    ----------
    Newcombe R (1998) Stat Med 17:873-890. Holm S (1979) Scand J Stat 6:65-70. Cochran W (1954) Biometrics 10:417-451.
    """
    normal_quantile(confidence)
    if not isinstance(counts, Mapping):
        raise RejectedInput(f"Counts must be groups with their messages, not {counts!r:.40}.")
    groups = {
        group: _group_effect({name: _hits_and_shown(pair) for name, pair in shown.items()}, power, confidence)
        for group, shown in counts.items()
    }
    adjusted = adjust_p_values([effect.p_value for effect in groups.values()], method="holm")
    return MessageEffects(
        groups={
            group: replace(effect, p_adjusted=p) for (group, effect), p in zip(groups.items(), adjusted, strict=True)
        },
        confidence=float(confidence),
        power=float(power),
    )


def _hits_and_shown(pair: Sequence[int]) -> tuple[int, int]:
    if len(pair) != 2:
        raise RejectedInput(f"Each message needs two counts, hits and shown, not {pair!r:.40}.")
    hits, shown = whole_number(pair[0], "hits"), whole_number(pair[1], "shown")
    if hits > shown:
        raise RejectedInput(f"Hits must not exceed shown; {hits} of {shown} cannot be.")
    return hits, shown


def _group_effect(shown: Mapping[Hashable, tuple[int, int]], power: float, confidence: float) -> GroupEffect:
    pairs = list(shown.values())
    first = pairs[0] if pairs else (0, 0)
    messages = {
        name: _message(pair, None if place == 0 else first, power, confidence)
        for place, (name, pair) in enumerate(shown.items())
    }
    p_value, method = _p_of_no_effect(pairs)
    return GroupEffect(
        messages=messages,
        p_value=p_value,
        p_adjusted=None,
        n=sum(n for _, n in pairs),
        method=method,
        status=Status.OK if p_value is not None else Status.UNDEFINED,
        warnings=() if p_value is not None else (Caution.NOT_ESTIMABLE,),
    )


def _message(pair: tuple[int, int], first: tuple[int, int] | None, power: float, confidence: float) -> MessageShare:
    share = share_interval(*pair, confidence=confidence)
    if first is None:
        return MessageShare(share=share, difference=None, more_needed=None)
    difference = difference_of_shares(*pair, *first, confidence=confidence)
    needed = None
    if difference.value:
        shares = (pair[0] / pair[1], first[0] / first[1])
        variance = sum(each * (1 - each) for each in shares)
        needed = answers_to_see(difference.value, variance, power=power, confidence=confidence)
    return MessageShare(
        share=share,
        difference=difference,
        more_needed=None if needed is None else max(0, needed - min(pair[1], first[1])),
    )


def _p_of_no_effect(pairs: Sequence[tuple[int, int]]) -> tuple[float | None, str]:
    seen = np.array([pair for pair in pairs if pair[1]], dtype=np.int64).reshape(-1, 2)
    hits, shown = seen.T
    total, n = int(hits.sum()), int(shown.sum())
    if len(seen) < 2 or not 0 < total < n:
        return None, "chi_squared"
    expected = shown * (total / n)
    apart = ((hits - expected) ** 2 / expected).sum() * n / (n - total)
    if min(expected.min(), (shown - expected).min()) >= FEWEST_EXPECTED:
        return chi2_p_value(float(apart), len(seen) - 1), "chi_squared"
    deals = np.random.default_rng(SEED).multivariate_hypergeometric(shown, total, size=DEALS)
    dealt = ((deals - expected) ** 2 / expected).sum(axis=1) * n / (n - total)
    return (1 + int((dealt >= apart * (1 - 1e-9)).sum())) / (1 + DEALS), "permutation"
