"""The desk of whoever edits a draft: which language, which part is open, and the forms of every part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kuule.surveys.forms.editing import NewQuestionForm, QuestionForm, TextsForm
from kuule.surveys.forms.languages import LanguageForm
from kuule.surveys.forms.surveys import SettingsForm
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types import QUESTION_TYPES, nps, rating
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import GROUPS, group_on, points_of
from kuule.surveys.rules import (
    DRAFT,
    FAMILY_HEADLINES,
    OF_STAFF,
    Advice,
    Content,
    advice_on,
    best_language,
    blockers,
    headline_of,
    missing_in,
    scale_of,
    text_for,
)
from kuule.surveys.rules.parts import grouped_parts
from kuule.surveys.rules.seeing import seen_question, seen_texts
from kuule.surveys.selectors import (
    STARTERS,
    Fact,
    content_of,
    known_facts,
    ready_questions,
    starter_survey,
    unread_parts,
)
from kuule.surveys.views.taken_out import TakenNote, remembered
from kuule.workspaces.auth import MemberRequest
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question as the editor shows it."""

    key: str
    number: int
    question: Question
    title: str
    form: QuestionForm
    seen: str
    is_open: bool
    is_headline: bool
    advice: list[Advice]


@dataclass(frozen=True, slots=True)
class TextsPart:
    """A group of texts as the editor shows it."""

    group: str
    form: TextsForm
    seen: str
    is_open: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What is worked on.

    `facts` are what may be known of the people who are asked, None where nothing may be. `open` is the key of the
    question or the group of texts that stands open, `score` the one that the preview begins with.
    """

    survey: Survey
    version: SurveyVersion
    content: Content
    language: str
    facts: Sequence[Fact] | None = None
    open: str = ""
    score: str = ""

    @classmethod
    def of(cls, survey: Survey, version: SurveyVersion, asked: Mapping[str, str], workspace: Workspace) -> Self:
        """Return the desk that an address or a form asks for."""
        content = content_of(version)
        wanted = asked.get("language", "")
        best = best_language(get_language() or "", content.languages, workspace.language)
        language = wanted if wanted in content.languages else best
        facts = None if survey.is_anonymous else known_facts(workspace)
        return cls(survey, version, content, language, facts, asked.get("open", "")[:40], asked.get("score", "")[:2])

    def opened(self, part: str) -> Self:
        """Return the desk with another part open."""
        return replace(self, open=part)

    def in_language(self, language: str) -> Self:
        """Return the desk in another language."""
        return replace(self, language=language)

    def kinds(self) -> list[str]:
        """Return the types of questions that can be added: about recommending once, and only where it is the score."""
        takes_nps = FAMILY_HEADLINES[self.survey.family].type == nps.KEY
        has_nps = any(question["type"] == nps.KEY for question in self.content.questions)
        return [kind for kind in QUESTION_TYPES if kind != nps.KEY or (takes_nps and not has_nps)]

    def ready(self) -> dict[str, str]:
        """Return the ready questions that the draft does not have yet, by their titles in the language worked on."""
        return {
            key: text_for(question["texts"]["title"], self.language).format(company=self.version.workspace.name)
            for key, question in ready_questions().items()
            if self.content.question(key) is None
        }

    def question_form(self, key: str, typed: Mapping[str, str] | None = None) -> QuestionForm | None:
        """Return the form of a question, with what was typed into an earlier one where that had the same fields."""
        question = self.content.question(key)
        if question is None:
            return None
        is_headline = question is headline_of(self.content.questions)
        make = partial(
            QuestionForm,
            question=question,
            language=self.language,
            is_headline=is_headline,
            scale_is_given=is_headline and FAMILY_HEADLINES[self.survey.family].type == rating.KEY,
            facts=self.facts,
        )
        return make() if typed is None else make(_filled_in(make(), typed))

    def texts_form(self, group: str, typed: Mapping[str, str] | None = None) -> TextsForm | None:
        """Return the form of a group of texts, or None for a group that does not exist."""
        parts = _groups().get(group)
        if not parts:
            return None
        return TextsForm(typed, group=group, parts=parts, texts=self.content.texts, language=self.language)


def desk_page(
    request: MemberRequest,
    desk: Desk,
    *,
    question_form: QuestionForm | None = None,
    texts_form: TextsForm | None = None,
    settings_form: SettingsForm | None = None,
    status: int = 200,
    **refusal: Any,
) -> HttpResponse:
    """Show the editor; a form that is given stands in place of the one that the draft would fill."""
    survey, content = desk.survey, desk.content
    advice = advice_on(content, unread_parts=unread_parts(survey, desk.version))
    taken = remembered(request, desk.version)
    context: dict[str, Any] = {
        "survey": survey,
        "desk": desk,
        "languages": [(language, len(missing_in(content, language))) for language in content.languages],
        "questions": [
            _question_part(desk, number, question, question_form, advice)
            for number, question in enumerate(content.questions, 1)
        ],
        "text_groups": [_texts_part(desk, group, texts_form) for group in _groups()],
        "taken": TakenNote.of(taken, content, desk.language) if taken else None,
        "new_form": NewQuestionForm(kinds=desk.kinds(), ready=desk.ready()),
        "language_form": LanguageForm(present=content.languages),
        "settings_form": settings_form or settings_form_of(survey),
        "advice": [each for each in advice if not each.number],
        "blockers": blockers(survey.family, content, is_anonymous=survey.is_anonymous),
        "example_scores": example_scores(scale_of(content.questions)),
        **refusal,
    }
    return render(request, "surveys/survey_edit.html", context, status=status)


def settings_form_of(survey: Survey, typed: Mapping[str, str] | None = None) -> SettingsForm:
    """Return the form of the name, of whom the survey asks, and of whether answers are anonymous."""
    known = {"name": survey.name, "is_anonymous": survey.is_anonymous, "group": survey.measures}
    return SettingsForm(
        typed,
        initial=known,
        can_become_anonymous=survey.state == DRAFT,
        is_for_employees=survey.family in OF_STAFF,
    )


def example_scores(scale: str) -> list[str]:
    """Return the best score of each group on a scale, to try a page with."""
    best = {group_on(scale, point): point for point in points_of(scale)}
    return [str(best[group]) for group in GROUPS]


def _question_part(
    desk: Desk, number: int, question: Question, given: QuestionForm | None, advice: list[Advice]
) -> QuestionPart:
    key = question["key"]
    form = given if given is not None and given.question["key"] == key else desk.question_form(key)
    if form is None:
        raise KeyError(key)
    return QuestionPart(
        key=key,
        number=number,
        question=question,
        title=text_for(question["texts"].get("title", {}), desk.language),
        form=form,
        seen=seen_question(desk.content, key, desk.language),
        is_open=desk.open == key,
        is_headline=question is headline_of(desk.content.questions),
        advice=[each for each in advice if each.number == number],
    )


def _texts_part(desk: Desk, group: str, given: TextsForm | None) -> TextsPart:
    form = given if given is not None and desk.open == group else desk.texts_form(group)
    if form is None:
        raise KeyError(group)
    parts = list(form.fields)
    missing = [place for place in missing_in(desk.content, desk.language) if place.part in parts and not place.question]
    return TextsPart(group, form, seen_texts(desk.content, parts, desk.language), desk.open == group, len(missing))


def _groups() -> dict[str, list[str]]:
    return {group: parts for group, parts in grouped_parts(starter_survey(STARTERS[0])["texts"]).items() if parts}


def _filled_in(form: QuestionForm, typed: Mapping[str, str]) -> dict[str, Any]:
    # A field that the earlier form did not have keeps what the draft says; a box that is not ticked is not sent.
    return {
        name: typed.get(name, "" if name == "optional" else field.initial or "") for name, field in form.fields.items()
    }
