"""Statistics of loyalty, usable on their own: ``from kuule import stats``.

Scores, shares and their limits are proportions in [-1, 1]; points are for the display. numpy is all this loads: scipy
comes in with the first operation that needs it.
"""

from kuule.stats.amounts import Amount, amount_difference, mean_interval
from kuule.stats.calibration import CalibratedEstimate, poststratify, rake
from kuule.stats.change import CHANGE_METHODS, Change, Changes, Direction, nps_change, nps_changes
from kuule.stats.clustered_share import clustered_share
from kuule.stats.comparable import Comparison, comparable_difference, drift_of_comparable
from kuule.stats.correlation import Correlation, pearson
from kuule.stats.counts import Category, category, classify, nps_summary, signs
from kuule.stats.cox_model import CoxRegression, cox_regression
from kuule.stats.drivers import DriverShareIntervals, DriverShares, driver_share_intervals, driver_shares
from kuule.stats.effects import DifferenceInDifferences, answers_needed, difference_in_differences
from kuule.stats.effort import CustomerEffort, ces
from kuule.stats.emerging import Rise, emerging_themes
from kuule.stats.growth import EarnedGrowth, earned_growth
from kuule.stats.growth_of_customers import CustomerGrowth, earned_growth_change, earned_growth_of_customers
from kuule.stats.growth_relation import GrowthRelation, growth_relation
from kuule.stats.hazards import HazardRatios, cox
from kuule.stats.inputs import RejectedInput
from kuule.stats.intervals import METHODS, nps_interval, nps_intervals
from kuule.stats.lifetime import GroupValue, LifetimeValues, ValueDifference, lifetime_values
from kuule.stats.logistic import LogisticRegression, Term, logistic_regression
from kuule.stats.message_effects import GroupEffect, MessageEffects, MessageShare, message_effects
from kuule.stats.mix import MixShift, mix_shift
from kuule.stats.mover import Bounded, Difference, difference_of
from kuule.stats.multiplicity import ADJUSTMENTS, adjust_p_values
from kuule.stats.ordinal import OrdinalLogit, ordinal_logit
from kuule.stats.pairs import OverlapChange, PairedChange, overlap_change, paired_change
from kuule.stats.permutation import permutation_p_values
from kuule.stats.planning import DifferencePlan, MarginPlan, answers_to_see, sample_size_difference, sample_size_margin
from kuule.stats.population import PopulationWald, population_posterior, population_score, population_wald
from kuule.stats.posterior import PosteriorEstimate, nps_posterior, prob_above, prob_improvement
from kuule.stats.proportions import share_interval, share_intervals
from kuule.stats.ratios import SharesCompared, difference_of_shares, ratio_of_shares
from kuule.stats.reaching import Reaching, chance_to_reach
from kuule.stats.renewal import Likelihoods, RenewalModel, renewal_model
from kuule.stats.renewal_trial import Calibration, CalibrationBin, TrialScore
from kuule.stats.results import (
    Caution,
    Estimate,
    Estimates,
    PopulationEstimate,
    Shares,
    Status,
    Summary,
)
from kuule.stats.revenue_at_risk import RevenueAtRisk, revenue_at_risk
from kuule.stats.satisfaction import CustomerSatisfaction, csat
from kuule.stats.slopes import DriverSlopes, driver_slopes
from kuule.stats.standouts import Standouts, standouts
from kuule.stats.survival import LogRank, SurvivalCurve, SurvivalCurves, SurvivalPoint, kaplan_meier, logrank
from kuule.stats.themes import ThemeEffect, theme_effect, theme_effect_of_answers
from kuule.stats.weighted import WeightedEstimate, account_weights, weighted_nps
from kuule.stats.weighted_counts import weighted_nps_of_counts
from kuule.stats.what_if import value_of_moving
from kuule.stats.words import LogOdds, log_odds, pooled_prior

__all__ = [
    "ADJUSTMENTS",
    "CHANGE_METHODS",
    "METHODS",
    "Amount",
    "Bounded",
    "CalibratedEstimate",
    "Calibration",
    "CalibrationBin",
    "Category",
    "Caution",
    "Change",
    "Changes",
    "Comparison",
    "Correlation",
    "CoxRegression",
    "CustomerEffort",
    "CustomerGrowth",
    "CustomerSatisfaction",
    "Difference",
    "DifferenceInDifferences",
    "DifferencePlan",
    "Direction",
    "DriverShareIntervals",
    "DriverShares",
    "DriverSlopes",
    "EarnedGrowth",
    "Estimate",
    "Estimates",
    "GroupEffect",
    "GroupValue",
    "GrowthRelation",
    "HazardRatios",
    "LifetimeValues",
    "Likelihoods",
    "LogOdds",
    "LogRank",
    "LogisticRegression",
    "MarginPlan",
    "MessageEffects",
    "MessageShare",
    "MixShift",
    "OrdinalLogit",
    "OverlapChange",
    "PairedChange",
    "PopulationEstimate",
    "PopulationWald",
    "PosteriorEstimate",
    "Reaching",
    "RejectedInput",
    "RenewalModel",
    "RevenueAtRisk",
    "Rise",
    "Shares",
    "SharesCompared",
    "Standouts",
    "Status",
    "Summary",
    "SurvivalCurve",
    "SurvivalCurves",
    "SurvivalPoint",
    "Term",
    "ThemeEffect",
    "TrialScore",
    "ValueDifference",
    "WeightedEstimate",
    "account_weights",
    "adjust_p_values",
    "amount_difference",
    "answers_needed",
    "answers_to_see",
    "category",
    "ces",
    "chance_to_reach",
    "classify",
    "clustered_share",
    "comparable_difference",
    "cox",
    "cox_regression",
    "csat",
    "difference_in_differences",
    "difference_of",
    "difference_of_shares",
    "drift_of_comparable",
    "driver_share_intervals",
    "driver_shares",
    "driver_slopes",
    "earned_growth",
    "earned_growth_change",
    "earned_growth_of_customers",
    "emerging_themes",
    "growth_relation",
    "kaplan_meier",
    "lifetime_values",
    "log_odds",
    "logistic_regression",
    "logrank",
    "mean_interval",
    "message_effects",
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
    "ratio_of_shares",
    "renewal_model",
    "revenue_at_risk",
    "sample_size_difference",
    "sample_size_margin",
    "share_interval",
    "share_intervals",
    "signs",
    "standouts",
    "theme_effect",
    "theme_effect_of_answers",
    "value_of_moving",
    "weighted_nps",
    "weighted_nps_of_counts",
]
