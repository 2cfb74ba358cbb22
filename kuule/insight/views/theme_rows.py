"""Themes as lines of the picture of effects, on an axis that all of them share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kuule.insight import charts
from kuule.insight.answers.themes import ThemeEffect
from kuule.insight.query import Query
from kuule.insight.templatetags.insight import address


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A theme with its effect as a whisker, None where too few comments speak of it; `url` leads to these comments."""

    effect: ThemeEffect
    whisker: SafeString | None
    url: str


def effect_rows(slug: str, query: Query, found: Sequence[ThemeEffect]) -> tuple[list[EffectRow], SafeString]:
    """Return the lines, those that pull down most first, and the head of their whisker column."""
    ordered = in_order(found)
    drawn = [each for each in ordered if each.value is not None]
    domain = charts.whisker_domain(limit for each in drawn for limit in (each.value, each.lower, each.upper))
    rows = [
        EffectRow(
            effect=each,
            whisker=_whisker(each, domain) if each.value is not None else None,
            url=address(slug, "comment_list", query.asking(theme_id=each.theme.pk, only_comments=True)),
        )
        for each in ordered
    ]
    return rows, charts.draw(charts.WhiskerScale(domain=domain)) if drawn else SafeString("")


def in_order(found: Sequence[ThemeEffect]) -> list[ThemeEffect]:
    """Return themes in the order of what they do to the score: those that pull down most first."""
    return sorted(found, key=lambda each: (each.value is None, each.value or 0.0, -each.n))


def _whisker(effect: ThemeEffect, domain: tuple[float, float]) -> SafeString:
    return charts.draw(
        charts.Whisker(value=effect.value, lower=effect.lower, upper=effect.upper, n=effect.n, domain=domain)
    )
