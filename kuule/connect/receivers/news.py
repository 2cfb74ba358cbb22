"""What the room does when something happened elsewhere."""

from typing import Any

from django.db import connections

from kuule.act.models import Case, Initiative
from kuule.connect.models import AnswerTelling, CaseTelling, InitiativeTelling, InvitationTelling, StopTelling
from kuule.contacts.models import Suppression
from kuule.dispatch.models import Invitation
from kuule.lib.outbox import note_changes
from kuule.responses.models import Response

_OUTBOXES = (
    (Response, AnswerTelling),
    (Suppression, StopTelling),
    (Invitation, InvitationTelling),
    (Case, CaseTelling),
    (Initiative, InitiativeTelling),
)


def keep_news(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that what is new or changed is told to who wants to hear of it."""
    database = connections[using]
    for table, outbox in _OUTBOXES:
        note_changes(database, table._meta.db_table, outbox._meta.db_table)
