"""Letters in cases: what owners wrote, what came back, whether it was solved, and who helps in the panel."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from kuule.act.models import Case, Letter
from kuule.act.rules import CLOSED, OPEN, SOLVED
from kuule.act.rules.letters import SECOND_THOUGHTS, SOLVED_ASK
from kuule.act.services.afterwards import answer_if_solved, invite_to_panel, join_panel, leave_panel
from kuule.act.services.automatic_letters import choose_letters
from kuule.act.services.correspondence import Words, save_words, write_to_customer
from kuule.act.services.incoming import take_mail
from kuule.act.services.letter_handover import hand_over_letter
from kuule.act.services.letters import write_letter
from kuule.demo.channels import PastMail
from kuule.demo.rules.acts import LettersSketch
from kuule.demo.rules.calendar import Stage
from kuule.demo.selectors import cases_that_were_closed, cases_with_an_owner
from kuule.demo.services.company import Company
from kuule.surveys.rules import RELATIONSHIP, TRANSACTIONAL
from kuule.workspaces.models import Member
from kuule.workspaces.rules import RESPONDENT

WRITTEN_AGO, ANSWERED_AFTER = timedelta(hours=30), timedelta(hours=5)
ASKED_AFTER = timedelta(hours=2)
STAYS_FOR = timedelta(days=9)


def write_letters(company: Company, *, told: LettersSketch, stage: Stage) -> None:
    """Tell the letters of the last days, each with the moment at which it was written."""
    now = stage.now
    leader = Member.objects.select_related("workspace").get(workspace=company.workspace, user=company.actor.id)
    for number, saved in enumerate(told.saved):
        save_words(member=leader, now=now - timedelta(days=40 - number), **saved)
    for number, (case, each) in enumerate(
        zip(cases_with_an_owner(company.workspace, state=OPEN, count=len(told.waiting)), told.waiting, strict=False)
    ):
        _write(case, each, max(case.opened_at, now - WRITTEN_AGO - timedelta(hours=3 * number)), now)
    closed = cases_that_were_closed(company.workspace, outcome=SOLVED, count=len(told.solved) + len(told.panel))
    for case, each in zip(closed, told.solved, strict=False):
        _say_if_solved(case, each, now)
    for case, answer in zip(closed[len(told.solved) :], told.panel, strict=False):
        _invite(case, answer, now)
    choose_letters(
        workspace=company.workspace,
        thanked=[RELATIONSHIP, TRANSACTIONAL],
        asks_if_solved=True,
        actor=company.actor,
        now=now,
    )


def _write(case: Case, told: Mapping[str, Any], at: datetime, now: datetime) -> None:
    language = _language(case)
    owner = case.owner
    if owner is None:
        return
    words = Words(subject=told["subject"][language], text=told["letter"][language], language=language)
    letter = write_to_customer(case=case, words=words, by=owner, now=at)
    hand_over_letter(letter_id=letter.pk, channel=PastMail(), now=at + SECOND_THOUGHTS)
    answered_at = at + ANSWERED_AFTER
    if answered_at < now:
        reply = _mail(case, Letter.objects.get(pk=letter.pk), answered_at)
        if "away" in told:
            reply["Auto-Submitted"] = "auto-replied"
        reply.set_content(told.get("reply", told.get("away", {}))[language])
        take_mail(raw=reply.as_bytes(), now=answered_at)


def _mail(case: Case, letter: Letter, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = case.contact.email if case.contact else ""
    mail["Subject"], mail["Date"] = f"Re: {letter.subject}", format_datetime(at)
    mail["Message-ID"], mail["In-Reply-To"] = f"<{letter.pk}.reply@customer.example>", letter.message_id
    return mail


def _say_if_solved(case: Case, told: Mapping[str, Any], now: datetime) -> None:
    asked_at = (case.closed_at or now) + ASKED_AFTER
    if case.contact is None or case.state != CLOSED or asked_at + ANSWERED_AFTER > now:
        return
    letter = write_letter(
        workspace=case.workspace,
        purpose=SOLVED_ASK,
        to=case.contact,
        case=case,
        language=_language(case),
        once_key=f"solved {case.pk} {case.closed_at}",
        now=asked_at,
    )
    if letter is not None and hand_over_letter(letter_id=letter.pk, channel=PastMail(), now=asked_at):
        words = told["words"][_language(case)]
        answer_if_solved(letter=letter, is_solved=told["is_solved"], words=words, now=asked_at + ANSWERED_AFTER)


def _invite(case: Case, answer: str, now: datetime) -> None:
    if case.owner is None:
        return
    invited_at = min((case.closed_at or now) + ASKED_AFTER, now - STAYS_FOR - ANSWERED_AFTER)
    panel = invite_to_panel(case=case, by=case.owner, now=invited_at)
    if panel.letter is not None:
        hand_over_letter(letter_id=panel.letter.pk, channel=PastMail(), now=invited_at)
    if answer != "silent":
        join_panel(panel=panel, now=invited_at + ANSWERED_AFTER)
    if answer == "left":
        leave_panel(panel=panel, actor=RESPONDENT, now=invited_at + STAYS_FOR)


def _language(case: Case) -> str:
    return "fi" if case.response is not None and case.response.language == "fi" else "en"
