"""How ways to collect answers are called on pages."""

from django import template
from django.utils.translation import gettext as _

from kuule.dispatch.models import Collector
from kuule.dispatch.rules import NOT_NOW
from kuule.dispatch.rules.collectors import KIOSK, MEMBER_LINK, QR, WIDGET
from kuule.dispatch.rules.reasons import NO_REPLY
from kuule.dispatch.services.calls import LATER, NEVER
from kuule.dispatch.templatetags.dispatch import channel_word

register = template.Library()


register.filter("kind_word", channel_word)


@register.filter
def kind_text(kind: str) -> str:
    """Return what it is good for."""
    return {
        WIDGET.key: _("A few questions in a corner of your site or program, for those whom the limits let ask."),
        KIOSK.key: _("A tablet at the counter or the door. It keeps answers while there is no network."),
        QR.key: _("A sheet with a code to print and hang up: people point their phone at it."),
    }[kind]


@register.filter
def kind_icon(kind: str) -> str:
    """Return the icon of a way to collect answers."""
    return {
        WIDGET.key: "app-window",
        KIOSK.key: "tablet",
        QR.key: "qr-code",
        MEMBER_LINK.key: "link",
    }[kind]


@register.filter
def came_by(collector: Collector) -> str:
    """Return where an answer came from: the name of the place, or who shared the link."""
    if collector.kind != MEMBER_LINK.key:
        return collector.name
    name = str(collector.member.user) if collector.member else _("somebody who is gone")
    return _("shared by %(name)s") % {"name": name}


@register.filter
def outcome_word(outcome: str) -> str:
    """Return what can come of a call that brings no answer."""
    return {
        NO_REPLY: _("Nobody answered"),
        LATER: _("Wants to be called later"),
        NOT_NOW: _("Not now: leave them alone for a month"),
        NEVER: _("Does not want to be asked any more"),
    }[outcome]
