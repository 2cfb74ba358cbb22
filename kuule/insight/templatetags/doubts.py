"""Words for who answered, why Kuule thinks so, and what was decided about it."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuule.responses import rules
from kuule.responses.rules import RawClick, verdicts

register = template.Library()


@register.filter
def verdict_word(verdict: str) -> str:
    """Return who was there."""
    return {rules.PERSON: _("A person"), rules.UNCLEAR: _("Unclear"), rules.SCANNER: _("A program")}[verdict]


@register.filter
def verdict_tag(verdict: str) -> str:
    """Return the kind of tag that fits a verdict."""
    return {rules.PERSON: "good", rules.SCANNER: "quiet"}.get(verdict, "")


@register.filter
def verdict_reason(reason: str) -> str:
    """Return why Kuule thinks so; "" for an answer that came by no page."""
    names = {
        verdicts.OPENED: _("Opened the page, which says little alone"),
        verdicts.HEAD: _("Asked for the head of the page only, as mail scanners do"),
        verdicts.PREFETCH: _("Loaded ahead, before anybody asked for it"),
        verdicts.LINK_PREVIEW: _("Drew a preview of the link"),
        verdicts.ALL_LINKS: _("Opened many links of one mail within seconds"),
        verdicts.ANSWERED_AFTER: _("A person answered from the same place afterwards"),
        verdicts.SIGNAL: _("A finger, a mouse or a key was seen"),
        verdicts.TIME: _("The page was open long enough to read it"),
        verdicts.TOO_QUICK: _("Sent quicker than anybody reads"),
        verdicts.UNSIGNED: _("Sent without opening the page"),
        verdicts.CONFIRMED: _("Confirmed by the person"),
        verdicts.DECIDED: _("Decided by somebody here"),
    }
    return names.get(reason, "")


@register.filter
def click_words(click: RawClick) -> str:
    """Return what a visit asked for, with the score: not for those who decide blind to it."""
    if click.act == "score" and click.score is not None:
        return _("Opened the link of score %(score)s") % {"score": click.score}
    return blind_click_words(click)


@register.filter
def blind_click_words(click: RawClick) -> str:
    """Return what a visit asked for, without any score."""
    names = {
        "open": _("Opened the page"),
        "score": _("Opened the link of a score"),
        "first": _("Chose a score on the page"),
        "save": _("Sent the form"),
        "confirm": _("Pressed “this is my answer”"),
    }
    return names.get(click.act, click.act)


@register.filter
def review_question(kind: str) -> str:
    """Return what is to be decided."""
    return {
        rules.VERDICT: _("Did a person give this answer?"),
        rules.SCORE: _("Which score was meant?"),
    }[kind]


@register.filter
def outcome_word(outcome: str) -> str:
    """Return what was decided."""
    return {
        rules.PERSON: _("Counts: a person gave it"),
        rules.SCANNER: _("Does not count: no person gave it"),
        rules.CORRECTED: _("The score was corrected"),
        rules.REJECTED: _("The score stays as it was"),
        rules.ANSWERED_AGAIN: _("Settled: the person answered again"),
    }.get(outcome, pgettext("a question about an answer", "Open"))
