"""Which accounts move a score most."""

from collections import defaultdict
from dataclasses import dataclass

from kuule.insight.answers.voices import Voice, Voices, account_weights, worth_weights

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """How far one account moves a score, in points: its share of the weight times what its own score lies off.

    The pulls of all accounts add up to 0. `share` is of the weight, `share_of_answers` of all answers of accounts.
    """

    account_id: int
    n: int
    value: float
    share: float
    share_of_answers: float
    points: float


def strongest_pulls(found: Voices, *, most: int = MOST) -> list[Pull]:
    """Return the accounts that move the score most: the one by worth where there is one, else the one by account."""
    voice = weighed_voice(found)
    weights = worth_weights(found.rows) if voice is found.by_worth else account_weights(found.rows)
    if voice.value is None:
        return []
    answers: dict[int, int] = defaultdict(int)
    leads: dict[int, float] = defaultdict(float)
    totals: dict[int, float] = defaultdict(float)
    for row, weight in zip(found.rows, weights, strict=True):
        if row.account_id is not None and weight > 0:
            answers[row.account_id] += row.counts.n
            leads[row.account_id] += weight * (row.counts.promoters - row.counts.detractors)
            totals[row.account_id] += weight * row.counts.n
    everything = sum(row.counts.n for row in found.rows)
    pulls = [
        Pull(
            account_id=account,
            n=answers[account],
            value=100 * leads[account] / total,
            share=voice.account_shares[account],
            share_of_answers=answers[account] / everything,
            points=voice.account_shares[account] * (100 * leads[account] / total - voice.value),
        )
        for account, total in totals.items()
    ]
    return sorted(pulls, key=lambda pull: (-abs(pull.points), -pull.share, pull.account_id))[:most]


def weighed_voice(found: Voices) -> Voice:
    """Return the figure by worth where it has an answer, else the one by account."""
    by_worth = found.by_worth
    return by_worth if by_worth is not None and by_worth.value is not None else found.by_account
