"""Figures as the API gives them: always with how sure they are and how many answers they rest on."""

from collections.abc import Mapping
from typing import Any

from ninja import Field, Schema

from kuule.insight.answers import Figure


class FigureOut(Schema):
    """A Net Promoter Score in points, with its interval; null where nobody answered.

    `warnings` are codes that the guide to reading the score explains; `is_few` says that so few answered that reading
    the answers tells more than the score.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    promoters: int
    passives: int
    detractors: int
    confidence: float
    method: str
    warnings: list[str]
    is_few: bool


class DifferenceOut(Schema):
    """How much higher one group scores than another; `direction` (up, down, steady) knows how many were looked at."""

    value: float
    lower: float
    upper: float
    p_value: float
    corrected_p: float
    direction: str


class Cut(Schema):
    """What an address asks for to see exactly these answers."""

    query: dict[str, str] = Field(description="The question that means exactly these answers.")


def figure_fields(figure: Figure) -> Mapping[str, Any]:
    """Return the fields of a `FigureOut`."""
    plain = ("value", "lower", "upper", "n", "confidence", "method", "is_few")
    shares = figure.shares
    return {
        **{name: getattr(figure, name) for name in plain},
        "promoters": shares.promoters,
        "passives": shares.passives,
        "detractors": shares.detractors,
        "warnings": list(figure.warnings),
    }


def figure_out(figure: Figure) -> FigureOut:
    """Return a figure as the API gives it."""
    return FigureOut(**figure_fields(figure))


def difference_out(found: Any) -> DifferenceOut | None:
    """Return a difference as the API gives it."""
    if found is None:
        return None
    return DifferenceOut(**{name: getattr(found, name) for name in DifferenceOut.model_fields})
