"""The words for message tests, and for what the messages did."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kuule.economics.answers.message_effects import BOUGHT, SCORE, TAPPED, GroupOutcome, Line
from kuule.economics.rules.messages import DRAFT, ENDED, RUNNING
from kuule.insight.templatetags.insight import group_word
from kuule.ui.formats import count, percent, signed

register = template.Library()

STATE_WORDS = {
    DRAFT: pgettext_lazy("message test", "Draft"),
    RUNNING: pgettext_lazy("message test", "Running"),
    ENDED: pgettext_lazy("message test", "Ended"),
}


@register.filter
def test_state(state: str) -> str:
    """Return the name of a state of a message test."""
    return str(STATE_WORDS[state])


@register.filter
def message_outcome(kind: str) -> str:
    """Return the title of what is looked at after a message."""
    names = {
        TAPPED: _("Followed the link"),
        BOUGHT: _("Bought later"),
        SCORE: _("Score of their next answer"),
    }
    return names[kind]


@register.filter
def message_head(kind: str) -> str:
    """Return the head of the column with its figure."""
    return _("NPS") if kind == SCORE else _("Share")


@register.filter
def message_word(number: int) -> str:
    """Return the name of a message by its number."""
    return _("message %(number)s") % {"number": number} if number else _("no message")


@register.filter
def message_figure(value: float | None, kind: str) -> str:
    """Return a share in percent, or a score in points."""
    return signed(value) if kind == SCORE else percent(value, 1)


@register.filter
def message_range(line: Line, kind: str) -> str:
    """Return the interval of a message's figure; "" where there is none."""
    if line.lower is None or line.upper is None:
        return ""
    limits_ = {"lower": message_figure(line.lower, kind), "upper": message_figure(line.upper, kind)}
    return _("%(lower)s to %(upper)s") % limits_


@register.filter
def message_difference(line: Line, kind: str) -> str:
    """Return how a message does beside the first of its group, with the interval; "" for the first itself."""
    if line.difference is None:
        return ""
    factor = 1 if kind == SCORE else 100
    parts = (line.difference, line.difference_lower, line.difference_upper)
    value, lower, upper = (signed(None if part is None else part * factor) for part in parts)
    return _("%(value)s (%(lower)s to %(upper)s)") % {"value": value, "lower": lower, "upper": upper}


@register.filter
def message_sentence(group: GroupOutcome, kind: str) -> str:
    """Return in plain words whether the messages differ in a group, and how many more it takes to see."""
    who = group_word(group.group)
    if len(group.lines) < 2:
        return _("%(who)s: there is nothing to compare with yet.") % {"who": who}
    if group.is_seen:
        best = max(group.lines, key=lambda line: line.value or 0.0)
        words = _("%(who)s: the messages differ; highest with %(message)s (%(figure)s).")
        return words % {"who": who, "message": message_word(best.message), "figure": message_figure(best.value, kind)}
    needed = [line.more_needed for line in group.lines if line.more_needed]
    if not needed:
        return _("%(who)s: no difference can be seen.") % {"who": who}
    words = _("%(who)s: no difference can be seen. One as large as now would show with %(n)s more people for each.")
    return words % {"who": who, "n": count(max(needed))}
