"""What came back by mail from a person: how it is handed out, and how it is forgotten, with the files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kuule.act.models import (
    IncomingFile,
    IncomingLetter,
    Letter,
    LetterFile,
    PanelMember,
    SolvedAnswer,
    StrayMail,
)
from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section


def _incoming(contact: Contact) -> QuerySet[IncomingLetter]:
    theirs = Q(contact=contact) | Q(case__contact=contact) | Q(letter__contact=contact)
    return IncomingLetter.objects.filter(theirs, workspace=contact.workspace_id)


def _sent(contact: Contact) -> QuerySet[Letter]:
    return Letter.objects.filter(workspace=contact.workspace_id, contact=contact)


def _solved(contact: Contact) -> QuerySet[SolvedAnswer]:
    return SolvedAnswer.objects.filter(workspace=contact.workspace_id, letter__contact=contact)


def _panel(contact: Contact) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(workspace=contact.workspace_id, contact=contact)


def _erase(contact: Contact, now: datetime) -> None:
    """Delete every letter to and from a person, with the files: they are the person's words, or about them."""
    del now
    incoming = list(_incoming(contact).values_list("pk", flat=True))
    _forget_files(IncomingFile.objects.filter(incoming__in=incoming))
    _forget_files(LetterFile.objects.filter(letter__in=_sent(contact)))
    # Mails to members about a reply hold its number alone; without it they are not sent.
    IncomingLetter.objects.filter(pk__in=incoming).delete()
    _solved(contact).delete()
    _panel(contact).delete()
    if contact.email:
        StrayMail.objects.filter(from_address__iexact=contact.email).delete()


def _forget_files(rows: QuerySet[Any]) -> None:
    files = [row.file for row in rows]
    rows.delete()

    def delete() -> None:
        for each in files:
            each.storage.delete(each.name)

    transaction.on_commit(delete)


def _export(contact: Contact) -> Sequence[Section]:
    came = _incoming(contact).order_by("received_at", "pk")
    return [
        Section(
            "letters_received",
            _("Letters from the person"),
            list(came.values("received_at", "from_address", "subject", "whole")),
            {
                "received_at": _("When"),
                "from_address": _("From"),
                "subject": _("Subject"),
                "whole": _("Words"),
            },
        ),
        Section(
            "files_received",
            _("Files from the person"),
            list(IncomingFile.objects.filter(incoming__in=came).order_by("pk").values("name", "size")),
            {"name": _("Name"), "size": _("Bytes")},
        ),
        Section(
            "solved",
            _("Whether it was solved"),
            list(_solved(contact).order_by("answered_at").values("answered_at", "is_solved", "words")),
            {"answered_at": _("When"), "is_solved": _("Solved"), "words": _("Words")},
        ),
        Section(
            "panel",
            _("Customer panel"),
            list(_panel(contact).values("invited_at", "joined_at", "left_at")),
            {"invited_at": _("Invited"), "joined_at": _("Joined"), "left_at": _("Left")},
        ),
    ]


LETTERS_HOLDER = PersonHolder(
    room="act letters",
    tables=(LetterFile, IncomingLetter, IncomingFile, SolvedAnswer, PanelMember, StrayMail),
    export=_export,
    erase=_erase,
)
