"""How roles, languages, properties and reasons are called on pages."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from kuule.contacts.models import Suppression
from kuule.contacts.rules import (
    BOOLEAN,
    BOUNCED,
    BY_HAND,
    COMPLAINED,
    DATE,
    DECISION_MAKER,
    INFLUENCER,
    NUMBER,
    TEXT,
    UNSUBSCRIBED,
    USER,
)
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.ui.clean import visible_text

register = template.Library()


@register.filter
def reaching_word(channel: str) -> str:
    """Return the name of a channel that reaches a person."""
    return {EMAIL: _("E-mail"), SMS: _("Text message")}.get(channel, channel)


@register.filter
def contact_role(role: str) -> str:
    """Return the name of a contact role; nothing for somebody without one."""
    names = {DECISION_MAKER: _("Decision-maker"), INFLUENCER: _("Influencer"), USER: _("User")}
    return names.get(role, "")


@register.filter
def address(email: str) -> SafeString:
    """Return an e-mail address that breaks behind its @ where the line is too short for it."""
    local, at, domain = visible_text(email).partition("@")
    return format_html("<bdi>{}{}<wbr>{}</bdi>", local, at, domain)


@register.filter
def property_kind(kind: str) -> str:
    """Return the name of a type of properties."""
    return {TEXT: _("text"), NUMBER: _("number"), DATE: _("date"), BOOLEAN: _("yes or no")}[kind]


@register.filter
def property_value(value: Any, kind: str) -> str:
    """Return a property value as the reader writes such values."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (int, float)):
        return number_format(as_text(value), force_grouping=abs(value) >= 10_000)
    if kind == DATE:
        return _day(str(value))
    return as_text(value)


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), _("j M Y"))
    except ValueError:
        return text


@register.filter
def suppression_reason(suppression: Suppression) -> str:
    """Return why an address gets no surveys, in a few words."""
    names = {
        UNSUBSCRIBED: _("Does not want to be asked"),
        BOUNCED: _("Mail to this address came back"),
        COMPLAINED: _("Reported our mail as unwanted"),
        BY_HAND: _("Taken off the list by hand"),
    }
    return names[suppression.reason]


@register.filter
def suppression_advice(suppression: Suppression) -> str:
    """Return what to think of before somebody is asked again."""
    words = {
        UNSUBSCRIBED: _(
            "They asked for this themselves. Ask again only if they tell you that they changed their mind."
        ),
        BOUNCED: _("Correct the address if it is wrong. If the mailbox works again, you may ask again."),
        COMPLAINED: _("They called our mail unwanted. Ask again only if they tell you that it was a mistake."),
        BY_HAND: _("Somebody of your company decided this. Ask again when the reason is gone."),
    }
    return words[suppression.reason]


@register.filter
def undone_words(result: dict[str, int]) -> list[str]:
    """Return what undoing an import did, a sentence for each kind of row."""
    words = {
        "response_removed": ngettext_lazy("%(n)s answer deleted", "%(n)s answers deleted", "n"),
        "response_kept": ngettext_lazy(
            "%(n)s answer kept: worked on since", "%(n)s answers kept: worked on since", "n"
        ),
        "occurrence_removed": ngettext_lazy(
            "%(n)s thing that happened deleted", "%(n)s things that happened deleted", "n"
        ),
        "occurrence_kept": ngettext_lazy(
            "%(n)s thing that happened kept: somebody was asked about it",
            "%(n)s things that happened kept: somebody was asked about them",
            "n",
        ),
        "heard_removed": ngettext_lazy("%(n)s review or post deleted", "%(n)s reviews and posts deleted", "n"),
        "money_removed": ngettext_lazy("%(n)s row deleted", "%(n)s rows deleted", "n"),
        "money_restored": ngettext_lazy("%(n)s row as before", "%(n)s rows as before", "n"),
        "money_kept": ngettext_lazy(
            "%(n)s row kept, because it was changed since", "%(n)s rows kept, because they were changed since", "n"
        ),
        "contact_removed": ngettext_lazy("%(n)s person deleted", "%(n)s people deleted", "n"),
        "contact_restored": ngettext_lazy("%(n)s person as before", "%(n)s people as before", "n"),
        "contact_kept": ngettext_lazy(
            "%(n)s person kept: used or changed since", "%(n)s people kept: used or changed since", "n"
        ),
        "account_removed": ngettext_lazy("%(n)s account deleted", "%(n)s accounts deleted", "n"),
        "preference_restored": ngettext_lazy("%(n)s person’s wishes as before", "%(n)s people’s wishes as before", "n"),
        "preference_kept": ngettext_lazy(
            "%(n)s person’s wishes kept, because they were changed since",
            "%(n)s people’s wishes kept, because they were changed since",
            "n",
        ),
        "account_restored": ngettext_lazy("%(n)s account as before", "%(n)s accounts as before", "n"),
        "account_kept": ngettext_lazy(
            "%(n)s account kept: used or changed since", "%(n)s accounts kept: used or changed since", "n"
        ),
        "property_removed": ngettext_lazy("%(n)s property deleted", "%(n)s properties deleted", "n"),
        "property_kept": ngettext_lazy("%(n)s property kept: in use", "%(n)s properties kept: in use", "n"),
    }
    return [sentence % {"n": result[name]} for name, sentence in words.items() if result.get(name)]
