"""What the room does when something happened elsewhere."""

from typing import Any

from django.db import connections

from kuule.lib.outbox import note_changes, note_column, note_words
from kuule.lib.substrings import keep_run_index
from kuule.responses.selectors.words import COLUMN

ANSWERS, OUTBOX, WORDS = "responses_response", "responses_answerchange", "responses_verbatimchange"


def keep_outbox(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that every change of an answer goes to the outbox.

    So does what an answer is counted under besides its own values: the team of its account, the days of its workspace.
    Comments to be read go to an outbox of their own.
    """
    database = connections[using]
    note_changes(database, ANSWERS, OUTBOX)
    note_words(database, ANSWERS, COLUMN, WORDS)
    of_account = f"SELECT workspace_id, id FROM {ANSWERS} WHERE account_id = new.id"  # noqa: S608 - table names are ours
    note_column(database, "contacts_account", "team_id", OUTBOX, of_account)
    note_column(database, "workspaces_workspace", "timezone", OUTBOX, "SELECT new.id, NULL")


def keep_words_index(using: str, **_signal: Any) -> None:
    """See to it, after each migration, that the index of words learns of every change of a comment."""
    keep_run_index(connections[using], ANSWERS, COLUMN)
