"""Figures, themes, verbatims and series by API."""

from kuule.insight.api import comparing, cutting, metrics, series, themes, verbatims
from kuule.insight.api.router import router

__all__ = ["comparing", "cutting", "metrics", "router", "series", "themes", "verbatims"]
