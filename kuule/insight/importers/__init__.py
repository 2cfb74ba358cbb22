"""Reading figures that come from elsewhere."""

from kuule.insight.importers.series import ReadSeries, RowFault, read_series

__all__ = ["ReadSeries", "RowFault", "read_series"]
