"""Words for what teams are asked about themselves."""

from django import template
from django.utils.translation import gettext as _

from kuule.act.rules.pulse import ASKING, LOAD, MEANS, RECOMMEND, SHARED, TEAM_ONLY, VOICE

register = template.Library()


@register.filter
def question_words(key: str) -> str:
    """Return a question that is ready, in the reader's language."""
    return {
        RECOMMEND: _("Would you recommend working in this team to a friend?"),
        MEANS: _("Can you do for customers what they need?"),
        VOICE: _("Does something happen when you point out a problem?"),
        LOAD: _("Do you get done what you are here for, in the time you have?"),
    }[key]


@register.filter
def pulse_state_word(state: str) -> str:
    """Return how a pulse stands."""
    return {
        ASKING: _("is being answered"),
        TEAM_ONLY: _("the team talks about it"),
        SHARED: _("the team and its managers see it"),
    }[state]
