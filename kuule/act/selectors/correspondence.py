"""What was written in a case, both ways, and what helps to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kuule.act.models import (
    Case,
    IncomingFile,
    IncomingLetter,
    Letter,
    PanelMember,
    SavedWords,
    SolvedAnswer,
    StrayMail,
)
from kuule.act.rules.letters import TO_CUSTOMERS
from kuule.dispatch.rules import DUE, SENT_AGAIN, UNCERTAIN
from kuule.workspaces.models import Member, Workspace

# More mails than this are hardly ever in a case; the newest are shown.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in a case: one of ours, or one that came in."""

    at: datetime
    letter: Letter | None = None
    incoming: IncomingLetter | None = None
    can_be_taken_back: bool = False
    is_undecided: bool = False


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The letters of a case, the newest first, and what the customer answered when asked."""

    entries: Sequence[Entry]
    solved: SolvedAnswer | None
    panel: PanelMember | None


def correspondence_in(case: Case) -> Correspondence:
    """Return what was written in a case and in those that were merged into it."""
    cases = [case.pk, *Case.objects.filter(merged_into=case).values_list("pk", flat=True)]
    sent = Letter.objects.filter(workspace=case.workspace_id, case__in=cases, purpose__in=TO_CUSTOMERS)
    came = IncomingLetter.objects.filter(workspace=case.workspace_id, case__in=cases)
    sent = sent.select_related("written_by__user").prefetch_related("files").order_by("-due_at", "-pk")
    came = came.select_related("contact").prefetch_related("files").order_by("-received_at", "-pk")
    entries = [
        *(_sent(each) for each in sent[:MOST_SHOWN]),
        *(Entry(each.received_at, incoming=each) for each in came[:MOST_SHOWN]),
    ]
    answers = SolvedAnswer.objects.filter(workspace=case.workspace_id, case__in=cases)
    return Correspondence(
        sorted(entries, key=lambda entry: entry.at, reverse=True),
        answers.order_by("-answered_at").first(),
        PanelMember.objects.filter(workspace=case.workspace_id, contact=case.contact_id).first()
        if case.contact_id
        else None,
    )


def _sent(letter: Letter) -> Entry:
    return Entry(
        letter.handed_over_at or letter.due_at,
        letter=letter,
        can_be_taken_back=letter.state == DUE,
        is_undecided=letter.state == UNCERTAIN and letter.reason != SENT_AGAIN,
    )


def letter_in(case: Case, *, letter_id: int) -> Letter | None:
    """Return one letter to the customer of a case, or None."""
    letters = Letter.objects.filter(workspace=case.workspace_id, case=case, purpose__in=TO_CUSTOMERS)
    return letters.select_related("workspace").filter(pk=letter_id).first()


def incoming_file_in(case: Case, *, file_id: int) -> IncomingFile | None:
    """Return one file that a customer sent in a case, or in one merged into it, or None."""
    cases = [case.pk, *Case.objects.filter(merged_into=case).values_list("pk", flat=True)]
    files = IncomingFile.objects.filter(workspace=case.workspace_id, incoming__case__in=cases)
    return files.filter(pk=file_id).first()


def saved_words_of(member: Member) -> QuerySet[SavedWords]:
    """Return the openings and passages that a member saved."""
    own = SavedWords.objects.filter(workspace=member.workspace_id, member=member)
    return own.select_related("workspace", "member").order_by("language", "title", "pk")


def panel_of(workspace: Workspace) -> QuerySet[PanelMember]:
    """Return everybody who was invited to the panel, those first who were invited last."""
    everybody = PanelMember.objects.filter(workspace=workspace)
    return everybody.select_related("contact__account", "workspace").order_by("-invited_at", "-pk")


def stray_mails() -> QuerySet[StrayMail]:
    """Return mails of the reply mailbox that belong to no case, the newest first. They are for the operator's eyes."""
    return StrayMail.objects.order_by("-received_at", "-pk")
