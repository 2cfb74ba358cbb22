"""What a kind of chart is: data in a frozen dataclass, and one function that draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from kuule.insight.charts.theme import Theme
from kuule.ui.formats import is_number

Data = TypeVar("Data")
LOWEST, HIGHEST = -100.0, 100.0
FEW = 30


@dataclass(frozen=True, slots=True)
class ChartKind(Generic[Data]):
    """A kind of chart. `draw` is pure: the same data and theme give the same SVG."""

    key: str
    data: type[Data]
    draw: Callable[[Data, Theme], SafeString]


def within_scale(value: float | None) -> float | None:
    """Return an NPS in points, kept between −100 and 100; None when there is no finite figure."""
    if value is None or not is_number(value):
        return None
    return min(max(float(value), LOWEST), HIGHEST)
