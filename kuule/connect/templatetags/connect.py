"""Words for what happens between systems."""

from django import template
from django.utils.translation import gettext as _

from kuule.connect.models import WebhookAttempt
from kuule.connect.rules import events
from kuule.connect.rules.alerts import CASE_LATE
from kuule.connect.rules.outgoing import DELIVERED, DUE, GIVEN_UP, is_accepted
from kuule.connect.services.sending import NO_SECRET
from kuule.dispatch.rules import states
from kuule.lib import outbound

register = template.Library()


@register.filter
def attempt_words(attempt: WebhookAttempt) -> str:
    """Return what came of an attempt."""
    if is_accepted(attempt.status):
        return _("Taken (%(status)s)") % {"status": attempt.status}
    if attempt.status is not None:
        return _("Refused (%(status)s)") % {"status": attempt.status}
    return trouble_words(attempt.trouble)


def trouble_words(trouble: str) -> str:
    """Return why nothing was taken, and what helps."""
    return {
        outbound.BAD_ADDRESS: _("This is no address that can be sent to."),
        outbound.INTERNAL: _(
            "The address leads into an internal network. KUULE_WEBHOOK_ALLOW_INTERNAL can allow that."
        ),
        outbound.UNKNOWN_HOST: _("Nobody knows this host. Check the spelling."),
        outbound.UNREACHABLE: _("Nothing takes connections there."),
        outbound.NOT_SECURE: _("The certificate of the other side is not valid."),
        outbound.TIMEOUT: _("The other side took too long to answer."),
        outbound.BROKEN: _("The connection broke off."),
        NO_SECRET: _("The key cannot be opened here. Make a new key and a new webhook."),
    }[trouble]


@register.filter
def event_words(event: str) -> str:
    """Return what an event tells."""
    return {
        events.RESPONSE_RECEIVED: _("An answer is new"),
        events.RESPONSE_AMENDED: _("An answer changed"),
        events.INVITATION_HELD_BACK: _("Somebody was not asked, and why"),
        events.CONTACT_UNSUBSCRIBED: _("Somebody does not want to be asked any more"),
        events.CONTACT_BOUNCED: _("An address takes no mail"),
        events.CASE_OPENED: _("A case was opened"),
        events.CASE_CHANGED: _("A case changed"),
        events.CASE_CLOSED: _("A case was closed"),
        events.INITIATIVE_DONE: _("An initiative is done"),
        events.TEST: _("A test"),
        CASE_LATE: _("A case is late"),
    }[event]


@register.filter
def message_state_word(state: str) -> str:
    """Return how a message stands."""
    return {DUE: _("Waits"), DELIVERED: _("Delivered"), GIVEN_UP: _("Given up")}[state]


@register.filter
def alert_state_word(state: str) -> str:
    """Return how the handover of a message of an alert stands."""
    return {
        states.DUE: _("Waits"),
        states.HANDING_OVER: _("Is being sent"),
        states.HANDED_OVER: _("Sent"),
        states.UNCERTAIN: _("Uncertain whether it arrived"),
        states.FAILED: _("Could not be sent"),
        states.DROPPED: _("Nothing in it that they may see"),
    }[state]


@register.filter
def is_settled(state: str) -> bool:
    """Tell whether a message is sent no more by itself."""
    return state != DUE
