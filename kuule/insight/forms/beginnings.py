"""Own figures that the calculator begins with, and the words that say where each comes from."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.insight.forms.fields import plain
from kuule.insight.selectors.planning import OwnFigures
from kuule.ui.formats import count, percent

# Where a workspace knows nothing of itself: shares as a middling company sees them.
EXAMPLE_SHARES = {"detractors": 0.2, "promoters": 0.5}
EXAMPLE_RATE = 0.3
FEW = 30


def begun_with(own: OwnFigures) -> dict[str, str]:
    """Return what stands in each field of the calculator to begin with."""
    n = own.counts.n
    shares = {"detractors": own.counts.detractors / n, "promoters": own.counts.promoters / n} if n else EXAMPLE_SHARES
    return {
        "margin": "5",
        "change": "10",
        "detractors": plain(100 * shares["detractors"]),
        "promoters": plain(100 * shares["promoters"]),
        "people": str(own.people or ""),
        "rate": plain(100 * (_own_rate(own) or EXAMPLE_RATE)),
        "minutes": "45",
        "hours": "4",
        "owners": str(own.owners or 1),
    }


def _own_rate(own: OwnFigures) -> float | None:
    # A rate of 0 cannot be planned with.
    return own.rate.share or None if own.rate else None


def sources_of(own: OwnFigures) -> dict[str, str]:
    """Return where that comes from, in words."""
    return {
        "detractors": _source_of_shares(own),
        "promoters": _source_of_shares(own),
        "people": _source_of_people(own),
        "rate": _source_of_rate(own),
        "owners": _source_of_owners(own),
    }


def _source_of_shares(own: OwnFigures) -> str:
    n = own.counts.n
    if not n:
        return _("An example: you have no answers yet.")
    words = ngettext(
        "Yours of the last 12 months, from %(n)s answer.", "Yours of the last 12 months, from %(n)s answers.", n
    ) % {"n": count(n)}
    # Extraction does not look into f-strings.
    return words + " " + _("That is few: the true share may be quite another.") if n < FEW else words


def _source_of_people(own: OwnFigures) -> str:
    if not own.people:
        return _("Nobody on your list can be asked yet. Empty means very many.")
    return ngettext(
        "%(n)s on your list has an address and may be asked. Empty means very many.",
        "%(n)s on your list have an address and may be asked. Empty means very many.",
        own.people,
    ) % {"n": count(own.people)}


def _source_of_rate(own: OwnFigures) -> str:
    if own.rate is None or not own.rate.asked:
        return _("An example: you have asked nobody in the last 12 months.")
    if not own.rate.answered:
        return _("An example: nobody has answered yet.")
    words = ngettext(
        "Yours of the last 12 months: %(share)s of %(n)s who was asked.",
        "Yours of the last 12 months: %(share)s of %(n)s who were asked.",
        own.rate.asked,
    )
    return words % {"n": count(own.rate.asked), "share": percent(own.rate.share, 0)}


def _source_of_owners(own: OwnFigures) -> str:
    if not own.owners:
        return _("Nobody here owns an account yet.")
    words = ngettext("%(n)s person here owns accounts.", "%(n)s people here own accounts.", own.owners)
    return words % {"n": count(own.owners)}
