from typing import Any

import numpy as np
import pytest

from kuule.stats import Caution, RejectedInput, RenewalModel, Status, renewal_model, revenue_at_risk

Contracts = tuple[dict[str, Any], list[int], list[float]]


def contracts(n: int, seed: int, effect: float = 0.5) -> Contracts:
    rng = np.random.default_rng(seed)
    score, silence = rng.integers(0, 11, n), rng.exponential(1, n)
    lost = rng.random(n) < 1 / (1 + np.exp(1 + effect * (score - 6) - effect * silence))
    gaps = [None if gap else int(each) for each, gap in zip(score, rng.random(n) < 0.2, strict=True)]
    return {"score": gaps, "silence": silence}, [int(not each) for each in lost], rng.choice([1.0, 2.0], n).tolist()


@pytest.fixture(scope="module")
def learned() -> RenewalModel:
    return renewal_model(*contracts(400, 1))


def test_what_goes_with_leaving_is_found_and_said_in_its_own_unit(learned: RenewalModel) -> None:
    terms = {term.name: term for term in learned.terms}
    assert learned.way == "scorecard"
    assert terms["score"].upper < 1 < terms["silence"].lower
    assert "score (missing)" in terms
    assert learned.trial["scorecard"].log_loss < learned.trial["average"].log_loss
    assert learned.trial["scorecard"].brier < learned.trial["average"].brier


def test_calibration_counts_every_foretold_contract_once(learned: RenewalModel) -> None:
    calibration = learned.calibration
    assert calibration is not None
    assert sum(each.n for each in calibration.bins) == calibration.n == 200
    assert [each.expected for each in calibration.bins] == sorted(each.expected for each in calibration.bins)
    assert all(each.lower <= each.observed <= each.upper for each in calibration.bins)
    assert calibration.ece < 0.1
    assert (calibration.slope_lower or 9) < 1 < (calibration.slope_upper or 0)


def test_likelihoods_follow_the_score_and_lie_within_their_limits(learned: RenewalModel) -> None:
    found = learned.likelihoods({"score": [1, 5, None, 10], "silence": [1, 1, 1, 1]}, [1, 1, 2, 1])
    assert found is not None
    assert found.probability[0] < found.probability[1] < found.probability[3]
    assert ((found.lower < found.probability) & (found.probability < found.upper)).all()


def test_where_nothing_foretells_everybody_gets_the_average() -> None:
    covariates, renewed, years = contracts(120, 7, effect=0)
    found = renewal_model(covariates, renewed, years)
    assert (found.way, found.terms) == ("average", ())
    assert Caution.NO_BETTER_THAN_AVERAGE in found.warnings
    said = found.likelihoods({"score": [0, 10], "silence": [0, 9]}, [1, 1])
    assert said is not None
    assert said.probability == pytest.approx([np.mean(renewed)] * 2, abs=0.02)


@pytest.mark.parametrize(
    ("n", "lost", "needed"), [(50, 20, (10, 0, 0)), (80, 4, (0, 11, 0)), (70, 66, (0, 0, 11)), (0, 0, (60, 15, 15))]
)
def test_a_short_past_says_what_is_missing(n: int, lost: int, needed: tuple[int, int, int]) -> None:
    found = renewal_model({"score": range(n)}, [0] * lost + [1] * (n - lost), [1.0] * n)
    assert (found.needed_decided, found.needed_lost, found.needed_renewed) == needed
    assert (found.status, found.way, found.calibration) == (Status.UNDEFINED, None, None)
    assert Caution.PAST_TOO_SHORT in found.warnings
    assert found.likelihoods({"score": [1]}, [1]) is None


def test_a_covariate_of_the_past_has_to_be_there_in_the_future(learned: RenewalModel) -> None:
    with pytest.raises(RejectedInput, match="The column 'silence' is missing"):
        learned.likelihoods({"score": [3]}, [1])
    with pytest.raises(RejectedInput, match="Years must lie above 0"):
        learned.likelihoods({"score": [3], "silence": [3]}, [0])


def test_one_contract_is_kept_or_lost_as_a_whole(learned: RenewalModel) -> None:
    open_one = learned.likelihoods({"score": [4], "silence": [1]}, [1])
    assert open_one is not None
    found = revenue_at_risk([9000], open_one)
    assert (found.lower, found.upper, found.largest_part) == (0, 9000, 1)
    assert found.expected == pytest.approx(9000 * (1 - open_one.probability[0]))


def test_many_small_contracts_leave_less_to_chance_than_few_large_ones(learned: RenewalModel) -> None:
    covariates, _, years = contracts(1500, 8)
    many = learned.likelihoods(covariates, years)
    few = learned.likelihoods({"score": [2, 9], "silence": [1, 1]}, [1, 1])
    assert many is not None
    assert few is not None
    small, large = revenue_at_risk([10] * 1500, many), revenue_at_risk([7500, 7500], few)
    assert (small.upper - small.lower) / small.total < 0.25 < (large.upper - large.lower) / large.total
    assert small.lower < small.expected < small.upper


def test_no_contracts_have_no_answer_and_negative_values_are_rejected(learned: RenewalModel) -> None:
    none = learned.likelihoods({"score": [], "silence": []}, [])
    one = learned.likelihoods({"score": [4], "silence": [1]}, [1])
    assert none is not None
    assert one is not None
    assert revenue_at_risk([], none).status is Status.UNDEFINED
    with pytest.raises(RejectedInput, match="Values must not be negative"):
        revenue_at_risk([-1], one)
