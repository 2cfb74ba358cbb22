"""Figures of independent programs, one case each; `oracles_public.json` says which program made which."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kuule import stats

Answer = dict[str, Any]
CASES = json.loads(Path(__file__).with_name("oracles_public.json").read_text())["cases"]


def nps_summary(inputs: Answer) -> Answer:
    summary = stats.nps_summary(stats.Shares(**inputs["counts"]))
    return {name: getattr(summary, name) for name in ("status", "n", "nps", "variance", "se", "se_sample")}


def nps_classify(inputs: Answer) -> Answer:
    shares = stats.classify(inputs["scores"])
    return {
        "status": stats.nps_summary(shares).status if shares.n == 0 else stats.Status.OK,
        "n_valid": shares.n,
        "n_missing": shares.missing,
        "n_invalid": shares.invalid,
        "detractors": shares.detractors,
        "passives": shares.passives,
        "promoters": shares.promoters,
        "nps": shares.nps,
    }


def nps_interval(inputs: Answer) -> Answer:
    estimate = stats.nps_interval(
        stats.Shares(**inputs["counts"]), method=inputs["method"], confidence=inputs["confidence"]
    )
    return {name: getattr(estimate, name) for name in ("status", "lower", "upper", "lower_raw", "upper_raw")}


def fpc_posterior(inputs: Answer) -> Answer:
    estimate = stats.population_posterior(
        stats.Shares(**inputs["counts"]),
        inputs["population"],
        prior=inputs["prior"],
        confidence=inputs["confidence"],
    )
    return {name: getattr(estimate, name) for name in ("status", "mean", "lower", "upper", "prob_positive")}


OPERATIONS: dict[str, Callable[[Answer], Answer]] = {
    "nps_summary": nps_summary,
    "nps_classify": nps_classify,
    "nps_interval": nps_interval,
    "fpc_posterior": fpc_posterior,
}


def answer(op: str, inputs: Answer) -> Answer:
    try:
        return OPERATIONS[op](inputs)
    except stats.RejectedInput:
        return {"status": "rejected"}


def agrees(expected: Any, got: Any, tolerance: Answer) -> bool:
    """Compare as the oracle file defines: null is None, text is equal, numbers within abs + rel * expected."""
    if expected is None:
        return got is None
    if isinstance(expected, str | bool):
        return bool(expected == got)
    if not isinstance(got, int | float) or math.isnan(got):
        return False
    return bool(abs(got - expected) <= tolerance["abs"] + tolerance["rel"] * abs(expected))


@pytest.mark.parametrize("case", [case for case in CASES if case["op"] in OPERATIONS], ids=lambda case: case["id"])
def test_the_core_agrees_with_an_independent_program(case: Answer) -> None:
    got = answer(case["op"], case["inputs"])
    for name, expected in case["expected"].items():
        tolerance = {**case["tolerance"], **case["tolerance"].get("keys", {}).get(name, {})}
        assert agrees(expected, got.get(name), tolerance), f"{name}: expected {expected!r}, got {got.get(name)!r}"
