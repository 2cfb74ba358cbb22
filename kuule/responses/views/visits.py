"""What a request tells about who is there, and keeping it."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from kuule.responses.auth import SEAL_FIELD, SIGNAL_FIELD, is_signal, shown_at
from kuule.responses.forms import SentForm
from kuule.responses.rules import PERSON, PURPOSE_HEADERS, RawClick, VisitFacts, is_prefetch, is_preview, verdict_on
from kuule.responses.rules.verdicts import ALL_LINKS
from kuule.responses.selectors import AnswerLink, EarlierClicks, earlier_clicks
from kuule.responses.services import keep_click, see_through_scanner
from kuule.ui.client import client_address

log = structlog.get_logger("kuule.responses")

# What was asked for: the page, a score in the mail, to keep the first tap, to save, to confirm.
OPEN, SCORE, FIRST, SAVE, CONFIRM = "open", "score", "first", "save", "confirm"
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A save with the verdict on it, and how many visits were kept before it, as far as that was looked up."""

    click: RawClick
    kept_before: int = 0


def keep_look(request: HttpRequest, link: AnswerLink, *, score: int | None = None) -> None:
    """Keep that somebody opened a personal link. The page is shown even when that cannot be written."""
    if link.invitation is None or link.is_anonymous:
        return
    now = timezone.now()
    try:
        earlier = earlier_clicks(link.invitation)
        facts = _facts(request, links_at_once=earlier.links_at_once(now, score) if score is not None else 0)
        click = _click(request, link, facts, now=now, act=OPEN if score is None else SCORE, score=score)
        keep_click(invitation=link.invitation, click=click, kept_before=earlier.kept)
        if click.verdict.reason == ALL_LINKS:
            see_through_scanner(invitation=link.invitation, now=now)
    except DatabaseError:
        log.exception("visit_not_kept")


def judged(
    request: HttpRequest, link: AnswerLink, form: SentForm, *, token: str, act: str, score: int | None
) -> Judged:
    """Return the verdict on a form that came. Only where there was no signal are earlier visits looked up."""
    now = timezone.now()
    seal = form.fields.get(SEAL_FIELD, "")
    shown = shown_at(seal, token)
    seconds = None if shown is None or shown > now else (now - shown).total_seconds()
    has_signal = is_signal(form.fields.get(SIGNAL_FIELD, ""), seal)
    earlier = EarlierClicks(0, ())
    if link.invitation is not None and not link.is_anonymous and not (has_signal and seconds is not None):
        earlier = earlier_clicks(link.invitation)
    facts = _facts(
        request,
        seconds_shown=seconds,
        has_signal=has_signal,
        links_at_once=earlier.links_at_once(now if seconds is None or shown is None else shown),
    )
    click = _click(request, link, facts, now=now, act=act, score=score)
    return Judged(click, 0 if click.verdict.verdict == PERSON else earlier.kept)


def keep_save(link: AnswerLink, save: Judged) -> None:
    """Keep a form that changed nothing as the visit that it was."""
    if link.invitation is not None and not link.is_anonymous:
        keep_click(invitation=link.invitation, click=save.click, kept_before=save.kept_before)


def kept_seal(form: SentForm, token: str) -> str:
    """Return the seal that came with a form if it is true, so that a page shown again is as old as it is."""
    seal = form.fields.get(SEAL_FIELD, "")
    return seal if shown_at(seal, token) else ""


def _facts(
    request: HttpRequest, *, seconds_shown: float | None = None, has_signal: bool = False, links_at_once: int
) -> VisitFacts:
    return VisitFacts(
        method=request.method or "",
        seconds_shown=seconds_shown,
        has_signal=has_signal,
        links_at_once=links_at_once,
        is_prefetch=is_prefetch([request.headers.get(name, "") for name in PURPOSE_HEADERS]),
        is_preview=is_preview(request.headers.get("User-Agent", "")),
    )


def _click(
    request: HttpRequest, link: AnswerLink, facts: VisitFacts, *, now: datetime, act: str, score: int | None
) -> RawClick:
    address = hmac.new(bytes(link.workspace.hash_key), client_address(request).encode(), "sha256")
    return RawClick(
        at=now,
        method=facts.method,
        act=act,
        verdict=verdict_on(facts),
        score=score,
        seconds_shown=facts.seconds_shown,
        address_hash=address.hexdigest(),
        user_agent=request.headers.get("User-Agent", "").replace("\0", "")[:LONGEST_AGENT],
    )
