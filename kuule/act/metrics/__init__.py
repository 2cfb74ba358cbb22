"""The figures that a goal can be set for."""

from kuule.act.metrics.base import GoalMetric, Question
from kuule.act.metrics.coverage import COVERAGE_METRIC
from kuule.act.metrics.earned_growth import EARNED_GROWTH_METRIC, RETENTION_METRIC
from kuule.act.metrics.loop_kept import LOOP_KEPT_METRIC
from kuule.act.metrics.nps import NPS_METRIC
from kuule.act.metrics.response_rate import RESPONSE_RATE_METRIC

METRICS = (
    NPS_METRIC,
    RESPONSE_RATE_METRIC,
    LOOP_KEPT_METRIC,
    COVERAGE_METRIC,
    EARNED_GROWTH_METRIC,
    RETENTION_METRIC,
)
METRIC_BY_KEY = {metric.key: metric for metric in METRICS}

__all__ = ["METRICS", "METRIC_BY_KEY", "GoalMetric", "Question"]
