"""How often intervals hold the truth, in scenarios that nobody tuned them on.

`python -m tests.soak.coverage` prints the tables of `docs/metrics/coverage.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from kuule import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SEED = 20261127
SCORES = np.array([3, 8, 10])
# Shares of detractors, passives, promoters: what companies see, from loved to in trouble, and anything at all.
CROWDS = {
    "loved": (0.8, 1.5, 9.0),
    "usual": (3.0, 4.0, 5.0),
    "in trouble": (4.0, 2.0, 1.0),
    "anything": (0.5, 0.5, 0.5),
}


@dataclass(frozen=True)
class Coverage:
    """Shares of trials in which the interval held the truth: mean, worst, and how many truths were kept too rarely."""

    mean: float
    worst: float
    below: float

    @classmethod
    def of(cls, shares: Floats) -> "Coverage":
        return cls(float(shares.mean()), float(shares.min()), float((shares < 0.93).mean()))


def outcomes(n: int) -> tuple[Ints, Ints, Ints]:
    """Every way in which n answers can fall into detractors, passives and promoters."""
    det, pro = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    possible = det + pro <= n
    return det[possible], (n - det - pro)[possible], pro[possible]


def log_factorials(n: int) -> Floats:
    return np.array([lgamma(i + 1) for i in range(n + 1)])


def truths(crowd: str, count: int) -> Floats:
    drawn = np.clip(np.random.default_rng(SEED).dirichlet(CROWDS[crowd], count), 1e-12, 1)
    return drawn / drawn.sum(axis=1, keepdims=True)


def of_single_score(n: int, crowd: str, count: int = 200) -> Coverage:
    """Exact, without simulation: all outcomes of n answers from each of many truths."""
    parts = outcomes(n)
    found, log = stats.nps_intervals(*parts), log_factorials(n)
    ways = log[n] - sum(log[part] for part in parts)
    shares = truths(crowd, count)
    chance = np.exp(ways + sum(np.log(shares[:, [i]]) * part for i, part in enumerate(parts)))
    nps = shares[:, [2]] - shares[:, [0]]
    held = (found.lower.data <= nps + 1e-12) & (nps <= found.upper.data + 1e-12)
    return Coverage.of((chance * held).sum(axis=1))


def of_known_population(size: int, n: int, most: int = 600) -> Coverage:
    """Exact, over the mixes that `size` customers can have (a random part of them where they are many)."""
    parts = np.stack(outcomes(n))
    limits = np.array([population_limits(stats.Shares(*map(int, each)), size) for each in parts.T])
    mixes = np.stack(outcomes(size))
    if mixes.shape[1] > most:
        mixes = mixes[:, np.random.default_rng(SEED).choice(mixes.shape[1], most, replace=False)]
    log = log_factorials(size)
    held = []
    for mix in mixes.T:
        possible = np.all(parts <= mix[:, None], axis=0)
        drawn = parts[:, possible]
        ways = sum(log[whole] - log[part] - log[whole - part] for whole, part in zip(mix, drawn, strict=True))
        chance = np.exp(ways - (log[size] - log[n] - log[size - n]))
        nps = (mix[2] - mix[0]) / size
        inside = (limits[possible, 0] <= nps + 1e-9) & (nps <= limits[possible, 1] + 1e-9)
        held.append(float(chance @ inside))
    return Coverage.of(np.array(held))


def population_limits(shares: stats.Shares, size: int) -> tuple[float, float]:
    """The limits that pages show for a company that knows all its customers."""
    found = stats.population_posterior(shares, size)
    if stats.Caution.FEW_OF_POPULATION in found.warnings:
        found = stats.population_score(shares, size)
    found = found.including_value()
    assert found.lower is not None
    assert found.upper is not None
    return found.lower, found.upper


def of_change(n_before: int, n_after: int, method: str, pairs: int = 80) -> Coverage:
    """By simulation: 4,000 pairs of waves for each of many pairs of truths, half of them without any change."""
    random = np.random.default_rng(SEED)
    before = np.concatenate([truths(crowd, pairs // 4) for crowd in CROWDS])
    after = np.where(random.random((len(before), 1)) < 0.5, before, before[random.permutation(len(before))])
    shares = []
    for one, other in zip(before, after, strict=True):
        a, b = random.multinomial(n_before, one, 4000).T, random.multinomial(n_after, other, 4000).T
        found = stats.nps_changes(tuple(a), tuple(b), method=method)
        true = (other[2] - other[0]) - (one[2] - one[0])
        shares.append(float(((found.lower.data <= true + 1e-12) & (true <= found.upper.data + 1e-12)).mean()))
    return Coverage.of(np.array(shares))


def of_overlap(contacts: int, both: float, stays: float, replicates: int = 1500) -> float:
    """Waves that share part of their contacts, each of whom keeps their mind with a probability; no true change."""
    random = np.random.default_rng(SEED)
    shares = np.array([0.15, 0.3, 0.55])
    held = 0
    twice = round(contacts * both)
    for _ in range(replicates):
        first = random.choice(SCORES, contacts, p=shares)
        again = np.where(random.random(twice) < stays, first[:twice], random.choice(SCORES, twice, p=shares))
        second = np.concatenate([again, random.choice(SCORES, contacts - twice, p=shares)])
        who = np.concatenate([np.arange(contacts), np.arange(twice), contacts + np.arange(contacts - twice)])
        wave = [1] * contacts + [2] * contacts
        found = stats.overlap_change(who, wave, np.concatenate([first, second]))
        held += found.lower is None or (found.lower <= 0 <= (found.upper or 0))
    return held / replicates


@dataclass(frozen=True)
class Accounts:
    """How many accounts answer, how many people of each, what they are worth, and whether that goes with their mood."""

    count: int
    truth: tuple[float, float, float]
    alike: float
    long_tail: bool
    heavy: bool
    related: float


def scenes(count: int) -> Iterator[Accounts]:
    for truth in ((0.25, 0.35, 0.40), (0.04, 0.13, 0.83), (0.50, 0.30, 0.20)):
        for heavy in (False, True):
            yield Accounts(count, truth, alike=2.0, long_tail=True, heavy=heavy, related=0.0)
            yield Accounts(count, truth, alike=6.0, long_tail=False, heavy=heavy, related=0.08)


def drawn(scene: Accounts, random: np.random.Generator, count: int) -> tuple[Ints, Floats, Floats]:
    """People per account, revenue per account, and the true shares of each account."""
    size = np.minimum(random.geometric(0.3, count), 25) if scene.long_tail else random.integers(1, 6, count)
    revenue = np.exp(1.2 * random.standard_normal(count)) if scene.heavy else 1 + random.pareto(1.8, count)
    sour = np.clip(scene.related * np.log(revenue), -0.15, 0.15)
    shares = np.clip(np.array(scene.truth) + np.outer(sour, [1, 0, -1]), 0.005, None)
    return size, revenue, shares / shares.sum(axis=1, keepdims=True)


def of_accounts(scene: Accounts, voice: str, replicates: int) -> tuple[float, float]:
    """How often the recommended interval, and NPS ± t·SE, hold the weighted score of the endless crowd of accounts."""
    random = np.random.default_rng(SEED)
    size, revenue, shares = drawn(scene, random, 400_000)
    worth = {"answers": size, "voice": np.ones(len(size)), "revenue": revenue}[voice]
    true = float(worth @ (shares[:, 2] - shares[:, 0]) / worth.sum())
    held = np.zeros(2)
    for _ in range(replicates):
        size, revenue, shares = drawn(scene, random, scene.count)
        mood = np.array([random.dirichlet(scene.alike * each) for each in shares])
        account = np.repeat(np.arange(scene.count), size)
        kind = (random.random((len(account), 1)) > mood[account].cumsum(axis=1)[:, :2]).sum(axis=1)
        weight = {"answers": 1.0, "voice": 1 / size[account], "revenue": revenue[account] / size[account]}[voice]
        found = stats.weighted_nps(SCORES[kind], weight * np.ones(len(account)), clusters=account)
        limits = ((found.lower, found.upper), (found.t_lower, found.t_upper))
        held += [low is not None and low <= true <= (high or 0.0) for low, high in limits]
    return float(held[0] / replicates), float(held[1] / replicates)


@dataclass(frozen=True)
class KnownAccounts:
    """N accounts of which `heard` answer; in those every member with a probability, at least one."""

    count: int
    heard: int
    largest: int
    answers: float


def of_known_accounts(scene: KnownAccounts, replicates: int = 300) -> tuple[float, float]:
    """Mean and worst share of trials in which the range of all accounts, one voice each, holds what all would say."""
    shares = [
        _of_known_accounts(scene, alike, truth, replicates)
        for alike in (1.0, 6.0)
        for truth in ((0.20, 0.30, 0.50), (0.05, 0.10, 0.85))
    ]
    return float(np.mean(shares)), min(shares)


def _of_known_accounts(scene: KnownAccounts, alike: float, truth: tuple[float, ...], replicates: int) -> float:
    random = np.random.default_rng(SEED)
    held = 0
    for _ in range(replicates):
        members = random.integers(1, scene.largest + 1, scene.count)
        mood = [random.dirichlet(alike * np.array(truth)) for _account in members]
        minds = [random.choice([-1, 0, 1], size, p=each) for size, each in zip(members, mood, strict=True)]
        true = float(np.mean([each.mean() for each in minds]))
        heard = random.choice(scene.count, scene.heard, replace=False)
        said = [
            random.choice(minds[a], max(1, random.binomial(members[a], scene.answers)), replace=False) for a in heard
        ]
        kinds = [[int((each == kind).sum()) for each in said] for kind in (-1, 0, 1)]
        found = stats.weighted_nps_of_counts(
            *kinds,
            clusters=heard,
            weights=[1 / len(each) for each in said],
            population=scene.count,
            members=members[heard],
        )
        held += found.lower is not None and found.lower - 1e-9 <= true <= (found.upper or 0.0) + 1e-9
    return held / replicates


def false_alarms(segments: int, n: int, replicates: int = 800) -> tuple[float, float, float]:
    """Segments that do not differ, each against the rest: share of rounds with an alarm.

    Looked at one by one, corrected for many looks, and as pages do: corrected, with the careful p-value.
    """
    random = np.random.default_rng(SEED)
    alarms = np.zeros(3)
    for _ in range(replicates):
        groups = random.multinomial(n, [0.15, 0.30, 0.55], segments)
        found = stats.standouts(tuple((groups.sum(axis=0) - groups).T), tuple(groups.T))
        plain = found.changes.p_value.tolist()
        corrected = [p for p in stats.adjust_p_values(plain) if p is not None]
        alarms += [min(plain) < 0.05, min(corrected) < 0.05, bool(found.stands_out.any())]
    one_by_one, normal, careful = (alarms / replicates).tolist()
    return one_by_one, normal, careful


def answers_of_accounts(random: np.random.Generator, accounts: int, people: int) -> tuple[Floats, Floats, Ints]:
    """Points of NPS, four ratings that lean on each other and on the mood of the account, and the account of each."""
    account = np.repeat(np.arange(accounts), random.integers(1, people + 1, accounts))
    mood = random.normal(size=accounts)[account] + random.normal(size=len(account))
    ratings = np.clip(np.rint(3.4 + 0.6 * mood[:, None] + 0.9 * random.normal(size=(len(account), 4))), 1, 5)
    score = 1.2 + ratings @ [1.0, 0.6, 0.2, 0.0] + random.normal(size=len(account)) + 0.6 * mood
    return 100.0 * ((score > 8.5).astype(np.float64) - (score < 6.5)), ratings, account


def of_slopes(accounts: int, people: int, replicates: int = 800) -> tuple[float, float]:
    """Mean and worst of four drivers: how often the limits of a slope hold that of the endless crowd of accounts."""
    random = np.random.default_rng(SEED)
    points, ratings, _account = answers_of_accounts(random, 300_000, people)
    true = np.linalg.lstsq(np.column_stack((np.ones(len(ratings)), ratings)), points, rcond=None)[0][1:]
    held = np.zeros(4)
    for _ in range(replicates):
        points, ratings, account = answers_of_accounts(random, accounts, people)
        drivers = {f"d{place}": column for place, column in enumerate(ratings.T)}
        found = stats.driver_slopes(points, drivers, clusters=account, resamples=400)
        assert found.lower is not None
        assert found.upper is not None
        held += [found.lower[name] <= truth <= found.upper[name] for name, truth in zip(drivers, true, strict=True)]
    return float(held.mean() / replicates), float(held.min() / replicates)


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def tables(replicates: int = 800) -> Iterator[str]:
    """The rows of the tables in the documentation."""
    yield "single"
    for n in (5, 7, 10, 15, 20, 35, 50, 100, 200):
        found = [of_single_score(n, crowd) for crowd in CROWDS]
        yield f"| {n} | " + " | ".join(f"{percent(each.mean)} ({percent(each.worst)})" for each in found) + " |"
    yield "population"
    for size, n in POPULATIONS:
        found = of_known_population(size, n)
        yield f"| {size} | {n} | {percent(found.mean)} | {percent(found.worst)} | {percent(found.below)} |"
    yield "change"
    for a, b in CHANGES:
        cells = [of_change(a, b, method) for method in ("aw_half", "mover_score")]
        yield f"| {a} and {b} | " + " | ".join(f"{percent(each.mean)} ({percent(each.worst)})" for each in cells) + " |"
    yield "overlap"
    for contacts, both, stays in OVERLAPS:
        yield f"| {contacts} | {percent(both)} | {percent(stays)} | {percent(of_overlap(contacts, both, stays))} |"
    yield "accounts"
    for count in ACCOUNTS:
        cells, usual = [], []
        for voice in VOICES:
            found = np.array([of_accounts(scene, voice, replicates) for scene in scenes(count)])
            cells.append(f"{percent(found[:, 0].mean())} ({percent(found[:, 0].min())})")
            usual.append(found[:, 1])
        t = np.concatenate(usual)
        yield f"| {count} | " + " | ".join(cells) + f" | {percent(t.mean())} ({percent(t.min())}) |"
    yield "known accounts"
    for scene in KNOWN_ACCOUNTS:
        found = " | ".join(map(percent, of_known_accounts(scene)))
        yield f"| {scene.count} | {scene.heard} | 1–{scene.largest} | {percent(scene.answers)} | {found} |"
    yield "slopes"
    for accounts, people in SLOPES:
        yield f"| {accounts} | 1–{people} | " + " | ".join(map(percent, of_slopes(accounts, people))) + " |"
    yield "alarms"
    for segments, n in ALARMS:
        yield f"| {segments} | {n} | " + " | ".join(map(percent, false_alarms(segments, n))) + " |"


POPULATIONS = (
    (8, 3),
    (12, 5),
    (12, 10),
    (20, 4),
    (25, 11),
    (25, 22),
    (40, 6),
    (40, 15),
    (60, 30),
    (120, 12),
    (300, 40),
)
CHANGES = ((5, 5), (8, 30), (12, 12), (25, 25), (25, 100), (80, 80), (200, 200))
OVERLAPS = ((40, 0.5, 0.7), (40, 1.0, 0.7), (80, 0.3, 0.9), (150, 0.6, 0.8))
ACCOUNTS = (6, 12, 25, 60)
KNOWN_ACCOUNTS = (
    KnownAccounts(10, 10, 5, 0.3),
    KnownAccounts(12, 6, 5, 0.8),
    KnownAccounts(20, 18, 5, 0.3),
    KnownAccounts(40, 36, 30, 0.3),
    KnownAccounts(40, 12, 30, 0.8),
    KnownAccounts(100, 60, 5, 0.8),
)
SLOPES = ((30, 5), (60, 5), (150, 1), (150, 10), (400, 3))
VOICES = ("answers", "voice", "revenue")
ALARMS = ((8, 40), (20, 15), (50, 60), (60, 4))

if __name__ == "__main__":
    for line in tables():
        print(line, flush=True)
