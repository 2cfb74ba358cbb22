"""What people of the company write beside an answer."""

from datetime import datetime

from django.db import transaction

from kuule.responses.models import Response, ResponseNote
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

LONGEST_NOTE = 5_000


@transaction.atomic
def add_note(*, response: Response, text: str, actor: Actor, now: datetime) -> ResponseNote:
    """Keep a note on an answer. Raises Refused("empty") or Refused("too_long", limit=…)."""
    words = text.strip()
    if not words:
        raise Refused("empty")
    if len(words) > LONGEST_NOTE:
        raise Refused("too_long", limit=LONGEST_NOTE)
    note = ResponseNote.objects.create(
        workspace_id=response.workspace_id, response=response, author_id=actor.id, text=words, created_at=now
    )
    record(workspace=response.workspace, actor=actor, act="answer_noted", subject=response, now=now)
    return note


@transaction.atomic
def delete_note(*, note: ResponseNote, actor: Actor, now: datetime) -> None:
    """Take one's own note away. Raises Refused("not_yours")."""
    if actor.kind != "user" or note.author_id != actor.id:
        raise Refused("not_yours")
    record(workspace=note.workspace, actor=actor, act="note_deleted", subject=note.response, now=now)
    note.delete()
