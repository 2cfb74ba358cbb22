"""Words for what was heard elsewhere."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kuule.insight.answers.heard import RatingFigure
from kuule.responses.models import Heard
from kuule.responses.rules.heard import STARS, THUMBS, UP
from kuule.ui.formats import percent, rounded

register = template.Library()


@register.filter
def given_rating(heard: Heard) -> str:
    """Return a rating as it was given: `4 of 5 stars`, `8 of 10`, `Thumbs up`."""
    if heard.rating is None:
        return ""
    if heard.scale == THUMBS:
        return _("Thumbs up") if heard.rating == UP else _("Thumbs down")
    number = number_format(heard.rating, len(f"{heard.rating % 1:g}".partition(".")[2]))
    words = _("%(n)s of 5 stars") if heard.scale == STARS else _("%(n)s of 10")
    return words % {"n": number}


@register.filter
def rating_words(figure: RatingFigure) -> str:
    """Return the mean of ratings with its scale: `3.8 of 5`; of thumbs the share that is up."""
    if figure.scale == THUMBS:
        return _("%(share)s thumbs up") % {"share": percent(figure.value, 0)}
    words = _("%(n)s of 5") if figure.scale == STARS else _("%(n)s of 10")
    return words % {"n": number_format(rounded(figure.value, 1), 1)}


@register.filter
def rating_range(figure: RatingFigure) -> str:
    """Return the interval of a mean or a share, "" where there is none."""
    if figure.lower is None or figure.upper is None:
        return ""
    if figure.scale == THUMBS:
        limits = percent(figure.lower, 0), percent(figure.upper, 0)
    else:
        limits = number_format(rounded(figure.lower, 1), 1), number_format(rounded(figure.upper, 1), 1)
    return _("%(lower)s to %(upper)s") % {"lower": limits[0], "upper": limits[1]}
