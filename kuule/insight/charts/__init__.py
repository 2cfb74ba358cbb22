"""Charts as SVG, drawn on the server for page, mail and PDF.

`draw(Gauge(value=36, lower=32, upper=40, n=1284))` gives markup for a page: colours follow the reader's light or dark
mode, places to rest on can be focused. With a theme (`LIGHT`, `DARK`) it gives a picture that stands alone. A new kind
is a file with a `ChartKind`, a line in `CHARTS`, a test, and a line in `docs/look.md`.
"""

from typing import Any

from django.utils.safestring import SafeString

from kuule.insight.charts.base import ChartKind
from kuule.insight.charts.bridge import BRIDGE, Bridge, BridgeBar
from kuule.insight.charts.change import CHANGE, Change
from kuule.insight.charts.dots import DOTS, Dots
from kuule.insight.charts.driver_map import DRIVER_MAP, DriverDot, DriverMap, driver_map_of
from kuule.insight.charts.effect_table import EFFECT_TABLE, EffectLine, EffectTable
from kuule.insight.charts.foretold import FORETOLD, Foretold, ForetoldGroup
from kuule.insight.charts.gauge import GAUGE, Gauge
from kuule.insight.charts.histogram import HISTOGRAM, Histogram
from kuule.insight.charts.intervals import INTERVALS, IntervalRow, Intervals
from kuule.insight.charts.marks import Mark
from kuule.insight.charts.part_bars import PART_BARS, PartBar, PartBars
from kuule.insight.charts.quadrants import quadrant_words
from kuule.insight.charts.scatter import SCATTER, Scatter, ScatterDot
from kuule.insight.charts.score_table import SCORE_TABLE, ScoreLine, ScoreTable
from kuule.insight.charts.series import SERIES, SeriesLine, SeriesSpot
from kuule.insight.charts.share import SHARE_BAR, ShareBar
from kuule.insight.charts.split_bar import SPLIT_BAR, SplitBar
from kuule.insight.charts.staying import STAYING, Staying, StayingCurve, StayingStep
from kuule.insight.charts.theme import DARK, LIGHT, PAGE, Theme
from kuule.insight.charts.times_as_often import TIMES, TIMES_SCALE, TimesAsOften, TimesScale, times_words
from kuule.insight.charts.trend import TREND, Trend, TrendPoint
from kuule.insight.charts.value_map import VALUE_MAP, ValueDot, ValueMap
from kuule.insight.charts.whisker import WHISKER, WHISKER_SCALE, Whisker, WhiskerScale, whisker_domain

CHARTS: tuple[ChartKind[Any], ...] = (
    *(GAUGE, SPLIT_BAR, TREND, HISTOGRAM, WHISKER, WHISKER_SCALE, CHANGE, DOTS),
    *(SHARE_BAR, SERIES, SCORE_TABLE, DRIVER_MAP, EFFECT_TABLE),
    *(FORETOLD, INTERVALS, PART_BARS),
    *(STAYING, TIMES, TIMES_SCALE, BRIDGE, SCATTER, VALUE_MAP),
)
DRAWERS = {kind.data: kind.draw for kind in CHARTS}

__all__ = [
    "CHARTS",
    "DARK",
    "LIGHT",
    "Bridge",
    "BridgeBar",
    "Change",
    "ChartKind",
    "Dots",
    "DriverDot",
    "DriverMap",
    "EffectLine",
    "EffectTable",
    "Foretold",
    "ForetoldGroup",
    "Gauge",
    "Histogram",
    "IntervalRow",
    "Intervals",
    "Mark",
    "PartBar",
    "PartBars",
    "Scatter",
    "ScatterDot",
    "ScoreLine",
    "ScoreTable",
    "SeriesLine",
    "SeriesSpot",
    "ShareBar",
    "SplitBar",
    "Staying",
    "StayingCurve",
    "StayingStep",
    "Theme",
    "TimesAsOften",
    "TimesScale",
    "Trend",
    "TrendPoint",
    "ValueDot",
    "ValueMap",
    "Whisker",
    "WhiskerScale",
    "draw",
    "driver_map_of",
    "quadrant_words",
    "times_words",
    "whisker_domain",
]


def draw(chart: object, theme: Theme | None = None) -> SafeString:
    """Return a chart as SVG: for a page without a theme, else as a picture in the theme's literal colours."""
    return DRAWERS[type(chart)](chart, theme or PAGE)
