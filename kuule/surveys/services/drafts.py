"""Working on the next version of a survey."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.base import Question, Texts
from kuule.surveys.rules import DRAFT, Content, kept_group
from kuule.surveys.rules.editing import with_language
from kuule.surveys.selectors import (
    anonymous_texts,
    content_of,
    draft_version,
    known_translation,
    named_texts,
    newest_version,
    starting_texts,
)
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

NOT_A_DRAFT, CHANGED_MEANWHILE, ALREADY_ASKED = "not_a_draft", "changed_meanwhile", "already_asked"


def open_draft(*, survey: Survey, actor: Actor, now: datetime) -> SurveyVersion:
    """Return the draft of a survey; where there is none, a copy of what is published becomes it."""
    try:
        with transaction.atomic():
            draft = draft_version(survey.workspace, survey=survey)
            return draft or _copied(newest_version(survey.workspace, survey=survey), survey, actor, now)
    except IntegrityError:  # somebody else opened it in this very moment
        return newest_version(survey.workspace, survey=survey)


def _copied(latest: SurveyVersion, survey: Survey, actor: Actor, now: datetime) -> SurveyVersion:
    draft = SurveyVersion.objects.create(
        workspace=survey.workspace,
        survey=survey,
        number=latest.number + 1,
        languages=latest.languages,
        questions=latest.questions,
        texts=latest.texts,
        edited_at=now,
    )
    record(workspace=survey.workspace, actor=actor, act="survey_draft_opened", subject=survey, now=now)
    return draft


@transaction.atomic
def discard_draft(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Throw away the draft of a survey that has a published version. A survey never published keeps its only one."""
    if survey.state == DRAFT:
        raise Refused(NOT_A_DRAFT)
    if SurveyVersion.objects.filter(workspace=survey.workspace, survey=survey, published_at=None).delete()[0]:
        record(workspace=survey.workspace, actor=actor, act="survey_draft_discarded", subject=survey, now=now)


@transaction.atomic
def change_draft(
    *,
    version: SurveyVersion,
    change: Callable[[Content], Content],
    is_as_seen: Callable[[Content], bool],
    actor: Actor,
    now: datetime,
) -> None:
    """Change what a draft says: one act of `rules.editing`, on the draft as it is at this moment.

    Raises Refused: `changed_meanwhile` when the part to be changed is not as somebody saw it any more, `not_a_draft`
    when it was published or discarded meanwhile, or what the act itself refuses. Then nothing is changed.
    """
    draft = _locked(version)
    before = content_of(draft)
    if not is_as_seen(before):
        raise Refused(CHANGED_MEANWHILE)
    _keep(draft, change(before), actor, now)


@transaction.atomic
def add_language(*, version: SurveyVersion, language: str, actor: Actor, now: datetime) -> None:
    """Add a language to a draft. Texts that are still ours come with our own translation, where there is one."""
    draft = _locked(version)
    content = with_language(content_of(draft), language)
    if content != content_of(draft):
        _keep(draft, _translated(content, language), actor, now)


@transaction.atomic
def change_survey(
    *, survey: Survey, name: str, is_anonymous: bool, actor: Actor, now: datetime, group: str = ""
) -> None:
    """Rename a survey, make it anonymous or not, or say whom it asks ("" leaves that as it is).

    Only a survey that nobody could answer yet can become anonymous or be for other people: else answers of one group
    would be counted with those of another. Texts about names that are still ours change with it.

    Raises Refused("already_asked").
    """
    kept = Survey.objects.select_for_update().get(pk=survey.pk)
    asked = kept_group(kept.family, group) if group else kept.group
    if (kept.is_anonymous, kept.group) != (is_anonymous, asked) and kept.state != DRAFT:
        raise Refused(ALREADY_ASKED)
    if kept.is_anonymous != is_anonymous:
        draft = _locked(newest_version(survey.workspace, survey=survey))
        draft.texts = _about_names(draft.texts, survey.family, is_anonymous=is_anonymous)
        draft.edited_at = now
        draft.save(update_fields=["texts", "edited_at"])
    if (kept.name, kept.is_anonymous, kept.group) != (name, is_anonymous, asked):
        Survey.objects.filter(pk=survey.pk).update(name=name, is_anonymous=is_anonymous, group=asked)
        record(workspace=survey.workspace, actor=actor, act="survey_changed", subject=survey, now=now)
    survey.name, survey.is_anonymous, survey.group = name, is_anonymous, asked


def _locked(version: SurveyVersion) -> SurveyVersion:
    draft = SurveyVersion.objects.select_for_update(of=("self",)).select_related("survey", "workspace")
    found = draft.filter(pk=version.pk, published_at=None).first()
    if found is None:
        raise Refused(NOT_A_DRAFT)
    return found


def _keep(draft: SurveyVersion, content: Content, actor: Actor, now: datetime) -> None:
    survey = draft.survey
    # A text that was emptied in every language is the starter's again: no page and no mail stays without words.
    texts = {**starting_texts(survey.family, content.languages, is_anonymous=survey.is_anonymous), **content.texts}
    draft.languages, draft.questions, draft.texts = list(content.languages), list(content.questions), texts
    draft.edited_at = now
    draft.save(update_fields=["languages", "questions", "texts", "edited_at"])
    record(workspace=draft.workspace, actor=actor, act="survey_edited", subject=survey, now=now)


def _translated(content: Content, language: str) -> Content:
    def translated(texts: Texts) -> Texts:
        words = "" if texts.get(language) else known_translation(texts, language)
        return {**texts, language: words} if words else texts

    questions: list[Question] = []
    for question in content.questions:
        known: Question = {**question, "texts": {part: translated(texts) for part, texts in question["texts"].items()}}
        if "options" in question:
            known["options"] = [{**option, "texts": translated(option["texts"])} for option in question["options"]]
        questions.append(known)
    texts = {part: translated(each) for part, each in content.texts.items()}
    return Content(content.languages, tuple(questions), texts)


def _about_names(texts: dict[str, Texts], family: str, *, is_anonymous: bool) -> dict[str, Texts]:
    named, anonymous = named_texts(family), anonymous_texts()
    before, after = (named, anonymous) if is_anonymous else (anonymous, named)
    changed = dict(texts)
    for part in after:
        now_there = texts.get(part, {})
        kept = {language: words for language, words in now_there.items() if before[part].get(language) != words}
        ours = {language: words for language, words in after[part].items() if language in now_there}
        changed[part] = {**ours, **kept}
    return changed
