"""What of acting can be taken out as a file."""

from kuule.act.exporters.panel import PANEL_EXPORT, PanelExport
from kuule.act.exporters.rows import CASES_EXPORT, INITIATIVES_EXPORT, cases_export, initiatives_export

__all__ = [
    "CASES_EXPORT",
    "INITIATIVES_EXPORT",
    "PANEL_EXPORT",
    "PanelExport",
    "cases_export",
    "initiatives_export",
]
