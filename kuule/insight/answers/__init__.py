"""The one road from answers to numbers: `answer`, `trend`, `segments` and `comparison`, each of frozen queries."""

from kuule.insight.answers.cohorts import Cohort, Cohorts, cohorts
from kuule.insight.answers.comparison import Comparison, comparison
from kuule.insight.answers.differences import Difference, changes_along
from kuule.insight.answers.figures import Figure
from kuule.insight.answers.mix import MixChange, mix_changes
from kuule.insight.answers.pivot import Cell, Pivot, pivot
from kuule.insight.answers.score import Answer, PopulationFigure, answer
from kuule.insight.answers.segments import Segment, segments
from kuule.insight.answers.trend import Point, rolling, trend

__all__ = [
    "Answer",
    "Cell",
    "Cohort",
    "Cohorts",
    "Comparison",
    "Difference",
    "Figure",
    "MixChange",
    "Pivot",
    "Point",
    "PopulationFigure",
    "Segment",
    "answer",
    "changes_along",
    "cohorts",
    "comparison",
    "mix_changes",
    "pivot",
    "rolling",
    "segments",
    "trend",
]
