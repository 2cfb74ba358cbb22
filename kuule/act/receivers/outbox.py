"""What the room does when something happened elsewhere."""

from typing import Any

from django.db import connections

from kuule.act.models import AnswerNews
from kuule.insight.models import CommentReading, ThemeLabel
from kuule.lib.outbox import note_changes
from kuule.responses.models import Response


def keep_news(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that every new or changed answer is looked at for a case, whoever wrote it.

    So is one whose comment was read, or whose themes changed.
    """
    database, outbox = connections[using], AnswerNews._meta.db_table
    note_changes(database, Response._meta.db_table, outbox)
    for table in (CommentReading, ThemeLabel):
        note_changes(database, table._meta.db_table, outbox, about="response_id")
