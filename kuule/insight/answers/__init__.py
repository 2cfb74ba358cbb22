"""The one road from answers to numbers: `answer`, `trend` and `segments`, each of a frozen `Query`."""

from kuule.insight.answers.figures import Figure
from kuule.insight.answers.score import Answer, PopulationFigure, answer
from kuule.insight.answers.segments import Segment, segments
from kuule.insight.answers.trend import Point, trend

__all__ = ["Answer", "Figure", "Point", "PopulationFigure", "Segment", "answer", "segments", "trend"]
