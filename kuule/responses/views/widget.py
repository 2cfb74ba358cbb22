"""The widget: its one file, and what it asks and sends from websites of others. No session, no cookie."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import rjsmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import WIDGET, WidgetSettings, is_signed, origin_of
from kuule.dispatch.selectors.asking_here import person_named
from kuule.dispatch.selectors.collectors import collector_by_token
from kuule.dispatch.services.asking_here import ask_on_website, put_off
from kuule.lib.pace import is_too_often
from kuule.lib.problems import PROBLEM_TYPE, problem
from kuule.lib.tokens import mint_token
from kuule.responses.auth import seal
from kuule.responses.rules.place_words import PLACE_WORDS
from kuule.responses.rules.told_questions import told_questions
from kuule.responses.selectors import link_by_collector, link_by_token, person_asked, version_in_use
from kuule.responses.views.sending import keep_sent, sent_fields, sent_json
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import STRANGER, Person, best_language
from kuule.surveys.selectors import wording_of
from kuule.ui.client import client_address

SOURCE = Path(__file__).parents[1] / "scripts" / "widget.js"
WORDS = ("close", "not_now", "not_sent")
TEXTS = ("send", "optional", "choose_several", "thanks_title", "thanks_body", "error_missing")
# A visitor asks once a page; whoever asks more often than anybody clicks is a program.
MOST_A_MINUTE, MOST_OF_A_SITE = 60, 3_000
KEPT_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Asking:
    """A website that the widget may stand on, and what it sent."""

    request: HttpRequest
    collector: Collector
    version: SurveyVersion
    settings: WidgetSettings
    sent: dict[str, Any]


@cache
def widget_file() -> tuple[bytes, bytes, str]:
    """Return the file without blanks and comments, the same compressed, and a mark that changes with it."""
    code = rjsmin.jsmin(SOURCE.read_text(encoding="utf-8")).encode()
    return code, gzip.compress(code, 9, mtime=0), hashlib.sha256(code).hexdigest()[:16]


@require_safe
def widget_script(request: HttpRequest) -> HttpResponse:
    """`/widget.js`: the widget, for pages of any origin; which of them it works on is up to its settings."""
    code, packed, mark = widget_file()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if is_packed else code, content_type="text/javascript; charset=utf-8")
    if request.headers.get("If-None-Match", "") == f'"{mark}"':
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    elif is_packed:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{mark}"'
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Vary"] = "Accept-Encoding"
    return response


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def widget_may(request: HttpRequest, token: str) -> HttpResponse:
    """`/widget/<token>/may`: may this visitor be asked now, and what? A person whom the website names counts as asked.

    Answers 404 for an unknown key, 403 for another website, 401 for a name without its signature, 429 for too often.
    """
    return _answered(request, token, _may)


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def widget_answers(request: HttpRequest, token: str) -> HttpResponse:
    """`/widget/<token>/answers`: keep an answer, or say in 422 what is wrong with it."""
    return _answered(request, token, _keep)


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def widget_not_now(request: HttpRequest, token: str) -> HttpResponse:
    """`/widget/<token>/not-now`: leave this person alone for a while."""
    return _answered(request, token, _put_off)


def _answered(request: HttpRequest, token: str, act: Callable[[Asking], HttpResponse]) -> HttpResponse:
    collector = collector_by_token(token, kind=WIDGET.key)
    version = version_in_use(collector) if collector else None
    if collector is None or version is None:
        return _refused(HTTPStatus.NOT_FOUND, "unknown-key", _("No survey has this key. Copy it again from Kuule."))
    settings = WidgetSettings.read(collector.settings)
    origin = origin_of(request.headers.get("Origin", ""))
    if origin not in settings.origins:
        detail = _("The survey may not stand on %(origin)s. Add it to the widget’s websites in Kuule.")
        return _refused(HTTPStatus.FORBIDDEN, "unknown-origin", detail % {"origin": origin or _("this website")})
    response = _in_time(request, collector, version, settings, act)
    response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Allow-Headers"] = "Content-Type"
    response["Vary"] = "Origin"
    response["Cache-Control"] = "no-store"
    return response


def _in_time(
    request: HttpRequest,
    collector: Collector,
    version: SurveyVersion,
    settings: WidgetSettings,
    act: Callable[[Asking], HttpResponse],
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    at, address = timezone.now().timestamp(), client_address(request)
    if is_too_often(f"{collector.pk}:{address}", most=MOST_A_MINUTE, at=at) or is_too_often(
        f"{collector.pk}", most=MOST_OF_A_SITE, at=at
    ):
        response = _refused(HTTPStatus.TOO_MANY_REQUESTS, "too-often", _("Too many requests. Try again in a minute."))
        response["Retry-After"] = "60"
        return response
    sent = sent_json(request)
    if sent is None:
        return _refused(HTTPStatus.BAD_REQUEST, "not-json", _("Send a JSON object of less than 100 kB."))
    return act(Asking(request, collector, version, settings, sent))


def _may(asking: Asking) -> HttpResponse:
    collector, version, now = asking.collector, asking.version, timezone.now()
    link = link_by_collector(collector.token, kind=WIDGET.key, accepted_languages="")
    if link is None or link.is_anonymous or not link.takes_answers(now):
        return JsonResponse({"ask": False})
    person = str(asking.sent.get("person") or "")
    if person and not is_signed(person, str(asking.sent.get("signature") or ""), secret=collector.secret):
        detail = _("The signature does not fit this person. Sign their id or e-mail with the widget’s secret.")
        return _refused(HTTPStatus.UNAUTHORIZED, "bad-signature", detail)
    contact = person_named(collector.workspace, name=person) if person else None
    if contact is None:
        return JsonResponse(_told(asking, token=mint_token()))
    asked = ask_on_website(collector=collector, version=version, contact=contact, now=now)
    if asked.invitation is None:
        return JsonResponse({"ask": False})
    known = person_asked(version, contact=contact, invitation=asked.invitation, now=now)
    return JsonResponse(_told(asking, token=asked.token, is_known=True, person=known))


def _told(asking: Asking, *, token: str, is_known: bool = False, person: Person = STRANGER) -> dict[str, Any]:
    collector, version, settings = asking.collector, asking.version, asking.settings
    wanted = str(asking.sent.get("language") or "")
    language = best_language(wanted, version.languages, collector.workspace.language)
    text = wording_of(version, language=language, company=collector.workspace.name)
    words = {part: text.read(PLACE_WORDS[part]) for part in WORDS} | {part: text[part] for part in TEXTS}
    return {
        "ask": True,
        "known": is_known,
        "token": token,
        "shown": seal(token, timezone.now()),
        "version": version.number,
        "language": language,
        "dir": text.direction,
        "questions": told_questions(version.questions, text, person=person),
        "words": {**words, "note": text["reader_note" if is_known else "reader_note_link"]},
        "share": settings.share,
        "after": settings.after_seconds,
        "pages": settings.after_pages,
        "pause": collector.workspace.quarantine_days,
    }


def _keep(asking: Asking) -> HttpResponse:
    token = str(asking.sent.get("token") or "")
    link = link_by_token(token) or link_by_collector(
        asking.collector.token, kind=WIDGET.key, accepted_languages=str(asking.sent.get("language") or "")
    )
    is_ours = link is not None and link.version.survey_id == asking.collector.survey_id and link.channel == WIDGET.key
    if link is None or not is_ours or asking.collector.revoked_at or not link.takes_answers(timezone.now()):
        return _refused(HTTPStatus.GONE, "closed", _("This survey takes no more answers."))
    fields = sent_fields(asking.sent, link.version.questions)
    kept = keep_sent(asking.request, link, fields, token, collector=asking.collector)
    if not kept.problems:
        return JsonResponse({"kept": True})
    body = problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", next(iter(kept.problems.values())))
    return JsonResponse({**body, "fields": dict(kept.problems)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _put_off(asking: Asking) -> HttpResponse:
    link = link_by_token(str(asking.sent.get("token") or ""))
    invitation = link.invitation if link else None
    is_ours = invitation is not None and invitation.workspace_id == asking.collector.workspace_id
    if is_ours and invitation is not None and invitation.contact is not None and invitation.answered_at is None:
        put_off(contact=invitation.contact, now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _refused(status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    return JsonResponse(problem(status, code, detail), status=status, content_type=PROBLEM_TYPE)
