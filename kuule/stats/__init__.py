"""Statistics of loyalty, usable on their own: ``from kuule import stats``.

Scores, shares and their limits are proportions in [-1, 1]; points are for the display. numpy is all this loads: scipy
comes in with the first operation that needs it.
"""

from kuule.stats.calibration import CalibratedEstimate, poststratify, rake
from kuule.stats.change import CHANGE_METHODS, Change, Changes, Direction, nps_change, nps_changes
from kuule.stats.correlation import Correlation, pearson
from kuule.stats.counts import Category, category, classify, nps_summary, signs
from kuule.stats.drivers import DriverShareIntervals, DriverShares, driver_share_intervals, driver_shares
from kuule.stats.effects import DifferenceInDifferences, difference_in_differences
from kuule.stats.effort import CustomerEffort, ces
from kuule.stats.emerging import Rise, emerging_themes
from kuule.stats.growth import EarnedGrowth, earned_growth
from kuule.stats.hazards import HazardRatios, cox
from kuule.stats.inputs import RejectedInput
from kuule.stats.intervals import METHODS, nps_interval, nps_intervals
from kuule.stats.mix import MixShift, mix_shift
from kuule.stats.multiplicity import ADJUSTMENTS, adjust_p_values
from kuule.stats.ordinal import OrdinalLogit, ordinal_logit
from kuule.stats.pairs import OverlapChange, PairedChange, overlap_change, paired_change
from kuule.stats.permutation import permutation_p_values
from kuule.stats.planning import DifferencePlan, MarginPlan, sample_size_difference, sample_size_margin
from kuule.stats.population import PopulationWald, population_posterior, population_score, population_wald
from kuule.stats.posterior import PosteriorEstimate, nps_posterior, prob_above, prob_improvement
from kuule.stats.proportions import share_interval, share_intervals
from kuule.stats.results import (
    Caution,
    Estimate,
    Estimates,
    PopulationEstimate,
    Shares,
    Status,
    Summary,
)
from kuule.stats.satisfaction import CustomerSatisfaction, csat
from kuule.stats.standouts import Standouts, standouts
from kuule.stats.survival import LogRank, SurvivalCurve, SurvivalCurves, SurvivalPoint, kaplan_meier, logrank
from kuule.stats.themes import ThemeEffect, theme_effect, theme_effect_of_answers
from kuule.stats.weighted import WeightedEstimate, account_weights, weighted_nps
from kuule.stats.weighted_counts import weighted_nps_of_counts
from kuule.stats.words import LogOdds, log_odds, pooled_prior

__all__ = [
    "ADJUSTMENTS",
    "CHANGE_METHODS",
    "METHODS",
    "CalibratedEstimate",
    "Category",
    "Caution",
    "Change",
    "Changes",
    "Correlation",
    "CustomerEffort",
    "CustomerSatisfaction",
    "DifferenceInDifferences",
    "DifferencePlan",
    "Direction",
    "DriverShareIntervals",
    "DriverShares",
    "EarnedGrowth",
    "Estimate",
    "Estimates",
    "HazardRatios",
    "LogOdds",
    "LogRank",
    "MarginPlan",
    "MixShift",
    "OrdinalLogit",
    "OverlapChange",
    "PairedChange",
    "PopulationEstimate",
    "PopulationWald",
    "PosteriorEstimate",
    "RejectedInput",
    "Rise",
    "Shares",
    "Standouts",
    "Status",
    "Summary",
    "SurvivalCurve",
    "SurvivalCurves",
    "SurvivalPoint",
    "ThemeEffect",
    "WeightedEstimate",
    "account_weights",
    "adjust_p_values",
    "category",
    "ces",
    "classify",
    "cox",
    "csat",
    "difference_in_differences",
    "driver_share_intervals",
    "driver_shares",
    "earned_growth",
    "emerging_themes",
    "kaplan_meier",
    "log_odds",
    "logrank",
    "mix_shift",
    "nps_change",
    "nps_changes",
    "nps_interval",
    "nps_intervals",
    "nps_posterior",
    "nps_summary",
    "ordinal_logit",
    "overlap_change",
    "paired_change",
    "pearson",
    "permutation_p_values",
    "pooled_prior",
    "population_posterior",
    "population_score",
    "population_wald",
    "poststratify",
    "prob_above",
    "prob_improvement",
    "rake",
    "sample_size_difference",
    "sample_size_margin",
    "share_interval",
    "share_intervals",
    "signs",
    "standouts",
    "theme_effect",
    "theme_effect_of_answers",
    "weighted_nps",
    "weighted_nps_of_counts",
]
