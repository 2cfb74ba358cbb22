"""What a past says of renewals where no sign tells contracts apart: the plain share, and reasons that need no model."""

import numpy as np
import pytest

from kuule.economics.answers.likelihood import Learnt, learnt_from
from kuule.economics.rules.likelihood import COVARIATES, OTHERS_DETRACTOR, Reason

pytestmark = pytest.mark.any_database

DECIDED, EVERY = 120, 4


def past(covariates: np.ndarray) -> Learnt:
    """Return what is learnt where every fourth contract was lost, whatever was known of it."""
    lost = [place % EVERY == 0 for place in range(len(covariates))]
    return learnt_from(covariates, lost=lost, years=[1.0] * len(covariates))


def of_chance() -> np.ndarray:
    """Return signs that have nothing to do with who was lost."""
    return np.random.default_rng(1).integers(0, 2, (DECIDED, len(COVARIATES))).astype(float)


@pytest.mark.parametrize("covariates", [of_chance(), np.zeros((DECIDED, len(COVARIATES)))], ids=["chance", "none"])
def test_where_no_sign_tells_the_share_is_said_of_everybody_and_reasons_are_plain(covariates: np.ndarray) -> None:
    learnt = past(covariates)
    assert (learnt.is_known, learnt.is_average, learnt.weights) == (True, True, [])
    found = learnt.likelihoods(covariates[:3], [1.0, 1.0, 2.0])
    assert [each and each.value for each in found] == [pytest.approx(1 - 1 / EVERY, abs=0.01)] * 3
    upset = [float(name == OTHERS_DETRACTOR) for name in COVARIATES]
    assert learnt.reasons(upset) == [Reason(OTHERS_DETRACTOR, 1.0, 0.0)]
