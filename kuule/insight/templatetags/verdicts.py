"""What a comparison says, in words: up, down or steady, and how sure that is."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.insight.answers import Comparison
from kuule.insight.query import BEFORE, SEGMENTS, Query
from kuule.insight.query.periods import period_length
from kuule.insight.templatetags.insight import time_words
from kuule.stats import Direction
from kuule.ui.formats import rounded, signed

ICONS = {Direction.UP: "arrow-up-right", Direction.DOWN: "arrow-down-right", Direction.STEADY: "equal"}
# Of a narrower interval whole points would hide both ends.
NARROW = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A comparison in words; `direction` is "" where a side is empty."""

    direction: str
    icon: str
    headline: str
    detail: str
    value: str
    between: str


def verdict_of(found: Comparison, *, against: str, other: str, direction: Direction | None = None) -> Verdict:
    """Word a comparison with what `other` names: an earlier time, or another segment.

    `direction` is for whoever looked at several comparisons and allowed for their number.
    """
    found = found if direction is None else replace(found, direction=direction)
    if found.direction is None or found.value is None:
        return Verdict(
            direction="", icon="circle-dashed", headline=_("Nothing to compare"), detail="", value="", between=""
        )
    decimals = _decimals(found)
    value, lower, upper = (signed(points, decimals) for points in (found.value, found.lower, found.upper))
    between = _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}
    return Verdict(
        direction=found.direction,
        icon=ICONS[found.direction],
        headline=_headline(found.direction, found.value, decimals, against),
        detail=_detail(found.direction) % {"value": value, "other": other, "between": between},
        value=value,
        between=between,
    )


def _detail(direction: Direction) -> str:
    # The headline of a change says its size; steady does not.
    if direction == Direction.STEADY:
        return _("%(value)s against %(other)s, could be %(between)s")
    return _("against %(other)s, could be %(between)s")


def before_words(query: Query, other: Query, against: str) -> str:
    """Return what to call the other time: `the 90 days before`, or its days."""
    if against != BEFORE or not query.period:
        return time_words(other)
    number, unit = period_length(query.period)
    if unit == "d":
        return ngettext("the day before", "the %(n)s days before", number) % {"n": number}
    return ngettext("the month before", "the %(n)s months before", number) % {"n": number}


def chance_words(chance: float | None) -> str:
    """Return a chance as people say it: `87 of 100`."""
    if chance is None:
        return ""
    of_hundred = int(rounded(chance * 100))
    if of_hundred >= 100:
        return _("more than 99 of 100")
    return _("fewer than 1 of 100") if of_hundred <= 0 else _("%(n)s of 100") % {"n": of_hundred}


def _headline(direction: Direction, value: float, decimals: int, against: str) -> str:
    number = abs(rounded(value, decimals))
    count = int(number) if number == int(number) else 2
    points = {"points": signed(number, decimals).removeprefix("+")}
    if against == SEGMENTS:
        return {
            Direction.UP: ngettext("%(points)s point higher", "%(points)s points higher", count) % points,
            Direction.DOWN: ngettext("%(points)s point lower", "%(points)s points lower", count) % points,
            Direction.STEADY: _("No clear difference"),
        }[direction]
    return {
        Direction.UP: ngettext("Up %(points)s point", "Up %(points)s points", count) % points,
        Direction.DOWN: ngettext("Down %(points)s point", "Down %(points)s points", count) % points,
        Direction.STEADY: _("Steady"),
    }[direction]


def _decimals(found: Comparison) -> int:
    if found.lower is None or found.upper is None:
        return 0
    # "0 to +9" would say steady where the interval leaves zero out.
    touches = any(rounded(limit) == 0 for limit in (found.lower, found.upper))
    return 1 if found.upper - found.lower < NARROW or (touches and found.direction != Direction.STEADY) else 0
