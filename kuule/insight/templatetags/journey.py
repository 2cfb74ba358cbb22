"""The words for what the journey map has found."""

from django import template
from django.utils.translation import gettext as _

from kuule.insight.answers.journey import NO_SURVEY, SURVEY_SHUT, SWITCHED_OFF

register = template.Library()


@register.filter
def unmeasured_words(reason: str) -> str:
    """Return why nobody measures a moment."""
    return {
        NO_SURVEY: _("Nobody measures this: no survey"),
        SURVEY_SHUT: _("Not measured: its survey takes no answers"),
        SWITCHED_OFF: _("Not measured: asking is off"),
    }[reason]
