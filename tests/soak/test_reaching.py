"""Goals that are said to be reached with some probability are reached as often, in worlds that move as assumed."""

import numpy as np
import pytest

from kuule import stats

pytestmark = [pytest.mark.soak, pytest.mark.any_database]
WORLDS = 4_000


def test_of_goals_said_70_percent_about_70_percent_are_reached() -> None:
    rng = np.random.default_rng(20261128)
    said, reached = np.empty(WORLDS), np.empty(WORLDS, dtype=bool)
    for world in range(WORLDS):
        past, together = int(rng.integers(6, 19)), int(rng.choice([1, 3]))
        ahead = int(rng.integers(1, min(past, 12) + 1))
        noise, step, drift = rng.uniform(0, 8), rng.uniform(0.2, 6), rng.normal(0, 2)
        level = 20 + np.cumsum(drift + rng.normal(0, step, past + ahead))
        figures = level + rng.normal(0, noise, past + ahead)
        target = figures[max(past - 3, 0) : past].mean() + rng.normal(3, 8)
        found = stats.chance_to_reach(
            figures[:past], np.full(past, noise), target=target, ahead=ahead, together=together, error_ahead=noise
        )
        assert found.probability is not None
        said[world], reached[world] = found.probability, figures[-together:].mean() >= target
    assert abs(said.mean() - reached.mean()) < 0.02
    for low in np.arange(0, 1, 0.1):
        here = (said >= low) & (said < low + 0.1)
        # Three standard errors of a share of some 300 worlds, and a little for the flat priors.
        assert abs(said[here].mean() - reached[here].mean()) < 0.1, low
