"""Relations, time, words and the other two scores, in the words of the oracle files."""

from collections.abc import Callable
from typing import Any

from kuule.stats.correlation import pearson
from kuule.stats.drivers import driver_share_intervals, driver_shares
from kuule.stats.effects import difference_in_differences
from kuule.stats.effort import ces
from kuule.stats.growth import earned_growth
from kuule.stats.hazards import cox
from kuule.stats.ordinal import ordinal_logit
from kuule.stats.satisfaction import csat
from kuule.stats.survival import kaplan_meier, logrank
from kuule.stats.words import log_odds

Answer = dict[str, Any]

RESAMPLES = 10_000


def _told(result: object, *names: str) -> Answer:
    return {name: getattr(result, name) for name in ("status", *names)}


def _given(inputs: Answer, *names: str) -> Answer:
    """Leave out absent optional inputs, so that the core's own defaults hold."""
    return {name: inputs[name] for name in names if inputs.get(name) is not None}


def lmg(inputs: Answer) -> Answer:
    return _told(driver_shares(inputs["y"], inputs["X"]), "r2", "lmg", "share", "n")


def bootstrap_lmg(inputs: Answer) -> Answer:
    intervals = driver_share_intervals(
        inputs["y"],
        inputs["X"],
        clusters=inputs.get("cluster", inputs.get("clusters")),
        resamples=RESAMPLES,
        **_given(inputs, "confidence"),
    )
    return _told(intervals, "share", "lower", "upper", "n")


def correlation(inputs: Answer) -> Answer:
    result = pearson(inputs["x"], inputs["y"], **_given(inputs, "confidence"))
    return _told(result, "n", "r", "t", "p_value", "lower", "upper")


def ordinal(inputs: Answer) -> Answer:
    result = ordinal_logit(inputs["y"], inputs["X"], levels=inputs["levels"])
    zeta = None if result.zeta is None else list(result.zeta)
    return {**_told(result, "beta", "se_beta", "loglik", "n"), "zeta": zeta}


def survival(inputs: Answer) -> Answer:
    result = kaplan_meier(
        inputs["time"], inputs["event"], inputs.get("group"), at=inputs.get("at") or (), **_given(inputs, "confidence")
    )
    curves = {
        str(group): {
            "n": curve.n,
            "events": curve.events,
            "median": curve.median,
            "at": [
                {name: getattr(point, name) for name in ("time", "survival", "se", "lower", "upper")}
                for point in curve.at
            ],
        }
        for group, curve in result.curves.items()
    }
    return {**curves, "status": result.status}


def rank_test(inputs: Answer) -> Answer:
    return _told(logrank(inputs["time"], inputs["event"], inputs["group"]), "chi2", "df", "p_value")


def hazards(inputs: Answer) -> Answer:
    result = cox(
        inputs["time"],
        inputs["event"],
        inputs["group"],
        reference=inputs["reference"],
        **_given(inputs, "ties", "confidence"),
    )
    by_group = {name: _keyed(getattr(result, name)) for name in ("coef", "se", "hr", "hr_lower", "hr_upper")}
    return {**_told(result, "loglik", "loglik_null"), **by_group}


def effect(inputs: Answer) -> Answer:
    result = difference_in_differences(
        inputs["y"], inputs["treated"], inputs["post"], inputs.get("cluster"), **_given(inputs, "confidence")
    )
    return _told(result, "estimate", "se", "df", "t", "p_value", "lower", "upper")


def growth(inputs: Answer) -> Answer:
    names = ("nrr", "enc", "earned_growth_rate", "total_growth_rate", "earned_growth_ratio")
    optional = "current_revenue_new_unknown"
    revenues = {name: value for name, value in inputs.items() if name != optional}
    return _told(earned_growth(**revenues, **_given(inputs, optional)), *names)


def words(inputs: Answer) -> Answer:
    return _told(log_odds(inputs["a"], inputs["b"], inputs["prior"]), "delta", "z")


def effort(inputs: Answer) -> Answer:
    result = ces(inputs["scores"], **_given(inputs, "confidence"))
    names = ("mean", "sd", "mean_lower", "mean_upper", "agree", "agree_lower", "agree_upper")
    return _told(result, "n", "n_missing", "n_invalid", *names)


def satisfaction(inputs: Answer) -> Answer:
    result = csat(inputs["scores"], **_given(inputs, "scale_max", "confidence"))
    return _told(result, "n", "n_missing", "n_invalid", "top2", "top1", "mean", "top2_lower", "top2_upper")


def _keyed(by_group: dict[Any, float | None]) -> dict[str, float | None] | None:
    """Name the groups in text; none at all where no group has an answer."""
    answered = any(value is not None for value in by_group.values())
    return {str(group): value for group, value in by_group.items()} if answered else None


OPERATIONS: dict[str, Callable[[Answer], Answer]] = {
    "lmg": lmg,
    "bootstrap_lmg": bootstrap_lmg,
    "pearson": correlation,
    "ordinal_logit": ordinal,
    "kaplan_meier": survival,
    "logrank": rank_test,
    "cox": hazards,
    "did": effect,
    "earned_growth": growth,
    "log_odds": words,
    "ces": effort,
    "csat": satisfaction,
}
