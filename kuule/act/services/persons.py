"""What this room knows of a person: their cases, what was written in them, what was promised, and the letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kuule.act.models import AgreedAction, Case, CaseEvent, CasePass, Letter
from kuule.act.rules import CLOSED, CLOSING, NO_PERSON, OPEN
from kuule.act.services.history import note_event
from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section


def _of(contact: Contact) -> QuerySet[Case]:
    return Case.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("opened_at", "pk")


def _letters(contact: Contact) -> QuerySet[Letter]:
    about = Q(contact=contact) | Q(case__contact=contact)
    return Letter.objects.filter(about, workspace_id=contact.workspace_id).order_by("due_at", "pk")


def _erase(contact: Contact, now: datetime) -> None:
    """Take away what was written, and what leads to the person: that there was a case, and how soon, is kept.

    What still was to be done is over: there is nobody to do it for.
    """
    cases = list(_of(contact).select_for_update(of=("self",)))
    ids = [case.pk for case in cases]
    CaseEvent.objects.filter(case__in=ids).exclude(words="").update(words="")
    AgreedAction.objects.filter(case__in=ids).update(text="", reason="")
    AgreedAction.objects.filter(case__in=ids, done_at=None, dropped_at=None).update(dropped_at=now)
    _letters(contact).delete()
    for case in cases:
        if case.state == OPEN:
            case.state, case.outcome, case.closed_at = CLOSED, NO_PERSON, now
            case.look_at = case.snoozed_until = case.reply_waits_since = None
            note_event(case=case, kind=CLOSING, now=now, outcome=NO_PERSON)
        # Of a small account the account would tell who it was, as it would of the answer.
        case.contact = case.account = case.value = None
        case.save()


def _export(contact: Contact) -> Sequence[Section]:
    cases = list(_of(contact).select_related("root_cause", "owner__user"))
    letters = _letters(contact).filter(contact=contact)
    sent = letters.values("due_at", "purpose", "subject", "words", "handed_over_at", "opened_at")
    return [
        Section("cases", _("Cases"), [_case(each) for each in cases], _case_words()),
        Section(
            "letters",
            _("Letters about cases"),
            list(sent),
            {
                "due_at": _("When"),
                "purpose": _("What for"),
                "subject": _("Subject"),
                "words": _("Text"),
                "handed_over_at": _("Sent"),
                "opened_at": _("Opened"),
            },
        ),
    ]


def _case(case: Case) -> dict[str, Any]:
    events = CaseEvent.objects.filter(case=case).order_by("at", "pk").values("at", "kind", "words")
    promises = AgreedAction.objects.filter(case=case).order_by("agreed_at", "pk")
    return {
        "opened_at": case.opened_at,
        "reason": case.reason,
        "due_at": case.due_at,
        "reached": case.contacted_at,
        "root_cause": case.root_cause.name if case.root_cause else "",
        "closed_at": case.closed_at,
        "outcome": case.outcome,
        "history": list(events),
        "promises": list(promises.values("text", "due_on", "done_at", "dropped_at", "reason")),
    }


def _case_words() -> dict[str, str]:
    return {
        "opened_at": _("Opened"),
        "reason": _("Why"),
        "due_at": _("To be reached by"),
        "reached": _("Reached"),
        "root_cause": _("Root cause"),
        "closed_at": _("Closed"),
        "outcome": _("Outcome"),
        "history": _("History"),
        "at": _("When"),
        "kind": _("Kind"),
        "words": _("Text"),
        "promises": _("Promised"),
        "text": _("Text"),
        "due_on": _("Until"),
        "done_at": _("Done"),
        "dropped_at": _("Dropped"),
    }


ACT_HOLDER = PersonHolder(
    room="act", tables=(Case, CaseEvent, AgreedAction, Letter, CasePass), export=_export, erase=_erase
)
