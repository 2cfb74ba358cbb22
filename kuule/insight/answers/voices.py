"""One set of answers, counted three ways: each answer one voice, each account one voice, each account by its worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.insight.answers.figures import in_points
from kuule.insight.answers.worth import ValuedCounts, valued
from kuule.insight.query import Query
from kuule.insight.selectors.voices import counts_by_account
from kuule.stats import WeightedEstimate
from kuule.stats.weighted_counts import weighted_nps_of_counts

# With fewer there is nobody to count differently.
FEWEST_ACCOUNTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The score of one way of counting, in points; None where nobody counts, no limits where one account is all.

    `n` answers of `accounts` accounts count, as much as `n_star` equal and independent ones would.
    `account_shares` tells how much of the weight each account holds; answers without an account hold the rest.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    accounts: int
    n_star: float | None
    confidence: float
    account_shares: Mapping[int, float]
    warnings: tuple[str, ...] = ()

    @property
    def counts_like(self) -> int | None:
        """Return `n_star` as a whole number of answers."""
        return None if self.n_star is None else max(round(self.n_star), 1)

    @property
    def largest_account(self) -> int | None:
        """Return the id of the account that holds most of the weight."""
        return max(self.account_shares, key=lambda account: (self.account_shares[account], -account), default=None)

    @property
    def largest_share(self) -> float | None:
        """Return the share of the weight, 0 to 1, that the largest account holds."""
        return max(self.account_shares.values(), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many answers do not count everywhere, and why.

    `alone` are of no account (`shared` of them by a shared link): in the first figure alone. Of the others, those
    whose account has no number (`unknown`), one below zero (`negative`) or zero (`zero`) weigh nothing in the last.
    `from_now` do weigh, by what their account is worth now: what it was worth then is not known.
    """

    alone: int = 0
    shared: int = 0
    unknown: int = 0
    negative: int = 0
    zero: int = 0
    from_now: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The three figures and what they rest on. `by_worth` is None without a number to weigh by (`key` is "" then)."""

    key: str
    by_answer: Voice
    by_account: Voice
    by_worth: Voice | None
    left_out: LeftOut
    rows: Sequence[ValuedCounts]

    @property
    def is_enough(self) -> bool:
        """Tell whether so many accounts answered that it matters how they are counted."""
        return self.by_account.accounts >= FEWEST_ACCOUNTS


def voices(query: Query, *, key: str = "") -> Voices:
    """Count the answers of a query three ways, accounts by the number property `key`.

    All three intervals know that people of one account answer alike. Two queries at most, however many answers.
    """
    rows = valued(counts_by_account(query, key=key), workspace_id=query.workspace_id, key=key)
    of_accounts = [row for row in rows if row.account_id is not None]
    return Voices(
        key=key,
        by_answer=_voice(rows, [1.0] * len(rows), query),
        by_account=_voice(of_accounts, account_weights(of_accounts), query),
        by_worth=_voice(of_accounts, worth_weights(of_accounts), query) if key else None,
        left_out=_left_out(rows, key=key),
        rows=of_accounts,
    )


def account_weights(rows: Sequence[ValuedCounts]) -> list[float]:
    """Return what one answer of each row weighs, so that all accounts weigh alike."""
    answers = _answers(rows)
    return [1 / answers[row.account_id] for row in rows]


def worth_weights(rows: Sequence[ValuedCounts]) -> list[float]:
    """Return what one answer of each row weighs, so that accounts weigh what they are worth.

    An account whose worth changed between its answers weighs its mean. Without a number, or below zero: nothing.
    """
    answers = _answers([row for row in rows if _has_weight(row)])
    return [(row.worth or 0.0) / answers[row.account_id] if _has_weight(row) else 0.0 for row in rows]


def estimate_of(
    rows: Sequence[ValuedCounts],
    weights: Sequence[float],
    *,
    confidence: float,
    population: int | None = None,
    members: Sequence[float] | None = None,
) -> WeightedEstimate:
    """Return the score of counted answers, as a proportion, each account a cluster.

    Of a `population` of accounts; `members` are how many answers those of each row have to give.
    """
    return weighted_nps_of_counts(
        [row.counts.detractors for row in rows],
        [row.counts.passives for row in rows],
        [row.counts.promoters for row in rows],
        clusters=[row.account_id for row in rows],
        weights=weights,
        population=population,
        members=members,
        confidence=confidence,
    )


def _voice(rows: Sequence[ValuedCounts], weights: Sequence[float], query: Query) -> Voice:
    estimate = estimate_of(rows, weights, confidence=query.confidence)
    total = sum(weight * row.counts.n for row, weight in zip(rows, weights, strict=True))
    shares: dict[int, float] = {}
    for row, weight in zip(rows, weights, strict=True):
        if row.account_id is not None and weight > 0:
            shares[row.account_id] = shares.get(row.account_id, 0.0) + weight * row.counts.n / total
    return Voice(
        value=in_points(estimate.value),
        lower=in_points(estimate.lower),
        upper=in_points(estimate.upper),
        n=estimate.n,
        accounts=len(shares),
        n_star=estimate.n_star,
        confidence=estimate.confidence,
        account_shares=shares,
        warnings=tuple(str(warning) for warning in estimate.warnings),
    )


def _left_out(rows: Sequence[ValuedCounts], *, key: str) -> LeftOut:
    alone = [row for row in rows if row.account_id is None]
    others = [row for row in rows if row.account_id is not None] if key else []
    return LeftOut(
        alone=sum(row.counts.n for row in alone),
        shared=sum(row.shared for row in alone),
        unknown=sum(row.counts.n for row in others if row.worth is None),
        negative=sum(row.counts.n for row in others if row.worth is not None and row.worth < 0),
        zero=sum(row.counts.n for row in others if row.worth == 0),
        from_now=sum(row.counts.n for row in others if row.is_from_now),
    )


def _answers(rows: Sequence[ValuedCounts]) -> dict[int | None, int]:
    answers: dict[int | None, int] = {}
    for row in rows:
        answers[row.account_id] = answers.get(row.account_id, 0) + row.counts.n
    return answers


def _has_weight(row: ValuedCounts) -> bool:
    return row.worth is not None and row.worth >= 0
