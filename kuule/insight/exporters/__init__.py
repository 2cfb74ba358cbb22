"""What of the answers can be taken out as a file."""

from kuule.insight.exporters.answers import AnswersExport, frozen_params

__all__ = ["AnswersExport", "frozen_params"]
