"""Writing to a customer from their case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from kuule.act.channels.kept_files import (
    ALL_OUT,
    LARGEST_OUT,
    MOST_OUT,
    TOO_LARGE,
    TOO_MANY_FILES,
    fault_of,
    plain_name,
)
from kuule.act.models import Case, Letter, LetterFile, SavedWords
from kuule.act.rules.letters import CASE_LETTER, LONGEST_SUBJECT, LONGEST_WORDS, SECOND_THOUGHTS
from kuule.act.services.letter_checks import why_not_written_to
from kuule.act.services.letter_writing import envelope_of
from kuule.act.services.letters import write_letter
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.rules import NO_ADDRESS
from kuule.ui.clean import visible_text
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

MOST_SAVED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a member wrote to a customer, in which language, and the files that go along, by name."""

    subject: str
    text: str
    language: str = ""
    files: Sequence[tuple[str, bytes]] = ()


def why_not_written_in(case: Case) -> str:
    """Return why nobody can write to the customer of a case, as a code; "" where nothing is against it."""
    return why_not_written_to(case.workspace, contact=case.contact) if case.contact else NO_ADDRESS


@transaction.atomic
def write_to_customer(*, case: Case, words: Words, by: Member, now: datetime, actor: Actor | None = None) -> Letter:
    """Write a letter to the customer of a case. It leaves after a minute, so that it can be taken back.

    Raises:
        Refused: `not_written_to` with the `reason`, `no_subject`, `no_words`, `too_long`, and for a file, named
            `name`: `dangerous`, `too_large`, `too_many`.
    """
    reason = why_not_written_in(case)
    if reason or case.contact is None:
        raise Refused("not_written_to", reason=reason or NO_ADDRESS)
    subject, text = _kept(words)
    refuse_files(words.files)
    letter = write_letter(
        workspace=case.workspace,
        purpose=CASE_LETTER,
        to=case.contact,
        case=case,
        written_by=by,
        language=words.language,
        subject=subject,
        words=text,
        now=now,
        due_at=now + SECOND_THOUGHTS,
    )
    assert letter is not None  # noqa: S101 - only a letter with a key of its own may be there already
    for name, content in words.files:
        row = LetterFile(workspace=case.workspace, letter=letter, name=plain_name(name), size=len(content))
        row.file.save(row.name, ContentFile(content))
    record(
        workspace=case.workspace, actor=actor or Actor.user(by.user_id), act="letter_written", subject=letter, now=now
    )
    return letter


def preview_of(*, case: Case, words: Words, by: Member) -> Envelope:
    """Return the mail as the customer would get it. Nothing is written down. Raises Refused as `write_to_customer`."""
    subject, text = _kept(words)
    letter = Letter(
        workspace=case.workspace,
        purpose=CASE_LETTER,
        contact=case.contact,
        written_by=by,
        language=words.language,
        subject=subject,
        words=text,
    )
    return envelope_of(letter)


def refuse_files(files: Sequence[tuple[str, bytes]]) -> None:
    """Refuse files that may not go with a letter; see `write_to_customer`."""
    if len(files) > MOST_OUT:
        raise Refused(TOO_MANY_FILES, name=plain_name(files[MOST_OUT][0]))
    total = 0
    for name, content in files:
        total += len(content)
        fault = TOO_LARGE if len(content) > LARGEST_OUT or total > ALL_OUT else fault_of(name, content)
        if fault:
            raise Refused(fault, name=plain_name(name))


@transaction.atomic
def save_words(*, member: Member, title: str, words: str, language: str, now: datetime) -> SavedWords:
    """Keep an opening or a passage for later letters.

    Raises Refused: `no_subject`, `no_words`, `too_long`, `too_many`.
    """
    subject, text = _kept(Words(subject=title, text=words))
    own = SavedWords.objects.filter(workspace=member.workspace, member=member)
    if own.count() >= MOST_SAVED:
        raise Refused("too_many")
    saved = SavedWords.objects.create(
        workspace=member.workspace,
        member=member,
        language=language,
        title=subject[: SavedWords._meta.get_field("title").max_length],
        words=text,
        changed_at=now,
    )
    record(workspace=member.workspace, actor=Actor.user(member.user_id), act="words_saved", subject=saved, now=now)
    return saved


@transaction.atomic
def drop_words(*, saved: SavedWords, now: datetime) -> None:
    """Delete saved words; letters that were written with them stay."""
    actor = Actor.user(saved.member.user_id)
    record(workspace=saved.workspace, actor=actor, act="words_dropped", subject=saved, now=now)
    saved.delete()


def _kept(words: Words) -> tuple[str, str]:
    subject, text = one_line(words.subject, 2 * LONGEST_SUBJECT), visible_text(words.text).strip()
    lacks: Mapping[str, bool] = {
        "no_subject": not subject,
        "no_words": not text,
        "too_long": len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_WORDS,
    }
    for code, is_so in lacks.items():
        if is_so:
            raise Refused(code, limit=LONGEST_WORDS)
    return subject, text
