"""Firms with a known truth: intervals hold it as often as they promise, and no effect is rarely called one.

`python -m tests.stats.test_economics_simulated` prints the tables of `docs/metrics/coverage.md`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator

from kuule import stats
from kuule.stats.renewal_trial import calibration_of
from tests.soak.test_coverage import documented

pytestmark = [pytest.mark.soak, pytest.mark.any_database]
SHARES = [0.2, 0.3, 0.5]
GROUPS = range(3)
PAIRS = [(1, 0), (2, 0), (2, 1)]
HORIZON, DISCOUNT = 5.0, 0.1
# Customers, and how often the firm is made anew.
FIRMS = [(20, 600), (100, 500), (1000, 500), (200_000, 60)]
ACCOUNTS = [(20, 10, 1000), (20, 5, 1000), (20, 2, 1000), (60, 8, 500), (60_000, 20_000, 40)]
PASTS = [(60, 100), (100, 100), (300, 60), (2000, 120)]

Kept = dict[str, list[bool]]


def percent(kept: list[bool]) -> float:
    return round(100 * float(np.mean(kept)), 1)


def holds(amount: stats.Amount, truth: float) -> list[bool]:
    if amount.lower is None or amount.upper is None:
        return []
    return [amount.lower <= truth <= amount.upper]


def in_range(kept: list[bool], *, at_most: float = 0.97, figures: int = 1) -> bool:
    """Tell whether a share lies between 93 % and the upper bound but for the noise of so few trials.

    So many figures of one firm are right or wrong together.
    """
    noise = 3 * np.sqrt(0.05 * 0.95 * figures / len(kept))
    return 0.93 - noise <= np.mean(kept) <= at_most + noise


# --- What a customer is worth ------------------------------------------------------------------------------------


def customers(n: int, rng: Generator, effect: bool) -> tuple[dict[str, Any], np.ndarray, float]:
    """A firm, the true margin per year and discounted years of its groups, (3, 2), and the mean size of all.

    Larger customers are happier; margins are as skewed as a lognormal with a standard deviation of about 0.8.
    """
    leaving = np.array([0.45, 0.25, 0.12]) if effect else np.full(3, 0.25)
    worth = np.array([80.0, 100, 120]) if effect else np.full(3, 100.0)
    group = rng.choice(3, n, p=SHARES)
    size = rng.lognormal(0.1 * group, 0.6)
    end, seen = rng.exponential(1 / leaving[group]), rng.uniform(0.25, 3, n)
    time = np.minimum(end, seen)
    columns = {
        "margin": worth[group] * size * rng.gamma(4, 1 / 4, n) * (time + 0.02),
        "years": time + 0.02,
        "time": time,
        "left": (end <= seen).astype(int),
        "group": group,
        "size": size,
        "tenure": rng.exponential(2 + 0.5 * group),
    }
    force = leaving + np.log1p(DISCOUNT)
    truth = np.column_stack((worth, -np.expm1(-force * HORIZON) / force))
    return columns, truth, float(np.dot(SHARES, np.exp(0.1 * np.arange(3) + 0.18)))


def values(n: int, times: int, effect: bool) -> Kept:
    rng = np.random.default_rng([n, int(effect)])
    kept: Kept = {"value": [], "difference": [], "adjusted": [], "retention": []}
    for _ in range(times):
        columns, truth, size = customers(n, rng, effect)
        found = stats.lifetime_values(**columns, horizon=HORIZON, discount=DISCOUNT)
        own = truth[:, 0] * truth[:, 1] * np.exp(0.1 * np.arange(3) + 0.18)
        alike = truth[:, 0] * truth[:, 1] * size
        for group, value in found.groups.items():
            kept["value"] += holds(value.lifetime_value, own[group])
            leaving = [0.45, 0.25, 0.12][group] if effect else 0.25
            kept["retention"] += holds(value.retention, np.exp(-leaving))
        for one, other in PAIRS:
            if (one, other) in found.differences:
                difference = found.differences[one, other]
                kept["difference"] += holds(difference.raw, own[one] - own[other])
                kept["adjusted"] += holds(difference.adjusted, alike[one] - alike[other])
    return kept


@pytest.mark.parametrize(("n", "times"), FIRMS)
@pytest.mark.parametrize("effect", [True, False])
def test_values_of_groups_keep_their_promise(n: int, times: int, effect: bool) -> None:
    kept = values(n, times, effect)
    # Retention of few customers, and differences between groups of five, are on the careful side.
    careful = {"retention": 1.0, "difference": 0.985 if n <= 20 else 0.97}
    for name, each in kept.items():
        assert not each or in_range(each, at_most=careful.get(name, 0.97), figures=3), (name, percent(each))
    said = documented("What a customer is worth", n, "yes" if effect else "no")
    assert said == pytest.approx([np.mean(each) for each in kept.values() if each], abs=0.03)


# --- Did it work -------------------------------------------------------------------------------------------------


def answers(accounts: int, treated: int, effect: float, rng: Generator) -> tuple[np.ndarray, ...]:
    """Answers before and after, alike within an account, and accounts that move by themselves."""
    people = rng.integers(1, 6, (2, accounts))
    account = np.concatenate([np.repeat(np.arange(accounts), each) for each in people])
    after = np.repeat([0, 1], people.sum(axis=1))
    liking, moved = rng.normal(7.5, 1, accounts), rng.normal(0, 0.6, accounts)
    is_treated = (account < treated).astype(int)
    score = liking[account] + moved[account] * after + rng.normal(0, 1.6, len(account)) + effect * after * is_treated
    return score, is_treated, after, account


def effects(accounts: int, treated: int, times: int, effect: float) -> Kept:
    rng = np.random.default_rng([accounts, treated])
    kept: Kept = {"cr1": [], "cr2": []}
    for _ in range(times):
        rows = answers(accounts, treated, effect, rng)
        for method in kept:
            found = stats.difference_in_differences(*rows, method=method)
            kept[method].append((found.lower or 0) <= effect <= (found.upper or 0))
    return kept


@pytest.mark.parametrize(("accounts", "treated", "times"), ACCOUNTS)
def test_no_effect_is_rarely_called_one(accounts: int, treated: int, times: int) -> None:
    kept = effects(accounts, treated, times, 0.0)
    assert in_range(kept["cr2"], at_most=1.0 if treated == 2 else 0.97)
    said = documented("Did it work", accounts, treated)
    assert said == pytest.approx([np.mean(kept[method]) for method in ("cr1", "cr2")], abs=0.03)


def drifts(accounts: int, times: int) -> Kept:
    """Nobody is helped by being called: what is claimed with comparable people beside it, and without."""
    rng = np.random.default_rng(accounts)
    kept: Kept = {"alone": [], "beside": []}
    for _ in range(times):
        account = np.repeat(np.arange(accounts), rng.integers(1, 6, accounts))
        liking = rng.normal(7.3, 0.9, accounts)[account] + rng.normal(0, 1.2, len(account))
        first, second = (np.clip(np.round(liking + rng.normal(0, 1.3, len(account))), 0, 10) for _ in range(2))
        treated = ((first <= 6) & (rng.random(len(account)) < 0.5)).astype(int)
        found = stats.drift_of_comparable(first, second, treated, account)
        kept["alone"] += holds(found.treated, 0)
        kept["beside"] += holds(found.difference, 0)
    return kept


@pytest.mark.parametrize(("accounts", "times"), [(20, 400), (200, 300)])
def test_a_bad_day_that_ends_is_not_called_an_effect(accounts: int, times: int) -> None:
    kept = drifts(accounts, times)
    assert in_range(kept["beside"])
    assert np.mean(kept["alone"]) < 0.85


def messages(times: int) -> list[bool]:
    rng = np.random.default_rng(5)
    return [
        all(
            (group.p_adjusted or 0) >= 0.05
            for group in stats.message_effects(
                {
                    name: {message: (int(rng.binomial(n, 0.2)), n) for message in "ab"}
                    for name, n in (("promoter", 90), ("passive", 60), ("detractor", 15))
                }
            ).groups.values()
        )
        for _ in range(times)
    ]


def test_no_message_is_called_better_in_any_group_more_than_once_in_twenty() -> None:
    assert np.mean(messages(500)) >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 500)


# --- Growth ------------------------------------------------------------------------------------------------------


def earned(n: int, times: int) -> Kept:
    rng = np.random.default_rng(n)
    kept: Kept = {"rate": [], "change": []}
    nrr = 0.88 * np.exp(0.02)
    for _ in range(times):
        size, arrived = rng.lognormal(0, 0.8, n), rng.choice(4, n, p=[0.7, 0.12, 0.12, 0.06])
        before = np.where(arrived == 0, size, 0)
        stayed = [rng.random(n) < 0.88 for _ in range(2)]
        prior = np.where(stayed[0], before * rng.lognormal(0, 0.2, n), 0) + np.where(arrived == 1, size, 0)
        current = np.where(stayed[1], prior * rng.lognormal(0, 0.2, n), 0) + np.where(arrived == 2, size, 0)
        origins = [[("earned", "bought")[won] for won in rng.integers(0, 2, n)] for _ in range(2)]
        rates = [nrr + 0.06 / 0.7, nrr + 0.06 / (0.7 * nrr + 0.12)]
        found = stats.earned_growth_of_customers(before, prior, origins[0])
        kept["rate"] += holds(found.earned_growth_rate, rates[0] - 1)
        kept["change"] += holds(stats.earned_growth_change(before, prior, current, *origins), rates[1] - rates[0])
    return kept


@pytest.mark.parametrize(("n", "times"), [(20, 500), (300, 300), (200_000, 30)])
def test_earned_growth_keeps_its_promise(n: int, times: int) -> None:
    kept = earned(n, times)
    assert in_range(kept["rate"], at_most=1.0 if n == 20 else 0.97)
    assert in_range(kept["change"], at_most=1.0 if n == 20 else 0.97)
    said = documented("Earned growth", n)
    assert said == pytest.approx([np.mean(kept["rate"]), np.mean(kept["change"])], abs=0.03)


def slopes(n: int, noise: float, times: int) -> list[bool]:
    rng = np.random.default_rng([n, int(100 * noise)])
    kept: list[bool] = []
    for _ in range(times):
        real = rng.normal(0.3, 0.15, n)
        seen = np.clip(real + rng.normal(0, 1, n) * noise, -1, 1)
        growth = 0.02 + 0.15 * real + rng.normal(0, 1, n) * (0.02 + 0.05 * np.abs(real - 0.3))
        kept += holds(stats.growth_relation(seen, growth, errors=[noise] * n).corrected, 0.15 * 0.07)
    return kept


@pytest.mark.parametrize(("n", "noise"), [(10, 0.0), (10, 0.06), (40, 0.06)])
def test_the_relation_of_score_and_growth_keeps_its_promise(n: int, noise: float) -> None:
    assert in_range(slopes(n, noise, 800))


# --- Renewals ----------------------------------------------------------------------------------------------------


def contracts(
    n: int, rng: Generator, effect: float
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray, list[float]]:
    """Covariates of which two of five matter, whether each contract was lost, its log odds of that, and its length."""
    columns = {name: rng.normal(size=n) for name in ("score", "silence", "size", "trend", "cases")}
    odds = -1.2 + effect * (0.9 * columns["silence"] - 0.7 * columns["score"])
    return columns, (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int), odds, [1.0] * n


def renewals(n: int, times: int, effect: float) -> Iterator[tuple[stats.Likelihoods, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng([n, int(effect)])
    for _ in range(times):
        columns, lost, _, years = contracts(n, rng, effect)
        model = stats.renewal_model(columns, 1 - lost, years)
        open_ones, lost, odds, years = contracts(100, rng, effect)
        found = model.likelihoods(open_ones, years)
        if found is not None:
            yield found, lost, odds


def calibrated(n: int, times: int, effect: float) -> tuple[float, list[bool], list[bool]]:
    """How far likelihoods of new contracts lie from what happened, and how often limits and revenue at risk held."""
    rng = np.random.default_rng(n)
    foretold, happened, kept, money = [], [], [], []
    for found, lost, odds in renewals(n, times, effect):
        truth = 1 / (1 + np.exp(odds))
        foretold.append(found.probability)
        happened.append(lost)
        kept += ((found.lower <= truth) & (truth <= found.upper)).tolist()
        worth = rng.lognormal(8, 1, 100)
        risk = stats.revenue_at_risk(worth, found, seed=int(rng.integers(10**6)))
        money.append(bool(risk.lower <= worth @ lost <= risk.upper))
    said = np.concatenate(foretold)
    laid = calibration_of(np.log((1 - said) / said), np.concatenate(happened).astype(float), 0.95)
    return laid.ece, kept, money


@pytest.mark.parametrize(("n", "times"), PASTS)
@pytest.mark.parametrize("effect", [1.0, 0.0])
def test_likelihoods_of_renewal_are_calibrated(n: int, times: int, effect: float) -> None:
    error, kept, money = calibrated(n, times, effect)
    # Of 60 contracts chance looks like a sign, and those with 15 lost ones happen to have lost more than others.
    assert error <= {60: 0.075, 100: 0.05}.get(n, 0.035)
    assert np.mean(money) >= 0.95 - 3.5 * np.sqrt(0.05 * 0.95 / len(money))
    assert np.mean(kept) >= (0.8 if n < 300 else 0.87)
    said = documented("Renewals", n, "yes" if effect else "no")
    assert said == pytest.approx([error, np.mean(kept), np.mean(money)], abs=0.03)


def tables() -> None:
    """Print what the documentation says."""
    for effect in (True, False):
        for n, times in FIRMS:
            kept = values(n, times, effect)
            print("value", n, effect, {name: (percent(each), len(each)) for name, each in kept.items() if each})
    rows: list[tuple[str, Callable[[], Kept]]] = [
        *((f"effect {row}", lambda row=row: effects(*row, 0.0)) for row in ACCOUNTS),
        *((f"drift {row}", lambda row=row: drifts(*row)) for row in ((20, 400), (200, 300))),
        *((f"earned {row}", lambda row=row: earned(*row)) for row in ((20, 500), (300, 300), (200_000, 30))),
        *(
            (f"slope {row}", lambda row=row: {"slope": slopes(*row, 800)})
            for row in ((10, 0.0), (10, 0.06), (40, 0.06))
        ),
        ("messages", lambda: {"kept": messages(500)}),
    ]
    for name, trial in rows:
        print(name, {key: (percent(each), len(each)) for key, each in trial().items()}, flush=True)
    for effect in (1.0, 0.0):
        for n, times in PASTS:
            error, kept, money = calibrated(n, times, effect)
            print("renewals", n, effect, round(100 * error, 1), percent(kept), percent(money), len(money), flush=True)


if __name__ == "__main__":
    tables()
