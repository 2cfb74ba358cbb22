"""What came after the answers: some that a machine may have sent, one that was corrected, and notes beside others."""

from datetime import datetime, timedelta

from kuule.demo.channels import PastMail
from kuule.demo.selectors import detractors_with_words, silent_invitations, wordless_detractors
from kuule.demo.services.company import Company
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import CONFIRM, CONFIRM_AFTER
from kuule.dispatch.services import hand_over
from kuule.responses.models import Response, Review
from kuule.responses.rules import PERSON, SCANNER, UNCLEAR, RawClick, Verdict
from kuule.responses.rules.verdicts import ALL_LINKS, OPENED, TOO_QUICK
from kuule.responses.services import (
    accept_answer,
    add_note,
    ask_for_correction,
    decide_score,
    decide_verdict,
    keep_click,
)
from kuule.workspaces.rules import Actor

EMAIL = "email"
GATEWAY = "Mozilla/5.0 (compatible; Kirjesuoja/4.2; link protection)"
HURRIED = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/143.0"
DOUBTFUL_SCORES = (10, 0, 9, 2)
HOURS_AGO = (30, 28, 26, 9)
DECIDER = "oskar"
NOTES = (
    "Called today. Two invoices have the wrong reference; billing sends them again this week.",
    "Left a message. Tries me back tomorrow morning.",
    "We went through the invoices together. She would like one contact person for all of them.",
    "Wrote back the same day. Waits for the new e-invoicing address from their accountant.",
)
REASON = "Read the scale the wrong way round. Told me so on the phone and asked to put it right."


def tell_aftermath(company: Company, *, now: datetime) -> None:
    """Add what the figures of the demo do not need and its pages want to show, all of it in the last two days."""
    _open_all_links(company, now - timedelta(hours=34))
    silent = silent_invitations(company.workspace, count=len(DOUBTFUL_SCORES))
    for invitation, score, hours in zip(silent, DOUBTFUL_SCORES, HOURS_AGO, strict=False):
        _answer_unclearly(invitation, score, now - timedelta(hours=hours))
    _decide_one(company, now - timedelta(hours=5))
    _correct(company, now)
    _write_notes(company, now)


def _open_all_links(company: Company, at: datetime) -> None:
    for invitation in silent_invitations(company.workspace, count=1, skip=len(DOUBTFUL_SCORES)):
        for score in range(11):
            moment = at + timedelta(seconds=score * 0.2)
            click = RawClick(moment, "GET", "score", Verdict(SCANNER, ALL_LINKS), score, user_agent=GATEWAY)
            keep_click(invitation=invitation, click=click)
        _keep(invitation, 0, at + timedelta(seconds=4), Verdict(SCANNER, ALL_LINKS), GATEWAY)


def _answer_unclearly(invitation: Invitation, score: int, at: datetime) -> None:
    look = RawClick(at, "GET", "score", Verdict(UNCLEAR, OPENED), score, user_agent=HURRIED)
    keep_click(invitation=invitation, click=look)
    _keep(invitation, score, at + timedelta(seconds=0.8), Verdict(UNCLEAR, TOO_QUICK), HURRIED, seconds=0.8)
    for mail in Delivery.objects.filter(workspace=invitation.workspace_id, invitation=invitation, purpose=CONFIRM):
        hand_over(delivery=mail, now=at + CONFIRM_AFTER + timedelta(minutes=1), channel=PastMail())


def _keep(
    invitation: Invitation, score: int, at: datetime, verdict: Verdict, agent: str, seconds: float | None = None
) -> Response:
    return accept_answer(
        version=invitation.version,
        score=score,
        verbatim="",
        answers={},
        language=invitation.language,
        channel=EMAIL,
        now=at,
        invitation=invitation,
        verdict=verdict,
        click=RawClick(at, "POST", "save", verdict, score, seconds, user_agent=agent),
    )


def _decide_one(company: Company, at: datetime) -> None:
    review = Review.objects.filter(workspace=company.workspace, decided_at=None).order_by("pk").first()
    if review:
        note = "Opened and sent from the same browser as all year: she is quick."
        decide_verdict(review=review, outcome=PERSON, note=note, actor=_actor(company, DECIDER), now=at)


def _correct(company: Company, now: datetime) -> None:
    for number, response in enumerate(wordless_detractors(company.workspace, count=2)):
        asker = _owner(company, response)
        asked_at = now - timedelta(hours=30 - number)
        review = ask_for_correction(response=response, reason=REASON, actor=asker, now=asked_at)
        if number == 0:
            decide_score(review=review, score=9, note="", actor=_actor(company, DECIDER), now=now - timedelta(hours=6))


def _write_notes(company: Company, now: datetime) -> None:
    found = detractors_with_words(company.workspace, count=len(NOTES))
    for number, (response, text) in enumerate(zip(found, NOTES, strict=False)):
        add_note(response=response, text=text, actor=_owner(company, response), now=now - timedelta(hours=3 + number))


def _owner(company: Company, response: Response) -> Actor:
    owner = response.account.owner if response.account else None
    return Actor.user(owner.user_id) if owner else company.actor


def _actor(company: Company, name: str) -> Actor:
    return Actor.user(company.members[name].user_id)
