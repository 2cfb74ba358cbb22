"""What a person decides about a letter: taking it back, and what to do when nobody can say whether it left."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kuule.act.models import Letter, LetterFile
from kuule.act.rules.letters import TAKEN_BACK
from kuule.act.services.letter_handover import note_left
from kuule.dispatch.rules import DROPPED, DUE, HANDED_OVER, SENT_AGAIN, UNCERTAIN
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def take_letter_back(*, letter: Letter, actor: Actor, now: datetime) -> None:
    """Do not send a letter that still waits. Raises Refused("too_late") when it is on its way or gone."""
    waiting = Letter.objects.filter(pk=letter.pk, state=DUE)
    if not waiting.update(state=DROPPED, reason=TAKEN_BACK, claimed_at=now):
        raise Refused("too_late")
    record(workspace=letter.workspace, actor=actor, act="letter_taken_back", subject=letter, now=now)


@transaction.atomic
def mark_letter_sent(*, letter: Letter, actor: Actor, now: datetime) -> None:
    """Take an uncertain letter for sent. Raises Refused("not_uncertain") when it is known what became of it."""
    at = letter.claimed_at or now
    if not _uncertain(letter).update(state=HANDED_OVER, reason="", handed_over_at=at):
        raise Refused("not_uncertain")
    note_left(letter=letter, at=at)
    record(workspace=letter.workspace, actor=actor, act="letter_marked_sent", subject=letter, now=now)


@transaction.atomic
def send_letter_again(*, letter: Letter, actor: Actor, now: datetime) -> Letter:
    """Send the same once more, though the first may have arrived: somebody decided so.

    Raises Refused("not_uncertain") when it is known what became of the first, or when it was sent again before.
    """
    if not _uncertain(letter).update(reason=SENT_AGAIN):
        raise Refused("not_uncertain")
    again = Letter.objects.create(
        workspace=letter.workspace,
        purpose=letter.purpose,
        case=letter.case,
        member=letter.member,
        contact=letter.contact,
        written_by=letter.written_by,
        language=letter.language,
        subject=letter.subject,
        words=letter.words,
        params=letter.params,
        due_at=now,
    )
    for each in letter.files.order_by("pk"):
        with each.file.open("rb") as file:
            copy = LetterFile(workspace=letter.workspace, letter=again, name=each.name, size=each.size)
            copy.file.save(each.name, file)
    record(workspace=letter.workspace, actor=actor, act="letter_sent_again", subject=letter, now=now)
    return again


def _uncertain(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, state=UNCERTAIN).exclude(reason=SENT_AGAIN)
