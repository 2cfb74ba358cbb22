"""How waves, decisions and messages are called on pages."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.contacts.rules.wishes import SMS
from kuule.dispatch import rules
from kuule.dispatch.models import AskLimit, Delivery, DeliveryEvent
from kuule.dispatch.rules import programmes
from kuule.dispatch.rules.collectors import INTERVIEWER, KIOSK, MEMBER_LINK, QR, WIDGET
from kuule.dispatch.rules.limits import ACCOUNT
from kuule.dispatch.rules.reasons import ASKED_ELSEWHERE, CALL_LATER, CALLED_OFF, CALLING, NO_REPLY
from kuule.surveys.templatetags.surveys import family_word
from kuule.workspaces.models import Workspace

register = template.Library()


@register.filter
def wave_state(state: str) -> str:
    """Return how a wave stands."""
    names = {
        rules.SCHEDULED: _("Scheduled"),
        rules.PLANNING: _("Being planned"),
        rules.SENDING: _("Being sent"),
        rules.SENT: _("Sent"),
        rules.CANCELLED: _("Cancelled"),
    }
    return names[state]


@register.filter
def wave_tag(state: str) -> str:
    """Return the kind of tag that fits the state of a wave."""
    return {rules.SENT: "good", rules.CANCELLED: "quiet"}.get(state, "")


@register.filter
def programme_state(state: str) -> str:
    """Return how a programme stands."""
    names = {
        programmes.DRAFT: _("Not started"),
        programmes.RUNNING: _("Running"),
        programmes.PAUSED: _("Paused"),
        programmes.ENDED: _("Ended"),
    }
    return names[state]


@register.filter
def programme_tag(state: str) -> str:
    """Return the kind of tag that fits the state of a programme."""
    return {programmes.RUNNING: "good", programmes.ENDED: "quiet"}.get(state, "")


@register.filter
def channel_word(channel: str) -> str:
    """Return the name of a channel."""
    names = {
        "email": _("E-mail"),
        "sms": _("Text message"),
        WIDGET.key: _("On your website"),
        KIOSK.key: _("On a screen"),
        QR.key: _("On paper"),
        MEMBER_LINK.key: _("A member’s link"),
        INTERVIEWER: _("On the phone"),
    }
    return names.get(channel, channel)


@register.filter
def verdict_word(verdict: str) -> str:
    """Return what a decision came to."""
    return {rules.ALLOW: _("Asked"), rules.HOLD: _("Held back"), rules.DROP: _("Not asked")}[verdict]


@register.filter
def limit_words(limit: AskLimit) -> str:
    """Return a limit as a sentence: “At most 2 surveys to people of one account in any 30 days”."""
    narrowed = [
        *([family_word(limit.family)] if limit.family else []),
        *([channel_word(limit.channel)] if limit.channel else []),
    ]
    sentence = _days_between(limit) if limit.min_days else _asks_in_days(limit)
    return _("%(limit)s: only %(what)s") % {"limit": sentence, "what": ", ".join(narrowed)} if narrowed else sentence


def _days_between(limit: AskLimit) -> str:
    days = limit.min_days
    if limit.subject == ACCOUNT:
        return ngettext(
            "At least %(days)s day between two surveys to people of one account",
            "At least %(days)s days between two surveys to people of one account",
            days,
        ) % {"days": days}
    return ngettext(
        "At least %(days)s day between two surveys to one person",
        "At least %(days)s days between two surveys to one person",
        days,
    ) % {"days": days}


def _asks_in_days(limit: AskLimit) -> str:
    days = limit.period_days
    period = ngettext("in any %(days)s day", "in any %(days)s days", days) % {"days": days}
    return f"{_asks_of(limit)} {period}"


def _asks_of(limit: AskLimit) -> str:
    most = limit.most
    if limit.subject == ACCOUNT:
        return ngettext(
            "At most %(most)s survey to people of one account",
            "At most %(most)s surveys to people of one account",
            most,
        ) % {"most": most}
    return ngettext("At most %(most)s survey to one person", "At most %(most)s surveys to one person", most) % {
        "most": most
    }


@register.filter
def hold_reason(reason: str, workspace: Workspace) -> str:
    """Return why somebody is held back. A limit that was set for the workspace is told in its words."""
    if reason.startswith(rules.LIMIT):
        limit = AskLimit.objects.filter(workspace=workspace, pk=reason.removeprefix(rules.LIMIT)).first()
        return limit_words(limit) if limit else _("A limit that has been lifted since")
    days = workspace.quarantine_days
    names = {
        rules.NO_ADDRESS: _("No address or number to ask at"),
        rules.UNSUBSCRIBED: _("Does not want to be asked"),
        rules.BOUNCED: _("Mail to this address came back"),
        rules.COMPLAINED: _("Reported our mail as unwanted"),
        rules.BY_HAND: _("Taken off the list by hand"),
        rules.NO_CONSENT: _("Has not consented"),
        rules.RECENTLY_ASKED: ngettext(
            "Asked within the last %(days)s day", "Asked within the last %(days)s days", days
        )
        % {"days": days},
        rules.ARCHIVED: _("Archived"),
        rules.TAKEN_OUT: _("Taken out by somebody here"),
        rules.SAMPLED_OUT: _("Not drawn for the sample"),
        rules.EXPIRED: _("Could be asked only when it would be too late"),
        rules.LEFT_PANEL: _("No longer among those this asks"),
        rules.CONDITION: _("Does not meet the conditions"),
        rules.OTHER_GROUP: _("Is of another group than the survey asks"),
        rules.NOT_NOW: _("Said “not now”"),
        rules.CASE_OPEN: _("A case with this customer is open"),
        rules.PACE: _("Enough people were asked on that day"),
        rules.CAPACITY: _("The owners have their hands full"),
        rules.DAILY_CAP: _("The touchpoint asks no more on one day"),
        rules.QUIET_HOURS: _("In their quiet hours"),
        rules.RESERVED: _("Has their turn soon with a survey that goes first"),
        rules.WARM_UP: _("The sending domain begins slowly"),
        rules.REMINDER: _("A reminder"),
        rules.FALL_BACK: _("By another channel, because the first did not get through"),
        rules.ANSWERED: _("Has answered"),
        rules.SWITCHED_OFF: _("Asking was switched off before the turn came"),
        CALLING: _("Somebody is on the phone with them"),
        NO_REPLY: _("Did not answer the phone"),
        CALL_LATER: _("Wants to be called later"),
        ASKED_ELSEWHERE: _("Was asked lately by another system"),
        rules.SURVEY_CLOSED: _("The survey was closed before the turn came"),
        rules.WAVE_CANCELLED: _("The wave was cancelled before the turn came"),
        rules.PAUSED: _("Asking was paused before the turn came"),
        rules.ERASED: _("Erased before the turn came"),
        CALLED_OFF: _("Called off before the turn came"),
    }
    return names[reason]


@register.filter
def words_for(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, else in any that it has."""
    return texts.get(language) or next(iter(texts.values()), "")


