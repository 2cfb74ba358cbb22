"""The oracle operations about scores, their changes and their weights."""

from collections.abc import Callable
from typing import Any

from kuule import stats

Answer = dict[str, Any]


def shares_of(counts: Answer) -> stats.Shares:
    return stats.Shares(**{name: counts[name] for name in ("detractors", "passives", "promoters")})


def fields(result: object, *names: str, **renamed: str) -> Answer:
    """Return attributes of a result by name; `renamed` maps the oracle's key to the attribute."""
    return {name: getattr(result, name) for name in names} | {
        key: getattr(result, name) for key, name in renamed.items()
    }


def given(inputs: Answer, name: str, default: Any) -> Any:
    """Return an optional input; the oracle writes null for one that is absent."""
    return default if inputs.get(name) is None else inputs[name]


def nps_summary(inputs: Answer) -> Answer:
    return fields(stats.nps_summary(shares_of(inputs["counts"])), "status", "n", "nps", "variance", "se", "se_sample")


def nps_classify(inputs: Answer) -> Answer:
    shares = stats.classify(inputs["scores"])
    counted = fields(
        shares, "detractors", "passives", "promoters", "nps", n_valid="n", n_missing="missing", n_invalid="invalid"
    )
    return {"status": stats.Status.OK if shares.n else stats.Status.UNDEFINED, **counted}


def nps_interval(inputs: Answer) -> Answer:
    estimate = stats.nps_interval(
        shares_of(inputs["counts"]),
        method=given(inputs, "method", "score"),
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(estimate, "status", "lower", "upper", "lower_raw", "upper_raw")


def nps_bayes_interval(inputs: Answer) -> Answer:
    law = stats.nps_posterior(
        shares_of(inputs["counts"]),
        prior=given(inputs, "prior", (0.5, 0.5, 0.5)),
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(law, "status", "mean", "sd", "lower", "upper", "prob_positive")


def nps_two_sample(inputs: Answer) -> Answer:
    change = stats.nps_change(
        shares_of(inputs["a"]),
        shares_of(inputs["b"]),
        method=given(inputs, "method", "aw_half"),
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(change, "status", "se", "z", "p_value", "lower", "upper", delta="value", delta_adjusted="adjusted")


def sample_size_margin(inputs: Answer) -> Answer:
    plan = stats.sample_size_margin(
        inputs["margin"],
        p_promoters=inputs.get("p_promoters"),
        p_detractors=inputs.get("p_detractors"),
        population=inputs.get("population"),
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(plan, "status", "n", half_width_at_n="half_width")


def sample_size_difference(inputs: Answer) -> Answer:
    plan = stats.sample_size_difference(
        inputs["p_a"], inputs["p_b"], power=given(inputs, "power", 0.8), confidence=given(inputs, "confidence", 0.95)
    )
    return fields(plan, "status", "n_per_group", power_at_n="power")


def fpc_posterior(inputs: Answer) -> Answer:
    estimate = stats.population_posterior(
        shares_of(inputs["counts"]),
        inputs["population"],
        prior=given(inputs, "prior", (0.5, 0.5, 0.5)),
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(estimate, "status", "mean", "lower", "upper", "prob_positive")


def fpc_wald(inputs: Answer) -> Answer:
    estimate = stats.population_wald(
        shares_of(inputs["counts"]), inputs["population"], confidence=given(inputs, "confidence", 0.95)
    )
    return fields(estimate, "status", "nps", "se", "lower_raw", "upper_raw")


def weighted(inputs: Answer) -> stats.WeightedEstimate:
    return stats.weighted_nps(
        inputs["scores"],
        inputs.get("weights"),
        clusters=inputs.get("clusters"),
        strata=inputs.get("strata"),
        stratum_population=inputs.get("stratum_population"),
        confidence=given(inputs, "confidence", 0.95),
    )


def weighted_nps(inputs: Answer) -> Answer:
    return fields(
        weighted(inputs),
        "status",
        "se",
        "df",
        nps="value",
        lower_raw="t_lower",
        upper_raw="t_upper",
        n_effective_kish="n_effective",
        deff_replace="deff",
        n_used="n",
    )


def weighted_nps_interval(inputs: Answer) -> Answer:
    estimate = weighted(inputs)
    found = fields(estimate, "se", "df", "n_star", "lower", "upper", nps="value", n_effective_kish="n_effective")
    # The interval of n* answers has a width even where the standard error has none.
    has_interval = estimate.value is not None and estimate.lower is not None
    return {"status": stats.Status.OK if has_interval else estimate.status, **found}


def poststratify(inputs: Answer) -> Answer:
    found = stats.poststratify(
        inputs["scores"], inputs["group"], inputs["population"], confidence=given(inputs, "confidence", 0.95)
    )
    return {
        **fields(found.estimate, "status", "se", nps="value"),
        "lower_raw": found.z_lower,
        "upper_raw": found.z_upper,
        "group_weight": {group: weight for (group,), weight in found.cells.items()} or None,
        "empty": list(found.empty),
    }


def rake(inputs: Answer) -> Answer:
    found = stats.rake(
        inputs["scores"], inputs["factors"], inputs["margins"], confidence=given(inputs, "confidence", 0.95)
    )
    weights = list(found.cells.values())
    return {
        **fields(found.estimate, "status", "se", nps="value", n_effective_kish="n_effective"),
        "lower_raw": found.z_lower,
        "upper_raw": found.z_upper,
        "cell_weight": {"|".join(map(str, cell)): weight for cell, weight in found.cells.items()} or None,
        "min_weight": min(weights, default=None),
        "max_weight": max(weights, default=None),
        "empty": list(found.empty),
    }


def paired_change(inputs: Answer) -> Answer:
    change = stats.paired_change(inputs["wave1"], inputs["wave2"], confidence=given(inputs, "confidence", 0.95))
    return fields(
        change,
        "status",
        "n_pairs",
        "se",
        "covariance",
        "t",
        "df",
        "p_value",
        delta="value",
        lower_raw="lower",
        upper_raw="upper",
    )


def overlap_change(inputs: Answer) -> Answer:
    records = inputs["records"]
    change = stats.overlap_change(
        [record["contact"] for record in records],
        [record["wave"] for record in records],
        [record["score"] for record in records],
        confidence=given(inputs, "confidence", 0.95),
    )
    return fields(
        change, "status", "se", "z", "p_value", "n_contacts", nps1="nps_before", nps2="nps_after", delta="value"
    )


def prob_improvement(inputs: Answer) -> Answer:
    prob = stats.prob_improvement(
        shares_of(inputs["a"]), shares_of(inputs["b"]), prior=given(inputs, "prior", (0.5, 0.5, 0.5))
    )
    return {"status": stats.Status.UNDEFINED if prob is None else stats.Status.OK, "prob": prob}


def p_adjust(inputs: Answer) -> Answer:
    return {
        "status": stats.Status.OK,
        "adjusted": stats.adjust_p_values(inputs["p"], method=given(inputs, "method", "BH")),
    }


OPERATIONS: dict[str, Callable[[Answer], Answer]] = {
    operation.__name__: operation
    for operation in (
        nps_summary,
        nps_classify,
        nps_interval,
        nps_bayes_interval,
        nps_two_sample,
        sample_size_margin,
        sample_size_difference,
        fpc_posterior,
        fpc_wald,
        weighted_nps,
        weighted_nps_interval,
        poststratify,
        rake,
        paired_change,
        overlap_change,
        prob_improvement,
        p_adjust,
    )
}
