"""Words for what loyalty is worth: groups, parts of growth, bands, and figures with their intervals."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.economics.answers.value_segments import BY_POTENTIAL, BY_PROFIT, BY_VALUE
from kuule.economics.rules import ADVERTISING, OTHER, RECOMMENDED, SELLING
from kuule.economics.rules.bands import HIGH, LARGE, LOSS, LOW, MEDIUM, MIDDLE, SMALL
from kuule.economics.rules.earned import GONE, LESS, MORE, NEW, SAME
from kuule.economics.rules.lives import GONE_BEFORE, NO_MONEY, TOO_NEW
from kuule.economics.rules.multipliers import FORGIVENESS, REPURCHASE, TRYING
from kuule.insight.charts import times_words
from kuule.ui.formats import MINUS, NOTHING, count, percent, rounded, signed
from kuule.ui.money import rough_money

register = template.Library()


@register.filter
def item(found: Mapping[Any, Any] | Sequence[Any], place: Any) -> Any:
    """Return what stands at a place of a list or under a key; None where nothing does."""
    if isinstance(found, Mapping):
        return found.get(place)
    return found[place] if place < len(found) else None


@register.filter
def money_range(figure: Any, currency: str) -> str:
    """Return the interval of an amount of money: `€1,200 to €1,900`; "" where there is none."""
    return _range(figure, lambda limit: rough_money(limit, currency))


@register.filter
def share_range(figure: Any) -> str:
    """Return the interval of a share: `81 % to 92 %`; "" where there is none."""
    return _range(figure, lambda limit: percent(limit, 0))


@register.filter
def number_range(figure: Any) -> str:
    """Return the interval of a plain number with one decimal; "" where there is none."""
    return _range(figure, lambda limit: signed(limit, 1).removeprefix("+"))


@register.filter
def figure(number: float | None) -> str:
    """Return a plain number with a decimal only where it has one."""
    if number is None:
        return NOTHING
    decimals = 0 if rounded(number, 1) == rounded(number) else 1
    return signed(number, decimals).removeprefix("+")


@register.filter
def growth(rate: float | None) -> str:
    """Return a rate of growth with its sign: `+10.0 %`."""
    if rate is None:
        return percent(None)
    return ("+" if rate > 0 else MINUS if rate < 0 else "") + percent(abs(rate))


@register.filter
def growth_range(figure: Any) -> str:
    """Return the interval of a rate of growth: `−1.0 % to +4.0 %`; "" where there is none."""
    return _range(figure, growth)


@register.filter
def times(ratio: Any) -> str:
    """Return a ratio of shares in words: `4.2×`; `–` where there is none."""
    return times_words(ratio.value) if ratio is not None and ratio.value is not None else NOTHING


@register.filter
def times_of(ratio: float) -> str:
    """Return a plain number as a ratio: `4.2×`."""
    return times_words(ratio)


@register.filter
def times_range(ratio: Any) -> str:
    """Return the interval of a ratio, also of one that nothing bounds above; "" where there is none."""
    if ratio is None or ratio.lower is None:
        return ""
    if ratio.upper is None:
        return _("at least %(lower)s") % {"lower": times_words(ratio.lower)}
    return _range(ratio, times_words)


@register.filter
def points_of(score: float | None) -> str:
    """Return a score that is a proportion in points: `+36`."""
    return signed(None if score is None else score * 100)


@register.filter
def share_of(part: float, whole: float) -> str:
    """Return what share of a whole a part is."""
    return percent(part / whole if whole > 0 else None)


@register.filter
def customers_word(n: int) -> str:
    """Return `1,284 customers`."""
    return ngettext("%(n)s customer", "%(n)s customers", n) % {"n": count(n)}


@register.filter
def part_word(part: str) -> str:
    """Return what customers of a part of growth did."""
    origin = part.removeprefix(f"{NEW}_")
    names = {
        GONE: _("Left"),
        LESS: _("Bought less"),
        SAME: _("Bought as much"),
        MORE: _("Bought more"),
        NEW: _("New, origin not known"),
    }
    return names.get(part) or _("New: %(origin)s") % {"origin": origin_word(origin)}


@register.filter
def origin_word(origin: str) -> str:
    """Return what brought a customer."""
    names = {
        RECOMMENDED: _("recommended"),
        ADVERTISING: _("advertising"),
        SELLING: _("sales work"),
        OTHER: _("something else"),
    }
    return names.get(origin, _("not known"))


@register.filter
def unwatched_word(reason: str) -> str:
    """Return why customers that answered are in no figure."""
    return {
        NO_MONEY: _("nothing was sold to them that Kuule knows of"),
        GONE_BEFORE: _("they had left before they answered"),
        TOO_NEW: _("without a contract nobody can know yet whether they stay"),
    }[reason]


@register.filter
def deed_word(kind: str) -> str:
    """Return what a multiplier counts."""
    return {
        REPURCHASE: _("Bought again within a year"),
        FORGIVENESS: _("Forgave a bad incident"),
        TRYING: _("Took an offer"),
    }[kind]


@register.filter
def cut_word(cut: str) -> str:
    """Return what customers are cut by."""
    return {BY_VALUE: _("Revenue"), BY_PROFIT: _("What they leave over"), BY_POTENTIAL: _("Potential")}[cut]


@register.filter
def band_word(band: str) -> str:
    """Return the name of a band of customers."""
    names = {
        LARGE: _("A: the first 80 %"),
        MEDIUM: _("B: the next 15 %"),
        SMALL: _("C: the last 5 %"),
        HIGH: _("Highest third"),
        MIDDLE: _("Middle third"),
        LOW: _("Lowest third"),
        LOSS: _("They cost more than they bring"),
        "": _("Not known"),
    }
    return names[band]


def _range(figure: Any, written: Callable[[float], str]) -> str:
    if figure is None or figure.lower is None or figure.upper is None:
        return ""
    return _("%(lower)s to %(upper)s") % {"lower": written(figure.lower), "upper": written(figure.upper)}
