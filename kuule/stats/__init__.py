"""Statistics of loyalty, usable on their own: ``from kuule import stats``.

Scores, shares and their limits are proportions in [-1, 1]; points are for the display. numpy is all this loads.
"""

from kuule.stats.counts import Category, category, classify, nps_summary
from kuule.stats.inputs import RejectedInput
from kuule.stats.intervals import METHODS, nps_interval, nps_intervals
from kuule.stats.population import population_posterior, population_score
from kuule.stats.results import (
    Caution,
    Estimate,
    Estimates,
    PopulationEstimate,
    Shares,
    Status,
    Summary,
)

__all__ = [
    "METHODS",
    "Category",
    "Caution",
    "Estimate",
    "Estimates",
    "PopulationEstimate",
    "RejectedInput",
    "Shares",
    "Status",
    "Summary",
    "category",
    "classify",
    "nps_interval",
    "nps_intervals",
    "nps_summary",
    "population_posterior",
    "population_score",
]
