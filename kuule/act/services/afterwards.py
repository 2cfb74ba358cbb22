"""What customers do by the link in a letter: say whether it is solved, join or leave the panel, want no more."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case, Letter, PanelMember, SolvedAnswer
from kuule.act.rules import CLOSED
from kuule.act.rules.letters import LONGEST_WORDS, PANEL
from kuule.act.selectors.answered_letters import case_looked_after
from kuule.act.services.letters import write_letter
from kuule.act.services.panel_property import keep_panel_property
from kuule.act.services.reopening import open_again
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.services import suppress
from kuule.ui.clean import visible_text
from kuule.workspaces.models import Member
from kuule.workspaces.rules import RESPONDENT, Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def answer_if_solved(*, letter: Letter, is_solved: bool, words: str, now: datetime) -> SolvedAnswer:
    """Keep what a customer says about their case. “No” opens it again, and somebody waits to hear from them."""
    if letter.case is None:
        raise ValueError(f"The letter {letter.pk} has no case.")
    answer, _made = SolvedAnswer.objects.update_or_create(
        letter=letter,
        defaults={
            "workspace": letter.workspace,
            "case": letter.case,
            "is_solved": is_solved,
            "words": visible_text(words).strip()[:LONGEST_WORDS],
            "answered_at": now,
        },
    )
    if not is_solved:
        _not_solved(letter.case, now)
    record(workspace=letter.workspace, actor=RESPONDENT, act="solved_answered", subject=letter.case, now=now)
    return answer


def _not_solved(case: Case, now: datetime) -> None:
    locked = Case.objects.select_for_update(of=("self",)).select_related("workspace")
    row = locked.get(pk=case_looked_after(case).pk)
    row.reply_waits_since = row.reply_waits_since or now
    row.save(update_fields=["reply_waits_since"])
    if row.state == CLOSED:
        open_again(case=row, actor=RESPONDENT, now=now)


@transaction.atomic
def invite_to_panel(*, case: Case, by: Member, now: datetime) -> PanelMember:
    """Invite the customer of a case to the panel by mail.

    Raises Refused: `nobody` for a case without a person, `invited` for somebody who was invited before.
    """
    if case.contact is None:
        raise Refused("nobody")
    if PanelMember.objects.filter(contact=case.contact).exists():
        raise Refused("invited")
    letter = write_letter(
        workspace=case.workspace,
        purpose=PANEL,
        to=case.contact,
        case=case,
        written_by=by,
        language=case.response.language if case.response else "",
        once_key=f"panel {case.contact.pk}",
        now=now,
    )
    invited = PanelMember.objects.create(
        workspace=case.workspace, contact=case.contact, case=case, letter=letter, invited_by=by, invited_at=now
    )
    record(workspace=case.workspace, actor=Actor.user(by.user_id), act="panel_invited", subject=invited, now=now)
    return invited


@transaction.atomic
def join_panel(*, panel: PanelMember, now: datetime) -> None:
    """Note that somebody agreed to be in the panel, and when. Twice is as good as once."""
    row = PanelMember.objects.select_for_update().get(pk=panel.pk)
    if row.joined_at is None or row.left_at is not None:
        row.joined_at, row.left_at = now, None
        row.save(update_fields=["joined_at", "left_at"])
        keep_panel_property(contact=row.contact, is_in=True, actor=RESPONDENT, now=now)
        record(workspace=panel.workspace, actor=RESPONDENT, act="panel_joined", subject=row, now=now)


@transaction.atomic
def leave_panel(*, panel: PanelMember, actor: Actor, now: datetime) -> None:
    """Note that somebody left the panel, by themselves or because they said so to a member."""
    if PanelMember.objects.filter(pk=panel.pk, joined_at__isnull=False, left_at=None).update(left_at=now):
        keep_panel_property(contact=panel.contact, is_in=False, actor=actor, now=now)
        record(workspace=panel.workspace, actor=actor, act="panel_left", subject=panel, now=now)


@transaction.atomic
def want_no_more(*, letter: Letter, now: datetime) -> None:
    """Write to this person no more, because they said so by the link in a letter. Twice is as good as once."""
    contact = letter.contact
    if contact is not None and contact.email:
        suppress(
            workspace=letter.workspace,
            address=contact.email,
            reason=UNSUBSCRIBED,
            actor=RESPONDENT,
            now=now,
            contact=contact,
        )