@register.filter
def delivery_state(delivery: Delivery) -> str:
    """Return how far a message got."""
    names = {
        rules.DUE: _("Tried again soon") if delivery.reason else _("Waits for its turn"),
        rules.HANDING_OVER: _("Being handed over"),
        rules.HANDED_OVER: _("Sent"),
        rules.UNCERTAIN: _("May have been sent"),
        rules.FAILED: _("Could not be sent"),
        rules.DROPPED: _("Not sent"),
    }
    return names[delivery.state]


@register.filter
def delivery_reason(delivery: Delivery) -> str:
    """Return why a message is not on its way, or "" when nothing is wrong."""
    names = {
        rules.REFUSED: _("The mail server refused it."),
        rules.POSTPONED: _("The mail server asked to try later."),
        rules.UNSENDABLE: _("No mail can be sent to this address."),
        rules.NO_CONNECTION: _("The mail server could not be reached."),
        rules.CONNECTION_LOST: _("The connection to the mail server broke."),
        rules.INTERRUPTED: _("Kuule was stopped while handing it over."),
        rules.UNEXPECTED: _("Something went wrong in Kuule; the log has the details."),
        rules.SENT_AGAIN: _("It was sent once more by hand."),
        rules.SETTLED: _("No longer needed: the answer was cleared up before."),
    }
    return {**names, **(_text_troubles() if delivery.channel == SMS else {})}.get(delivery.reason, "")


def _text_troubles() -> dict[str, str]:
    return {
        rules.REFUSED: _("The provider refused it."),
        rules.POSTPONED: _("The provider did not take it now."),
        rules.UNSENDABLE: _("No text message can be sent to this number."),
        rules.NO_CONNECTION: _("The provider could not be reached."),
        rules.CONNECTION_LOST: _("The connection to the provider broke."),
    }


@register.filter
def event_words(event: DeliveryEvent) -> str:
    """Return what was reported about a message after it left."""
    names = {
        rules.HARD_BOUNCE: _("Came back: the address takes no mail"),
        rules.SOFT_BOUNCE: _("Came back for now"),
        rules.COMPLAINT: _("Reported as unwanted"),
        rules.UNSUBSCRIBE: _("Asked the mail provider for no more"),
    }
    return names.get(event.kind, "")
