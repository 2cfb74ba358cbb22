"""The words of cases: why they were opened, what happened in them, what is best done next. Also for rooms above."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kuule.act import rules
from kuule.act.models import Case
from kuule.act.query import ALL, LATE, MINE, REPLIES, TEAM, UNCLEAR
from kuule.act.rules import cases as acts
from kuule.act.rules.passes import PASS_BACK, PASS_REACHED, PASS_SNOOZE, PASS_TAKE
from kuule.act.selectors.desk import HistoryEntry
from kuule.act.selectors.inboxes import COUNT_CAP
from kuule.ui.formats import count, short_date
from kuule.ui.templatetags.ui import bidi

register = template.Library()


@register.filter
def reason_word(reason: str) -> str:
    """Return why a case was opened."""
    names = {
        rules.DETRACTOR: _("Unhappy answer"),
        rules.DRAWN: _("Drawn by lot"),
        rules.SILENT: _("Key person is silent"),
        rules.URGENT: _("Cannot wait"),
        rules.BY_HAND: _("Opened by hand"),
    }
    return names.get(reason, reason)


@register.filter
def reason_icon(reason: str) -> str:
    """Return the icon of a case that no score stands for."""
    icons = {rules.SILENT: "bell-off", rules.URGENT: "siren", rules.BY_HAND: "hand"}
    return icons.get(reason, "message-square-text")


@register.filter
def outcome_word(outcome: str) -> str:
    """Return what came of a case."""
    return dict(outcome_choices()).get(outcome, outcome)


def outcome_choices() -> list[tuple[str, str]]:
    """Return everything that can come of a case."""
    return [
        (rules.SOLVED, _("Solved")),
        (rules.EXPLAINED, _("Explained, and they understand")),
        (rules.NOT_SOLVED, _("Not solved")),
        (rules.UNREACHED, _("Could not be reached")),
        (rules.NO_PERSON, _("Nobody is there any more")),
    ]


@register.filter
def inbox_word(inbox: str) -> str:
    """Return the name of an inbox."""
    names = {
        MINE: _("Mine"),
        TEAM: _("My team"),
        LATE: _("Late"),
        UNCLEAR: _("Without owner"),
        REPLIES: _("Wrote back"),
        ALL: pgettext("cases", "All"),
    }
    return names[inbox]


@register.filter
def capped(number: int) -> str:
    """Return how many cases there are, "500+" for more than are counted."""
    return count(COUNT_CAP) + "+" if number > COUNT_CAP else count(number)


@register.filter
def is_asleep(case: Case) -> bool:
    """Tell whether a case rests."""
    return case.snoozed_until is not None and case.snoozed_until > timezone.now()


@register.filter
def promise_state(due_on: date) -> str:
    """Return `late`, `soon` or `later` of a promise."""
    left = (due_on - timezone.localdate()).days
    return "late" if left < 0 else "soon" if left <= 1 else "later"


@register.filter
def promise_due(due_on: date) -> str:
    """Return until when something is promised, in words."""
    left = (due_on - timezone.localdate()).days
    if left < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": count(-left)}
    words = {0: _("Today"), 1: _("Tomorrow")}
    return words.get(left) or _("Until %(date)s") % {"date": date_format(due_on, _("j M"))}


@register.filter
def customer_name(case: Case) -> str:
    """Return what to call the customer of a case."""
    if case.contact is not None:
        return str(case.contact)
    return str(case.account) if case.account is not None else _("Somebody who is not on the list any more")


def case_line(case: Case) -> str:
    """Return a case in one line of a list of choices."""
    opened = _("opened %(date)s") % {"date": short_date(case.opened_at, timezone.now())}
    return f"#{case.pk} {customer_name(case)} · {reason_word(case.reason)} · {opened}"


@register.filter
def next_act_words(act: str) -> str:
    """Return the act that is best done next, for its button."""
    names = {
        acts.TAKE: _("Take this case"),
        acts.ANSWER: _("Answer the reply"),
        acts.CALL: _("Log a call"),
        acts.KEEP_PROMISE: _("Keep the promise"),
        acts.CODE: _("Name the root cause"),
        acts.CLOSE: _("Close the case"),
    }
    return names.get(act, "")


@register.filter
def next_act_why(act: str) -> str:
    """Return why an act is best done next."""
    names = {
        acts.TAKE: _("Nobody looks after this customer yet."),
        acts.ANSWER: _("The customer wrote back and waits for a word."),
        acts.CALL: _("Nobody has reached the customer yet. A call says more than a mail."),
        acts.KEEP_PROMISE: _("Something promised is due."),
        acts.CODE: _("You reached them. Say what the cause was, so that it can be removed."),
        acts.CLOSE: _("You reached them and know the cause. If nothing is left to do, close it."),
        acts.WAIT: _("Nothing to do right now: it rests, or waits for what was promised."),
        acts.REST: _("Nothing is left to do."),
    }
    return names[act]


@register.filter
def event_icon(kind: str) -> str:
    """Return the icon of something that happened."""
    icons = {
        rules.OPENED: "folder-open",
        rules.ASSIGNED: "user-round",
        rules.CONTACTED: "message-circle",
        rules.CALLED: "phone",
        rules.MAILED: "send",
        rules.REPLIED: "reply",
        rules.NOTED: "sticky-note",
        rules.AGREED: "handshake",
        rules.DONE: "circle-check",
        rules.DROPPED: "circle-x",
        rules.CODED: "tag",
        rules.SNOOZED: "moon",
        rules.WOKEN: "sun",
        rules.CLOSING: "archive",
        rules.REOPENED: "folder-open",
        rules.ABSORBED: "merge",
        rules.ABSORBED_BY: "merge",
        rules.PARTED: "split",
        rules.RAISED: "chevrons-up",
        rules.CORRECTED: "pencil",
        rules.REMINDED: "bell",
        rules.ESCALATED: "bell-ring",
        rules.THANKED: "heart",
    }
    return icons.get(kind, "dot")


_SENTENCES: Mapping[str, Any] = {
    rules.OPENED: gettext_lazy("{who} opened the case: {reason}"),
    rules.CONTACTED: gettext_lazy("{who} reached the customer"),
    rules.MAILED: gettext_lazy("{who} wrote to the customer"),
    rules.REPLIED: gettext_lazy("The customer wrote back"),
    rules.NOTED: gettext_lazy("{who} wrote a note"),
    rules.AGREED: gettext_lazy("{who} promised, until {due_on}"),
    rules.DONE: gettext_lazy("{who} kept a promise"),
    rules.DROPPED: gettext_lazy("{who} dropped a promise"),
    rules.CODED: gettext_lazy("{who} named the root cause: {to}"),
    rules.SNOOZED: gettext_lazy("{who} let it rest until {until}"),
    rules.WOKEN: gettext_lazy("It is back in the inbox"),
    rules.CLOSING: gettext_lazy("{who} closed the case: {outcome}"),
    rules.REOPENED: gettext_lazy("{who} opened the case again"),
    rules.ABSORBED: gettext_lazy("{who} merged case {case_id} into this one"),
    rules.ABSORBED_BY: gettext_lazy("{who} merged it into case {case_id}"),
    rules.PARTED: gettext_lazy("{who} took the cases apart again"),
    rules.CORRECTED: gettext_lazy("The answer was corrected"),
    rules.RAISED: gettext_lazy("It became more pressing by what the customer wrote"),
    rules.REMINDED: gettext_lazy("Reminded: {to}"),
    rules.ESCALATED: gettext_lazy("Told that the customer still waits: {to}"),
    rules.THANKED: gettext_lazy("The customer was thanked by mail"),
    rules.ASKED: gettext_lazy("The customer was asked whether it is solved"),
    rules.TOLD: gettext_lazy("The customer was told what was done"),
}
_TAKEN = gettext_lazy("{who} took the case")
_TO_TEAM = gettext_lazy("{who} handed the case to the team {to_team}")
_TO_MEMBER = gettext_lazy("{who} handed the case to {to}")
_TO_NOBODY = gettext_lazy("{who} handed the case over")
_SPOKE, _NOT_REACHED = gettext_lazy("{who} called and spoke with them"), gettext_lazy("{who} called in vain")


@register.filter
def event_words(entry: HistoryEntry) -> SafeString:
    """Return what happened, with who did it."""
    return format_html(_sentence(entry), **{key: bidi(value) for key, value in _facts(entry).items()})


def _sentence(entry: HistoryEntry) -> str:
    event = entry.event
    if event.kind == rules.CALLED:
        return str(_SPOKE if event.params.get("was_reached") else _NOT_REACHED)
    if event.kind == rules.ASSIGNED:
        if event.by_id and event.by_id == event.params.get("to"):
            return str(_TAKEN)
        return str(_TO_MEMBER if entry.names["to"] else _TO_TEAM if entry.names["to_team"] else _TO_NOBODY)
    return str(_SENTENCES.get(event.kind, event.kind))


def _facts(entry: HistoryEntry) -> dict[str, str]:
    params = entry.event.params
    return {
        "who": str(entry.event.by or entry.names["key"] or _("Kuule")),
        "to": entry.names["to"],
        "to_team": entry.names["to_team"],
        "reason": reason_word(params.get("reason", "")),
        "outcome": outcome_word(params.get("outcome", "")),
        "due_on": _day(params.get("due_on", "")),
        "until": _day(params.get("until", "")),
        "case_id": f"#{params.get('case_id') or ''}",
    }


def _day(text: str) -> str:
    """Return a day or a moment that an event keeps as text, for people."""
    if not text:
        return ""
    day = timezone.localtime(datetime.fromisoformat(text)).date() if "T" in text else date.fromisoformat(text)
    return date_format(day, _("j M Y"))


@register.filter
def refusal_words(code: str) -> str:
    """Return what kept an act from being done in a case, for a count of cases."""
    return str(_REFUSALS.get(code, _("they changed meanwhile")))


_REFUSALS: Mapping[str, Any] = {
    acts.NOT_OPEN: gettext_lazy("they are not open any more"),
    acts.NO_CONTACT: gettext_lazy("nobody has reached the customer"),
    acts.NO_CAUSE: gettext_lazy("the root cause is not named"),
    acts.NO_NOTE: gettext_lazy("a note is asked for"),
    acts.NO_WORDS: gettext_lazy("a word about why is asked for"),
    acts.NO_OUTCOME: gettext_lazy("it is not said what came of them"),
    acts.PROMISES_OPEN: gettext_lazy("something promised is neither done nor dropped"),
    acts.SAME_OWNER: gettext_lazy("they are theirs already"),
    acts.BAD_MOMENT: gettext_lazy("the day cannot be used"),
}


@register.filter
def pass_words(act: str) -> str:
    """Return what a link in a mail does, for its button."""
    names = {
        PASS_REACHED: _("I called and reached them"),
        PASS_TAKE: _("I take it"),
        PASS_BACK: _("Hand it back to my team"),
        PASS_SNOOZE: _("Remind me tomorrow"),
    }
    return names[act]


@register.filter
def pass_done(act: str) -> str:
    """Return what a link in a mail did."""
    names = {
        PASS_REACHED: _("The call is kept. Name the root cause and close the case when nothing is left to do."),
        PASS_TAKE: _("The case is yours now."),
        PASS_BACK: _("The case waits in your team for whoever is free."),
        PASS_SNOOZE: _("The case comes back tomorrow. The time by which they are to be reached stays as it is."),
    }
    return names[act]
