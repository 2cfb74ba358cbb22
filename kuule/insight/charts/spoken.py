"""What a chart says in words: for screen readers, tooltips and empty states."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.ui.formats import count, percent, signed


def answers(n: int) -> str:
    """Return `1,284 answers`."""
    return ngettext("%(n)s answer", "%(n)s answers", n) % {"n": count(n)}


def interval(lower: float | None, upper: float | None) -> str:
    """Return `+32 to +40`, or nothing when either end is unknown."""
    if lower is None or upper is None:
        return ""
    return _("%(lower)s to %(upper)s") % {"lower": signed(lower), "upper": signed(upper)}


def score(value: float | None, lower: float | None, upper: float | None, n: int | None = None) -> str:
    """Return `+36, between +32 and +40, 1,284 answers`, with what is known of it."""
    if value is None:
        return no_answers()
    parts = [signed(value)]
    if lower is not None and upper is not None:
        parts.append(_("between %(lower)s and %(upper)s") % {"lower": signed(lower), "upper": signed(upper)})
    if n is not None:
        parts.append(answers(n))
    return ", ".join(parts)


def shares(detractors: float, passives: float, promoters: float) -> str:
    """Return `16.0 % detractors, 31.9 % passives, 52.2 % promoters`; takes shares between 0 and 1."""
    return _("%(detractors)s detractors, %(passives)s passives, %(promoters)s promoters") % {
        "detractors": percent(detractors),
        "passives": percent(passives),
        "promoters": percent(promoters),
    }


def no_answers() -> str:
    """Return the words for an empty chart."""
    return _("No answers yet")
