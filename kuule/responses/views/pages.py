"""What the respondent gets to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

from django.http import HttpRequest, HttpResponse

from kuule.dispatch.rules import stop_path
from kuule.lib.tokens import mint_token
from kuule.responses.rules import about_path
from kuule.responses.selectors import AnswerLink
from kuule.surveys.rules import ShownProblem, Wording, shown_questions
from kuule.surveys.selectors import wording_of, wording_of_strangers
from kuule.ui.respondent import respondent_page

Values = Mapping[str, int | str | None]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came by a link, and the texts in their language."""

    request: HttpRequest
    link: AnswerLink
    text: Wording

    @classmethod
    def by(cls, request: HttpRequest, link: AnswerLink, wanted_language: str) -> Self:
        """Return the visit, in the wanted language if the survey has it, else in the one of the link."""
        language = wanted_language if wanted_language in link.version.languages else link.language
        return cls(request, link, wording_of(link.version, language=language, company=link.workspace.name))


def question_page(
    visit: Visit,
    values: Values,
    *,
    problems: Sequence[ShownProblem] = (),
    status: HTTPStatus = HTTPStatus.OK,
    token: str = "",
    is_as_saved: bool = False,
) -> HttpResponse:
    """Show the questions with what was given or typed so far.

    `token` is the one that a shared link already gave out; `is_as_saved` says that the values are the saved answer.
    """
    link, text = visit.link, visit.text
    questions = shown_questions(
        link.version.questions, text, values=values, faulty={problem.field for problem in problems}
    )
    return _page(
        visit,
        "answer",
        status,
        token="" if link.token else token or mint_token(),
        is_change=link.is_answered,
        is_as_saved=is_as_saved,
        problems=problems,
        questions=questions,
        reader_note=text["reader_note" if link.is_personal else "reader_note_link"],
        languages=[language for language in link.version.languages if language != text.language],
    )


def thanks_page(visit: Visit, *, is_open: bool) -> HttpResponse:
    """Say that the answer is saved; while the survey is open, it can be changed."""
    return _page(visit, "thanks", is_open=is_open)


def about_page(visit: Visit) -> HttpResponse:
    """Say who reads an answer and what becomes of it."""
    part = "about_body" if visit.link.is_personal else "about_body_link"
    return _page(visit, "about", about_path="", paragraphs=visit.text.paragraphs(part))


def notice_page(visit: Visit, what: str, status: HTTPStatus) -> HttpResponse:
    """Say why there is nothing to answer here: the survey's texts `<what>_title` and `<what>_body`."""
    return _page(visit, "notice", status, title=visit.text[f"{what}_title"], body=visit.text[f"{what}_body"])


def unknown_page(request: HttpRequest) -> HttpResponse:
    """Say that a link leads nowhere, whether it is malformed, forged, or of a survey that was never published."""
    text = wording_of_strangers(accepted=request.headers.get("Accept-Language", ""))
    context = {"text": text, "title": text["unknown_title"], "body": text["unknown_body"]}
    return respondent_page(request, "responses/notice.html", context, status=HTTPStatus.NOT_FOUND)


def _page(visit: Visit, name: str, status: HTTPStatus = HTTPStatus.OK, **context: Any) -> HttpResponse:
    link = visit.link
    language = "" if visit.text.language == link.language else f"?language={visit.text.language}"
    paths = {
        "action": link.path,
        "back_path": link.path + language,
        "about_path": about_path(link.path) + language,
        "stop_path": stop_path(link.token) if link.is_personal else "",
    }
    context = {"text": visit.text, **paths, **context}
    return respondent_page(visit.request, f"responses/{name}.html", context, status=status)
