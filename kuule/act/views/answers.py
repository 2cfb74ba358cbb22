"""The pages behind the links of letters: is it solved, the panel, no more letters. Opening one changes nothing."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.act.models import Letter
from kuule.act.rules.letters import LONGEST_WORDS, PANEL, SOLVED_ASK
from kuule.act.selectors.letter_links import letter_by_token, panel_by_letter, solved_answer_to
from kuule.act.services.afterwards import answer_if_solved, join_panel, leave_panel, want_no_more
from kuule.act.services.letter_writing import language_of
from kuule.act.wordings.solved_ask import NO, YES
from kuule.surveys.rules import direction
from kuule.ui.respondent import respondent_page
from kuule.workspaces.rules import RESPONDENT

ANSWERS = (YES, NO)
JOIN, LEAVE = "join", "leave"


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the frame of these pages says of who reads them, and who wrote."""

    language: str
    company: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter_answer(request: HttpRequest, token: str) -> HttpResponse:
    """`/l/<token>`: what the letter asks. The token stands for the person; only a pressed button counts.

    Programs that look into mails open every link, so what stands in the address is chosen at most, never sent.
    """
    letter = letter_by_token(token)
    if letter is None or letter.purpose not in (SOLVED_ASK, PANEL):
        return _unknown(request)
    with translation.override(language_of(letter)):
        return _solved(request, letter) if letter.purpose == SOLVED_ASK else _panel(request, letter)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to write no more, and stop on a POST: by the button, or by the mail program's own (RFC 8058)."""
    letter = letter_by_token(token)
    if letter is None:
        return _unknown(request)
    if request.method == "POST":
        want_no_more(letter=letter, now=timezone.now())
    with translation.override(language_of(letter)):
        return _shown(request, letter, "act/answers/stop.html", {"is_done": request.method == "POST"})


def _solved(request: HttpRequest, letter: Letter) -> HttpResponse:
    chosen = (request.POST if request.method == "POST" else request.GET).get("answer", "")
    if request.method == "POST" and chosen in ANSWERS:
        words = request.POST.get("words", "")
        answer_if_solved(letter=letter, is_solved=chosen == YES, words=words, now=timezone.now())
    answer = solved_answer_to(letter)
    is_done = request.method == "POST" and chosen in ANSWERS
    context = {
        "answer": answer,
        "chosen": chosen if chosen in ANSWERS else "",
        "is_done": is_done,
        "is_missing": request.method == "POST" and not is_done,
        "longest": LONGEST_WORDS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["is_missing"] else HTTPStatus.OK
    return _shown(request, letter, "act/answers/solved.html", context, status)


def _panel(request: HttpRequest, letter: Letter) -> HttpResponse:
    panel = panel_by_letter(letter)
    if panel is None:
        return _unknown(request)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == JOIN:
        join_panel(panel=panel, now=timezone.now())
    if act == LEAVE:
        leave_panel(panel=panel, actor=RESPONDENT, now=timezone.now())
    panel.refresh_from_db()
    is_in = panel.joined_at is not None and panel.left_at is None
    return _shown(request, letter, "act/answers/panel.html", {"is_in": is_in, "act": act})


def _shown(
    request: HttpRequest, letter: Letter, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    text = _Reader(language_of(letter), letter.workspace.name)
    return respondent_page(request, template, {**context, "text": text}, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    language = translation.get_language_from_request(request)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(spoken):
        text = _Reader(spoken)
        return respondent_page(request, "act/answers/unknown.html", {"text": text}, status=HTTPStatus.NOT_FOUND)
