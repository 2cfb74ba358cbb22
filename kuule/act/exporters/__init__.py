"""What of acting can be taken out as a file."""

from kuule.act.exporters.panel import PANEL_EXPORT, PanelExport

__all__ = ["PANEL_EXPORT", "PanelExport"]
