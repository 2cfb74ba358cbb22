"""Intervals hold the truth as often as they promise, in scenarios that nobody tuned them on; the documentation says the
same figures.
"""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.soak import coverage

pytestmark = [pytest.mark.soak, pytest.mark.any_database]
PAGE = Path(__file__).parents[2] / "docs" / "metrics" / "coverage.md"
# Of a simulation with 400 replicates one figure in a thousand is off by more.
REPLICATES, NOISE = 400, 0.033


def documented(section: str, *first: object) -> list[float]:
    """The figures of the row of a section that begins with these cells, as shares."""
    start = "| " + " | ".join(str(cell) for cell in first) + " |"
    text = PAGE.read_text(encoding="utf-8").split(f"## {section}\n")[1].split("\n## ")[0]
    (row,) = [line for line in text.splitlines() if line.startswith(start)]
    return [float(number) / 100 for number in re.findall(r"\d+\.\d", row.removeprefix(start))]


@pytest.mark.parametrize("n", [5, 7, 10, 15, 20, 35, 50, 100, 200])
def test_one_score_keeps_its_promise_on_average(n: int) -> None:
    found = [coverage.of_single_score(n, crowd) for crowd in coverage.CROWDS]
    assert all(each.mean >= 0.949 for each in found)
    assert all(each.worst >= 0.87 for each in found)
    said = documented("One score", n)
    assert said == pytest.approx([figure for each in found for figure in (each.mean, each.worst)], abs=0.002)


@pytest.mark.parametrize(("size", "n"), coverage.POPULATIONS)
def test_a_known_population_keeps_its_promise(size: int, n: int) -> None:
    found = coverage.of_known_population(size, n)
    assert found.mean >= 0.949
    assert found.worst >= 0.90
    assert found.below <= 0.03
    assert documented("You know all your customers", size, n) == pytest.approx(
        [found.mean, found.worst, found.below], abs=0.003
    )


@pytest.mark.parametrize(("before", "after"), coverage.CHANGES)
def test_a_change_keeps_its_promise(before: int, after: int) -> None:
    found = [coverage.of_change(before, after, method) for method in ("aw_half", "mover_score")]
    assert all(each.mean >= 0.948 for each in found)
    assert all(each.worst >= 0.91 for each in found)
    said = documented("A change between two waves", f"{before} and {after}")
    assert said == pytest.approx([figure for each in found for figure in (each.mean, each.worst)], abs=0.006)


@pytest.mark.parametrize(("contacts", "both", "stays"), coverage.OVERLAPS)
def test_waves_that_share_contacts_keep_their_promise(contacts: int, both: float, stays: float) -> None:
    found = coverage.of_overlap(contacts, both, stays)
    assert found >= 0.935
    row = documented("A change between two waves", contacts, coverage.percent(both), coverage.percent(stays))
    assert row == pytest.approx([found], abs=0.006)


@pytest.mark.parametrize("voice", coverage.VOICES)
@pytest.mark.parametrize("count", coverage.ACCOUNTS)
def test_accounts_and_revenue_keep_their_promise(count: int, voice: str) -> None:
    found = np.array([coverage.of_accounts(scene, voice, REPLICATES)[0] for scene in coverage.scenes(count)])
    assert found.mean() >= 0.94
    assert found.min() >= 0.92 - NOISE
    mean, worst = np.array(documented("Accounts and revenue", count)).reshape(-1, 2)[coverage.VOICES.index(voice)]
    assert found.mean() == pytest.approx(mean, abs=0.012)
    assert found.min() == pytest.approx(worst, abs=NOISE)


@pytest.mark.parametrize("scene", coverage.KNOWN_ACCOUNTS, ids=str)
def test_all_accounts_one_voice_each_keep_their_promise(scene: coverage.KnownAccounts) -> None:
    mean, worst = coverage.of_known_accounts(scene)
    assert mean >= 0.945
    assert worst >= 0.92
    said = documented(
        "All accounts, one voice each", scene.count, scene.heard, f"1–{scene.largest}", coverage.percent(scene.answers)
    )
    assert said == pytest.approx([mean, worst], abs=0.01)


@pytest.mark.parametrize(("accounts", "people"), coverage.SLOPES)
def test_the_slope_of_a_driver_keeps_its_promise(accounts: int, people: int) -> None:
    mean, worst = coverage.of_slopes(accounts, people)
    assert mean >= 0.93
    assert worst >= 0.915
    assert documented("One step of a driver", accounts, f"1–{people}") == pytest.approx([mean, worst], abs=0.006)


@pytest.mark.parametrize(("segments", "n"), coverage.ALARMS)
def test_many_looks_do_not_cry_wolf(segments: int, n: int) -> None:
    one_by_one, normal, careful = coverage.false_alarms(segments, n)
    assert one_by_one > 0.25
    assert careful <= normal
    assert careful <= 0.065
    assert documented("Many segments that do not differ", segments, n) == pytest.approx(
        [one_by_one, normal, careful], abs=0.012
    )
