"""Words for what became of a certified figure, and for its moments."""

from datetime import datetime

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.insight.answers.certificates import ADDED, COUNTED, GONE, HIDDEN, NOT_COUNTED, RESCORED

register = template.Library()


@register.filter
def change_reason(reason: tuple[str, int]) -> str:
    """Return why a certified figure would be another one today."""
    code, n = reason
    if code == HIDDEN:
        return _("these answers are too few to show today, so they cannot be counted again")
    words = {
        ADDED: ngettext("%(n)s answer came in since", "%(n)s answers came in since", n),
        RESCORED: ngettext("the score of %(n)s answer was changed", "the scores of %(n)s answers were changed", n),
        NOT_COUNTED: ngettext(
            "%(n)s answer was found not to be a person’s", "%(n)s answers were found not to be a person’s", n
        ),
        COUNTED: ngettext("%(n)s answer was found to be a person’s", "%(n)s answers were found to be a person’s", n),
        GONE: ngettext(
            "%(n)s answer was erased or deleted, or no longer fits the question",
            "%(n)s answers were erased or deleted, or no longer fit the question",
            n,
        ),
    }
    other = _("answers differ in a way that no change on record explains")
    return words.get(code, other) % {"n": number_format(n, force_grouping=True)}


@register.filter
def moment(text: str) -> datetime:
    """Return the moment that a record names."""
    return datetime.fromisoformat(text)


@register.filter
def as_share(points: float) -> float:
    """Return a share that a record holds in points of a hundred."""
    return points / 100
