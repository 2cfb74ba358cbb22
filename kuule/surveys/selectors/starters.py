"""Surveys ready to use, and the texts that every survey begins with."""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from kuule.surveys.question_types.base import Question, Texts
from kuule.surveys.rules import BELIEF, BLIND, EFFORT, EMPLOYEE, RELATIONSHIP, SATISFACTION, TRANSACTIONAL
from kuule.surveys.rules.content import Content, texts_of_question

# The first has every text that surveys have; the files of the others hold what they say otherwise.
STARTERS = ("relationship_nps", "transactional_nps", "ces", "csat", "enps", "beliefs", "blind")
_FAMILIES = (RELATIONSHIP, TRANSACTIONAL, EFFORT, SATISFACTION, EMPLOYEE, BELIEF, BLIND)
STARTERS_BY_FAMILY = dict(zip(_FAMILIES, STARTERS, strict=True))
_ANONYMOUS, _QUESTIONS = "anonymous", "questions"
_FOLDER = Path(__file__).parents[1] / "starters"


class Starter(TypedDict):
    """A survey ready to use, as its file tells it."""

    family: str
    anonymous: bool
    languages: list[str]
    questions: list[Question]
    texts: dict[str, Texts]


@cache
def starter_survey(name: str) -> Starter:
    """Return a starter survey. It is shared by all callers: read it only. Raises KeyError for an unknown name."""
    if name not in STARTERS:
        raise KeyError(name)
    found = _read(name)
    is_anonymous = bool(found.get("anonymous"))
    texts = found["texts"] if name == STARTERS[0] else {**starter_survey(STARTERS[0])["texts"], **found["texts"]}
    if is_anonymous:
        texts = {**texts, **anonymous_texts()}
    return Starter(
        family=found["family"],
        anonymous=is_anonymous,
        languages=found["languages"],
        questions=found["questions"],
        texts=texts,
    )


@cache
def anonymous_texts() -> Mapping[str, Texts]:
    """Return what an anonymous survey says instead of texts that speak of names and of changing an answer."""
    texts: Mapping[str, Texts] = _read(_ANONYMOUS)
    return texts


def named_texts(family: str) -> Mapping[str, Texts]:
    """Return what a survey of a family says with names in the same parts."""
    with_names = {**starter_survey(STARTERS[0])["texts"], **_read(STARTERS_BY_FAMILY[family])["texts"]}
    return {part: with_names[part] for part in anonymous_texts()}


def starting_texts(family: str, languages: Collection[str], *, is_anonymous: bool) -> dict[str, Texts]:
    """Return the texts that a survey of a family begins with, as far as there are any in these languages."""
    every = starter_survey(STARTERS_BY_FAMILY[family])["texts"]
    every = {**every, **(anonymous_texts() if is_anonymous else named_texts(family))}
    found = {
        part: {language: words for language, words in texts.items() if language in languages}
        for part, texts in every.items()
    }
    return {part: texts for part, texts in found.items() if texts}


@cache
def ready_questions() -> Mapping[str, Question]:
    """Return questions ready to be added to any survey, by their keys: Kuule understands what is answered to them."""
    questions: list[Question] = _read(_QUESTIONS)
    return {question["key"]: question for question in questions}


def known_parts() -> frozenset[str]:
    """Return the parts of the texts that surveys have."""
    return frozenset(part for name in STARTERS for part in starter_survey(name)["texts"])


def known_translation(texts: Mapping[str, str], language: str) -> str:
    """Return our own translation of a text that is still worded as in a starter, or ""."""
    for source, words in texts.items():
        found = _translations().get((source, words), {}).get(language, "")
        if found:
            return found
    return ""


@cache
def _translations() -> Mapping[tuple[str, str], Texts]:
    every: dict[tuple[str, str], Texts] = {}
    for question in ready_questions().values():
        for _place, texts in texts_of_question(question):
            every |= dict.fromkeys(texts.items(), texts)
    for name in STARTERS:
        starter = starter_survey(name)
        content = Content(tuple(starter["languages"]), tuple(starter["questions"]), {})
        questions = [texts for question in content.questions for _place, texts in texts_of_question(question)]
        for texts in (*starter["texts"].values(), *questions, *named_texts(starter["family"]).values()):
            every |= dict.fromkeys(texts.items(), texts)
    return every


@cache
def _read(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_bytes())
