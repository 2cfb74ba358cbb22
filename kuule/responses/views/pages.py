"""What the respondent gets to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kuule.dispatch.rules import confirm_path, not_now_path, stop_path
from kuule.dispatch.rules.collectors import KIOSK
from kuule.lib.tokens import mint_token
from kuule.responses.auth import seal
from kuule.responses.models import Response
from kuule.responses.rules.answers import about_path, withdraw_path
from kuule.responses.selectors import AnswerLink, person_behind
from kuule.surveys.rules import ShownProblem, Value, Wording, has_wording_by_group, shown_questions
from kuule.surveys.rules.blind import suppliers_shuffled
from kuule.surveys.selectors import asker_of, wording_of, wording_of_strangers
from kuule.ui.respondent import respondent_page
from kuule.workspaces.selectors import notice_of

Values = Mapping[str, Value]

_SCRIPTS = Path(__file__).parents[1] / "scripts"
# Tells that a person is there, and keeps their first tap.
_FIRST_TAP = _SCRIPTS / "first_tap.js"
# Makes the "why?" follow the score that is chosen.
_WORDING = (_SCRIPTS / "wording.js",)


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
        company = asker_of(link.version, company=link.workspace.name)
        return cls(request, link, wording_of(link.version, language=language, company=company))

    def naming_the_company(self) -> Self:
        """Return the visit of somebody who has answered: a double-blind study then says who asked."""
        return replace(self, text=replace(self.text, company=self.link.workspace.name))


def question_page(
    visit: Visit,
    values: Values,
    *,
    problems: Sequence[ShownProblem] = (),
    status: HTTPStatus = HTTPStatus.OK,
    token: str = "",
    shown: str = "",
    is_as_saved: bool = False,
) -> HttpResponse:
    """Show the questions with what was given or typed so far.

    `token` is the one that a shared link already gave out, `shown` the seal of the page when it was first shown;
    `is_as_saved` says that the values are the saved answer.
    """
    link, text = visit.link, visit.text
    held = link.token or token or mint_token()
    questions = shown_questions(
        link.version.questions,
        text,
        values=values,
        faulty={problem.field for problem in problems},
        person=person_behind(link, now=timezone.now()),
    )
    if link.is_blind:
        questions = suppliers_shuffled(questions, link.version.questions, seed=held)
    return _page(
        visit,
        "answer",
        status,
        scripts=[_FIRST_TAP, *(_WORDING if has_wording_by_group(link.version.questions) else ())],
        token="" if link.token else held,
        shown=shown or seal(held, timezone.now()),
        keeps_first_tap=not (link.is_anonymous or link.is_blind) and link.channel != KIOSK.key,
        version="" if link.token else link.version.number,
        is_change=link.is_answered,
        is_as_saved=is_as_saved,
        problems=problems,
        questions=questions,
        reader_note=text["reader_note" if link.is_personal else "reader_note_link"],
        languages=[language for language in link.version.languages if language != text.language],
    )


def thanks_page(visit: Visit, *, is_open: bool, given: Response | None = None) -> HttpResponse:
    """Say that the answer is saved; while the survey is open, it can be changed.

    After a double-blind study it says who asked, and the answer can be withdrawn. Higher rooms may add a few words in
    the slot `answer_thanks`: they get the `link`, and the answer as `given`, None where nothing may lead to it.
    """
    link, visit = visit.link, visit.naming_the_company()
    if not link.can_be_withdrawn:
        return _page(visit, "thanks", is_open=is_open, link=link, given=given)
    sealed = seal(link.token, timezone.now())
    return _page(visit, "thanks", withdraw_path=withdraw_path(link.path), shown=sealed)


def about_page(visit: Visit) -> HttpResponse:
    """Say who reads an answer and what becomes of it."""
    part = "about_body" if visit.link.is_personal else "about_body_link"
    # The company's own notice may name it, in whatever words.
    is_veiled = visit.link.is_blind and not visit.link.is_answered
    notice = None if is_veiled else notice_of(visit.link.workspace, language=visit.text.language)
    visit = visit if is_veiled else visit.naming_the_company()
    return _page(visit, "about", about_path="", paragraphs=visit.text.paragraphs(part), notice=notice)


def notice_page(visit: Visit, what: str, status: HTTPStatus) -> HttpResponse:
    """Say why there is nothing to answer here: the survey's texts `<what>_title` and `<what>_body`."""
    return _page(visit, "notice", status, title=visit.text[f"{what}_title"], body=visit.text[f"{what}_body"])


def withdrawn_page(visit: Visit) -> HttpResponse:
    """Say that an answer was withdrawn."""
    return notice_page(visit.naming_the_company(), "withdrawn", HTTPStatus.OK)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """Say that a link leads nowhere, whether it is malformed, forged, or of a survey that was never published."""
    text = wording_of_strangers(accepted=request.headers.get("Accept-Language", ""))
    context = {"text": text, "title": text["unknown_title"], "body": text["unknown_body"]}
    return respondent_page(request, "responses/notice.html", context, status=HTTPStatus.NOT_FOUND)


def confirm_page(visit: Visit, given: Response, *, shown: str = "", is_again: bool = False) -> HttpResponse:
    """Ask whether an unclear answer is theirs. `is_again` says that the button was pressed too quickly to be sure."""
    link, text = visit.link, visit.text
    return _page(
        visit,
        "confirm",
        HTTPStatus.UNPROCESSABLE_ENTITY if is_again else HTTPStatus.OK,
        scripts=[_FIRST_TAP],
        action=confirm_path(link.token),
        answer_path=link.path,
        body=text.read(text.parts["confirm_body"], score=str(given.score)),
        shown=shown or seal(link.token, timezone.now()),
        is_again=is_again,
    )


def _page(
    visit: Visit, name: str, status: HTTPStatus = HTTPStatus.OK, *, scripts: Sequence[Path] = (), **context: Any
) -> HttpResponse:
    link = visit.link
    language = "" if visit.text.language == link.language else f"?language={visit.text.language}"
    paths = {
        "action": link.path,
        "back_path": link.path + language,
        "about_path": about_path(link.path) + language,
        "stop_path": stop_path(link.token) if link.is_personal else "",
        "not_now_path": not_now_path(link.token) if link.is_personal and not link.is_answered else "",
    }
    context = {"text": visit.text, **paths, **context}
    return respondent_page(visit.request, f"responses/{name}.html", context, status=status, scripts=scripts)
