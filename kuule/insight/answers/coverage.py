"""How many of all accounts answered, what they are worth, and what that says of the score of all accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.insight.answers.figures import in_points
from kuule.insight.answers.score import asks_for_people
from kuule.insight.answers.voices import Voices, account_weights, estimate_of
from kuule.insight.answers.worth import worth_from
from kuule.insight.query import Query
from kuule.insight.selectors.voices import people_heard, people_of_accounts, worth_now, worth_of_all

MOST_SILENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentAccount:
    """An account that could have answered and did not."""

    account_id: int
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of all accounts was heard.

    `accounts` could have answered: those that are not archived, were known before the query's time ended and have
    somebody who fits its filters now, and all that `answered`. They are worth what they are worth now; accounts
    without a number, or with one below zero, are `unvalued` and in neither sum. `silent` are those worth most that did
    not answer.
    """

    accounts: int
    answered: int
    worth: float | None
    worth_answered: float | None
    unvalued: int
    silent: Sequence[SilentAccount]

    @property
    def share(self) -> float | None:
        """Return the share of accounts that answered, 0 to 1."""
        return self.answered / self.accounts if self.accounts else None

    @property
    def worth_share(self) -> float | None:
        """Return the share of the worth that answered, 0 to 1, or None where nothing is worth anything."""
        return None if not self.worth or self.worth_answered is None else self.worth_answered / self.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAccounts:
    """The score of all accounts, one voice each, in points, if silence has nothing to do with the answer.

    `people` are in the accounts that answered, `heard` of them did.
    """

    accounts: int
    answered: int
    people: int
    heard: int
    value: float
    lower: float
    upper: float

    @property
    def has_everybody(self) -> bool:
        """Tell whether everybody in every account was heard, so that nothing is left to chance."""
        return self.lower == self.upper


def coverage(query: Query, found: Voices) -> Coverage | None:
    """Return how much of all accounts was heard, or None for a query that those who kept silent cannot fit."""
    if not asks_for_people(query):
        return None
    heard = set(found.by_account.account_shares)
    could = dict(worth_of_all(query, key=found.key))
    gone = heard - could.keys()
    if gone:
        could |= _of_the_gone(query, found.key, gone)
    worth = _usable(could) if found.key else {}
    return Coverage(
        accounts=len(could),
        answered=len(heard),
        worth=sum(worth.values()) if found.key else None,
        worth_answered=sum(number for account, number in worth.items() if account in heard) if found.key else None,
        unvalued=len(could) - len(worth) if found.key else 0,
        silent=_silent(worth, heard),
    )


def all_accounts(query: Query, found: Voices, covered: Coverage | None) -> AllAccounts | None:
    """Return what the accounts that answered say of all, each one voice; None where it has no range.

    It knows which accounts are silent, and how many people are in those that are not.
    """
    if covered is None or not found.is_enough:
        return None
    heard, people = people_heard(query), people_of_accounts(query)
    estimate = estimate_of(
        found.rows,
        account_weights(found.rows),
        confidence=query.confidence,
        population=covered.accounts,
        members=_answers_to_give(found, heard, people),
    )
    value, lower, upper = in_points(estimate.value), in_points(estimate.lower), in_points(estimate.upper)
    if value is None or lower is None or upper is None:
        return None
    return AllAccounts(
        accounts=covered.accounts,
        answered=covered.answered,
        people=sum(max(people.get(account, 0), number) for account, number in heard.items()),
        heard=sum(heard.values()),
        value=value,
        lower=lower,
        upper=upper,
    )


def _answers_to_give(found: Voices, heard: Mapping[int, int], people: Mapping[int, int]) -> list[float]:
    # Who answers twice speaks for one person: the answers of an account are the same part of all as its people are.
    answers: dict[int, int] = {}
    for row in found.rows:
        answers[row.account_id or 0] = answers.get(row.account_id or 0, 0) + row.counts.n
    parts = {account: max(people.get(account, 0) / max(heard.get(account, 0), 1), 1.0) for account in answers}
    return [answers[row.account_id or 0] * parts[row.account_id or 0] for row in found.rows]


def _of_the_gone(query: Query, key: str, accounts: set[int]) -> Mapping[int, str | None]:
    if not key:
        return dict.fromkeys(accounts)
    now = worth_now(query.workspace_id, key=key, account_ids=sorted(accounts))
    return {account: now.get(account) for account in accounts}


def _usable(texts: Mapping[int, str | None]) -> dict[int, float]:
    worth = {account: worth_from(text) for account, text in texts.items()}
    return {account: number for account, number in worth.items() if number is not None and number >= 0}


def _silent(worth: Mapping[int, float], heard: set[int]) -> list[SilentAccount]:
    silent = sorted((-number, account) for account, number in worth.items() if account not in heard and number > 0)
    return [SilentAccount(account_id=account, worth=-number) for number, account in silent[:MOST_SILENT]]
