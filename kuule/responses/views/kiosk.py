"""The screen for whoever comes by: its page, the worker that keeps the page, and the answers that it sends."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import rjsmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kuule.dispatch.rules.collectors import KIOSK, KioskSettings
from kuule.lib.pace import is_too_often
from kuule.lib.problems import PROBLEM_TYPE, problem
from kuule.responses.auth import seal
from kuule.responses.rules.place_words import PLACE_WORDS
from kuule.responses.rules.told_questions import told_questions
from kuule.responses.selectors import AnswerLink, link_by_collector
from kuule.responses.views.pages import Visit, thanks_page, unknown_page
from kuule.responses.views.sending import keep_from_screen, sent_json
from kuule.surveys.selectors import wording_of
from kuule.ui.client import client_address
from kuule.ui.formats import own_name
from kuule.ui.respondent import respondent_page

_SCRIPTS = Path(__file__).parents[1] / "scripts"
STYLE = "kiosk.css"
WORDS = ("back", "next", "skip", "waiting", "not_sent")
TEXTS = ("send", "thanks_title", "thanks_body", "error_missing")
MOST_AT_ONCE, MOST_A_MINUTE = 50, 120
THANKS_SECONDS = 8
_UID = re.compile("[0-9a-f]{32}")


@cache
def _worker() -> str:
    return str(rjsmin.jsmin((_SCRIPTS / "kiosk_worker.js").read_text(encoding="utf-8")))


@require_safe
def kiosk_worker(_request: HttpRequest) -> HttpResponse:
    """`/k/worker.js`: keeps the page of a screen for when there is no network."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """`/k/<token>`: the screen. One that was stopped says so, and still sends what it kept."""
    link = _link(request, token)
    if link is None:
        return unknown_page(request)
    visit, is_open = Visit.by(request, link, request.GET.get("language", "")), link.takes_answers(timezone.now())
    closed = [] if is_open else [visit.text["closed_title"], visit.text["closed_body"]]
    context = {
        "text": visit.text,
        "told": _told(link, visit.text.language, closed),
        "plain_path": link.path,
        "words": {part: visit.text.read(texts) for part, texts in PLACE_WORDS.items()},
    }
    return respondent_page(
        request,
        "responses/kiosk.html",
        context,
        status=HTTPStatus.OK if is_open else HTTPStatus.GONE,
        scripts=[_SCRIPTS / "kiosk.js"],
        style=STYLE,
        policy="worker-src 'self'; ",
    )


@require_safe
def kiosk_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """`/k/<token>/plain/thanks`: an answer by the plain form is saved; the next person finds an empty one."""
    link = _link(request, token)
    if link is None:
        return unknown_page(request)
    response = thanks_page(Visit.by(request, link, request.GET.get("language", "")), is_open=False)
    response["Refresh"] = f"{THANKS_SECONDS}; url={link.path}"
    return response


@csrf_exempt
@require_POST
def kiosk_answers(request: HttpRequest, token: str) -> HttpResponse:
    """`/k/<token>/answers`: keep what a screen sends, each answer once however often it comes.

    Says which are `kept` and which are `refused`, and why. While the survey is closed it answers 409, and the screen
    goes on keeping them.
    """
    link, now = _link(request, token), timezone.now()
    if link is None or link.collector is None:
        return _refused(HTTPStatus.NOT_FOUND, "unknown-key", _("There is no screen at this address."))
    if is_too_often(f"kiosk:{link.collector.pk}:{client_address(request)}", most=MOST_A_MINUTE, at=now.timestamp()):
        return _refused(HTTPStatus.TOO_MANY_REQUESTS, "too-often", _("Too many requests. Try again in a minute."))
    sent = sent_json(request)
    answers = sent.get("answers") if sent else None
    if sent is None or not isinstance(answers, list) or len(answers) > MOST_AT_ONCE:
        detail = _("Send a JSON object with “now” and at most %(most)s “answers”.") % {"most": MOST_AT_ONCE}
        return _refused(HTTPStatus.BAD_REQUEST, "not-json", detail)
    if not replace(link, collector=None).takes_answers(now):
        return _refused(HTTPStatus.CONFLICT, "closed", _("The survey is closed. Keep the answers until it is open."))
    kept: list[str] = []
    refused: dict[str, str] = {}
    for each in answers:
        uid = str(each.get("uid", "")) if isinstance(each, dict) else ""
        fault = _fault_of(request, link, each, uid, _moment(each, sent, now)) if _UID.fullmatch(uid) else "not-valid"
        if fault:
            refused[uid[:32]] = fault
        else:
            kept.append(uid)
    return JsonResponse({"kept": kept, "refused": refused})


def _fault_of(request: HttpRequest, link: AnswerLink, sent: Mapping[str, Any], uid: str, at: datetime) -> str:
    collector = link.collector
    if collector is not None and collector.revoked_at is not None and at >= collector.revoked_at:
        return "closed"
    return keep_from_screen(request, link, sent, uid=uid, at=at)


def _moment(sent: Mapping[str, Any], message: Mapping[str, Any], now: datetime) -> datetime:
    """Return when an answer was given: by the clock of the screen, put right by how far it is off now."""
    at, there = _milliseconds(sent.get("at")), _milliseconds(message.get("now"))
    if at is None or there is None or at > there:
        return now
    try:
        return datetime.fromtimestamp(now.timestamp() - (there - at) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return now


def _milliseconds(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14 else None


def _told(link: AnswerLink, language: str, closed: list[str]) -> dict[str, Any]:
    collector = link.collector
    settings = KioskSettings.read(collector.settings if collector else {})
    key = collector.token if collector else ""
    return {
        "path": KIOSK.address(key),
        "language": language,
        "order": link.version.languages,
        "version": link.version.number,
        "shown": seal(key, timezone.now()),
        "idle": settings.idle_seconds,
        "closed": closed,
        "languages": {each: _in_language(link, each) for each in link.version.languages},
    }


def _in_language(link: AnswerLink, language: str) -> dict[str, Any]:
    text = wording_of(link.version, language=language, company=link.workspace.name)
    words = {part: text.read(PLACE_WORDS[part]) for part in WORDS} | {part: text[part] for part in TEXTS}
    return {
        "name": own_name(language),
        "dir": text.direction,
        "questions": told_questions(link.version.questions, text),
        "words": words,
    }


def _link(request: HttpRequest, token: str) -> AnswerLink | None:
    accepted = request.headers.get("Accept-Language", "")
    return link_by_collector(token, kind=KIOSK.key, accepted_languages=accepted)


def _refused(status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    return JsonResponse(problem(status, code, detail), status=status, content_type=PROBLEM_TYPE)
