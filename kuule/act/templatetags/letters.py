"""How letters, and what became of them, are called on pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kuule.act.channels.kept_files import CUT_OFF, DANGEROUS, TOO_LARGE, TOO_MANY_FILES
from kuule.act.models import Case, Letter
from kuule.act.rules import letters
from kuule.act.selectors.correspondence import correspondence_in
from kuule.contacts.rules import BOUNCED, BY_HAND, COMPLAINED, UNSUBSCRIBED
from kuule.dispatch import rules

register = template.Library()


@register.filter
def letter_state(letter: Letter) -> str:
    """Return how a letter stands, in words."""
    if letter.state == rules.DROPPED:
        return _("Not sent: %(why)s") % {"why": _dropped_word(letter.reason)}
    if letter.state == rules.FAILED and letter.reason == letters.CAME_BACK:
        return _("Came back: nobody was reached")
    if letter.state == rules.UNCERTAIN and letter.reason == rules.SENT_AGAIN:
        return _("May have left; it was sent again")
    return {
        rules.DUE: _("On its way"),
        rules.HANDING_OVER: _("On its way"),
        rules.HANDED_OVER: _("Sent"),
        rules.UNCERTAIN: _("May have left"),
        rules.FAILED: _("Could not be sent"),
    }[letter.state]


@register.filter
def letter_tag(letter: Letter) -> str:
    """Return the kind of tag that fits how a letter stands."""
    if letter.state in (rules.FAILED, rules.UNCERTAIN):
        return "bad"
    return "good" if letter.state == rules.HANDED_OVER else "quiet"


@register.filter
def letter_title(letter: Letter) -> str:
    """Return what a letter is: its subject where a person wrote it, else what it is for."""
    names = {
        letters.THANKS: _("Thanks for the answer"),
        letters.SOLVED_ASK: _("Asked whether it is solved"),
        letters.PANEL: _("Invited to the customer panel"),
        letters.TOLD_DONE: _("Told what was done"),
    }
    return names.get(letter.purpose, letter.subject)


@register.filter
def file_fault(why: str) -> str:
    """Return why a file that came with a mail was not kept."""
    names = {
        DANGEROUS: _("was not kept: opening such a file can do harm"),
        TOO_LARGE: _("was not kept: it is too large"),
        TOO_MANY_FILES: _("was not kept: too many files came at once"),
        CUT_OFF: _("was not kept: the mail is too large to read it to its end"),
    }
    return names[why]


@register.filter
def stray_reason(reason: str) -> str:
    """Return why a mail belongs to no case."""
    names = {
        letters.STRAY: _("Answers no letter of ours"),
        letters.TOO_MANY: _("Too many at once in one case"),
    }
    return names[reason]


@register.inclusion_tag("act/_correspondence.html", takes_context=True)
def case_letters_of(context: template.Context, case: Case) -> dict[str, Any]:
    """Show the letters of a case."""
    shown = {name: context.get(name) for name in ("workspace", "member", "csrf_token")}
    return {**shown, "case": case, "correspondence": correspondence_in(case)}


def hindrance_words(reason: str) -> str:
    """Return why nobody can write to a customer, and what to do instead."""
    names = {
        rules.NO_ADDRESS: _("There is no mail address of this customer. Call, or add the address to the person."),
        rules.ARCHIVED: _("This person is archived: they do not work with you any more."),
        rules.NO_CONSENT: _("This person did not agree to be contacted about their answers."),
        letters.NOT_A_PURPOSE: _("Your company decided not to contact people about their answers; see Privacy."),
        UNSUBSCRIBED: _("This person asked not to be written to. Call instead, if you have a reason."),
        COMPLAINED: _("This person called a mail of yours unwanted. Call instead, if you have a reason."),
        BOUNCED: _("Mail to this person came back. Call, and ask for the right address."),
        BY_HAND: _("Somebody of your company decided not to write to this person."),
    }
    return names[reason]


def _dropped_word(reason: str) -> str:
    names = {
        letters.TAKEN_BACK: _("taken back"),
        letters.NO_REASON: _("there is no reason for it any more"),
        letters.NOT_A_PURPOSE: _("people are not contacted about their answers"),
        rules.NO_ADDRESS: _("no mail address"),
        rules.ARCHIVED: _("the person is archived"),
        rules.NO_CONSENT: _("they did not agree to it"),
        rules.ERASED: _("the person was erased"),
        UNSUBSCRIBED: _("they asked not to be written to"),
        COMPLAINED: _("they called a mail unwanted"),
        BOUNCED: _("mail to them comes back"),
        BY_HAND: _("somebody decided not to write to them"),
    }
    return names.get(reason, _("it was not to be"))
