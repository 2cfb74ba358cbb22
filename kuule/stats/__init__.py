"""Statistics of loyalty, usable on their own: ``from kuule import stats``.

Scores, shares and their limits are proportions in [-1, 1]; points are for the display. numpy is all this loads: scipy
comes in with the first operation that needs it.
"""

from kuule.stats.calibration import CalibratedEstimate, poststratify, rake
from kuule.stats.change import CHANGE_METHODS, Change, Changes, Direction, nps_change, nps_changes
from kuule.stats.counts import Category, category, classify, nps_summary, signs
from kuule.stats.inputs import RejectedInput
from kuule.stats.intervals import METHODS, nps_interval, nps_intervals
from kuule.stats.multiplicity import ADJUSTMENTS, adjust_p_values
from kuule.stats.pairs import OverlapChange, PairedChange, overlap_change, paired_change
from kuule.stats.planning import DifferencePlan, MarginPlan, sample_size_difference, sample_size_margin
from kuule.stats.population import PopulationWald, population_posterior, population_score, population_wald
from kuule.stats.posterior import PosteriorEstimate, nps_posterior, prob_above, prob_improvement
from kuule.stats.results import (
    Caution,
    Estimate,
    Estimates,
    PopulationEstimate,
    Shares,
    Status,
    Summary,
)
from kuule.stats.weighted import WeightedEstimate, account_weights, weighted_nps

__all__ = [
    "ADJUSTMENTS",
    "CHANGE_METHODS",
    "METHODS",
    "CalibratedEstimate",
    "Category",
    "Caution",
    "Change",
    "Changes",
    "DifferencePlan",
    "Direction",
    "Estimate",
    "Estimates",
    "MarginPlan",
    "OverlapChange",
    "PairedChange",
    "PopulationEstimate",
    "PopulationWald",
    "PosteriorEstimate",
    "RejectedInput",
    "Shares",
    "Status",
    "Summary",
    "WeightedEstimate",
    "account_weights",
    "adjust_p_values",
    "category",
    "classify",
    "nps_change",
    "nps_changes",
    "nps_interval",
    "nps_intervals",
    "nps_posterior",
    "nps_summary",
    "overlap_change",
    "paired_change",
    "population_posterior",
    "population_score",
    "population_wald",
    "poststratify",
    "prob_above",
    "prob_improvement",
    "rake",
    "sample_size_difference",
    "sample_size_margin",
    "signs",
    "weighted_nps",
]
