"""What is read out of comments is counted like any fact about an answer."""

from typing import Any

from django.db import connections

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.lib.outbox import note_changes, note_column
from kuule.responses.models import AnswerChange


def note_themes(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that an answer goes to the outbox when its themes or its reading change."""
    database, outbox = connections[using], AnswerChange._meta.db_table
    for table in (ThemeLabel, CommentReading):
        note_changes(database, table._meta.db_table, outbox, about="response_id")
    labels = ThemeLabel._meta.db_table
    of_theme = f"SELECT workspace_id, response_id FROM {labels} WHERE theme_id = new.id"  # noqa: S608 - names are ours
    note_column(database, Theme._meta.db_table, "archived_at", outbox, of_theme)
