"""Words for series and marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kuule.insight.answers.beside import Marked
from kuule.insight.models import Series
from kuule.insight.rules import LAST, SUM
from kuule.ui.formats import rounded
from kuule.ui.slots import marks_of

register = template.Library()

DECIMALS = 2


@register.filter
def value_words(value: float | None, series: Series) -> str:
    """Return a value with its unit in the reader's format: `1.5 %`, `12,400 €`; `–` without a value."""
    if value is None:
        return "–"
    short = rounded(value, DECIMALS)
    decimals = next((each for each in range(DECIMALS) if rounded(short, each) == short), DECIMALS)
    written = number_format(rounded(value, decimals), decimals, force_grouping=True).replace("-", "−")
    return f"{written}\u00a0{series.unit}" if series.unit else written


@register.filter
def summary_word(summary: str) -> str:
    """Return what a longer time shows of a series."""
    return {SUM: _("sum"), LAST: _("last value")}.get(summary, _("mean"))


@register.simple_tag(takes_context=True)
def marks_told(context: Mapping[str, Any], marks: Sequence[Marked]) -> list[tuple[Marked, str]]:
    """Return marks with what higher rooms show beside each: `{% marks_told marks as told %}`."""
    page = {"workspace": context["workspace"], "member": context["member"]}
    beside = marks_of("annotations", page, [each.annotation.pk for each in marks])
    return [(each, beside[each.annotation.pk]) for each in marks]
