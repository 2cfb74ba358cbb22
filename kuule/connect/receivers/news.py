"""What the room does when something happened elsewhere."""

from typing import Any

from django.db import connections

from kuule.connect.models import AnswerTelling, StopTelling
from kuule.contacts.models import Suppression
from kuule.lib.outbox import note_changes
from kuule.responses.models import Response


def keep_news(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that every new or changed answer and stop is told to who wants to hear of it."""
    database = connections[using]
    note_changes(database, Response._meta.db_table, AnswerTelling._meta.db_table)
    note_changes(database, Suppression._meta.db_table, StopTelling._meta.db_table)
