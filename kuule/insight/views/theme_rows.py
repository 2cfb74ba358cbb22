"""Themes as lines of the picture of effects, on an axis that all of them share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight import charts
from kuule.insight.answers.themes import ThemeFigure
from kuule.insight.templatetags.insight import address


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A theme with its effect as a whisker; `url` leads to the comments that speak of it."""

    figure: ThemeFigure
    whisker: SafeString
    url: str


def effect_rows(slug: str, found: Sequence[ThemeFigure]) -> tuple[list[EffectRow], SafeString]:
    """Return the lines of the themes that have an effect, and the head of their whisker column.

    Those that pull down most come first. Themes that too few comments speak of have no line.
    """
    drawn = [each for each in in_order(found) if each.effect is not None]
    limits = (limit for each in drawn for limit in (each.effect, each.effect_lower, each.effect_upper))
    domain = charts.whisker_domain(limits)
    rows = [EffectRow(each, _whisker(each, domain), address(slug, "comment_list", each.query)) for each in drawn]
    return rows, charts.draw(charts.WhiskerScale(domain=domain)) if drawn else SafeString("")


def in_order(found: Sequence[ThemeFigure]) -> list[ThemeFigure]:
    """Return themes in the order of what they do to the score: those that pull down most first."""
    return sorted(found, key=lambda each: (each.effect is None, each.effect or 0.0, -each.n))


def _whisker(figure: ThemeFigure, domain: tuple[float, float]) -> SafeString:
    lower, upper = figure.effect_lower, figure.effect_upper
    return charts.draw(charts.Whisker(value=figure.effect, lower=lower, upper=upper, n=figure.n, domain=domain))
