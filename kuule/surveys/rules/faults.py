"""Whether something that claims to be the content of a survey is one: everything that is wrong, with its place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.rules.content import (
    KEY_FORM,
    LONGEST_LABEL,
    LONGEST_TITLE,
    MOST_LANGUAGES,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    longest,
)
from kuule.surveys.rules.editing import TITLE, parts_of
from kuule.surveys.rules.languages import is_language
from kuule.surveys.rules.replies import RESERVED_FIELDS

NOT_A_LIST, NOT_AN_OBJECT, NOT_A_TEXT, NOT_YES_OR_NO = "not_a_list", "not_an_object", "not_a_text", "not_yes_or_no"
LACKING, UNKNOWN, BAD_KEY, TWICE = "lacking", "unknown", "bad_key", "twice"
TOO_MANY, TOO_LONG, EMPTY, NO_LANGUAGE, NOT_LISTED = "too_many", "too_long", "empty", "no_language", "not_listed"

_QUESTION_FIELDS = frozenset({"key", "type", "optional", "texts", "shown_to"})
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: a code, where (`questions[2].texts.title.fi`), and what the sentence about it needs."""

    code: str
    place: str
    params: Mapping[str, object] = field(default_factory=dict)


def faults_of(content: Mapping[str, Any], *, known_parts: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with the `languages`, `questions` and `texts` of a survey, in their order."""
    languages = content.get("languages")
    yield from _languages(languages)
    known = [each for each in languages if isinstance(each, str)] if isinstance(languages, list) else []
    yield from _questions(content.get("questions"), known)
    yield from _survey_texts(content.get("texts"), known, known_parts)


def _languages(languages: Any) -> Iterator[Fault]:
    if not isinstance(languages, list):
        yield Fault(NOT_A_LIST, "languages")
        return
    if not languages:
        yield Fault(EMPTY, "languages")
    if len(languages) > MOST_LANGUAGES:
        yield Fault(TOO_MANY, "languages", {"limit": MOST_LANGUAGES})
    for place, language in enumerate(languages[:MOST_LANGUAGES], 1):
        if not isinstance(language, str) or not is_language(language):
            yield Fault(NO_LANGUAGE, f"languages[{place}]", {"value": _shown(language)})
        elif language in languages[: place - 1]:
            yield Fault(TWICE, f"languages[{place}]", {"value": language})


def _questions(questions: Any, languages: Collection[str]) -> Iterator[Fault]:
    if not isinstance(questions, list):
        yield Fault(NOT_A_LIST, "questions")
        return
    if len(questions) > MOST_QUESTIONS:
        yield Fault(TOO_MANY, "questions", {"limit": MOST_QUESTIONS})
    keys: list[str] = []
    for number, question in enumerate(questions[:MOST_QUESTIONS], 1):
        place = f"questions[{number}]"
        if not isinstance(question, dict):
            yield Fault(NOT_AN_OBJECT, place)
            continue
        yield from _key(question.get("key"), f"{place}.key", keys, reserved=RESERVED_FIELDS)
        yield from _question(question, place, languages)


def _key(key: Any, place: str, taken: list[str], *, reserved: Collection[str] = ()) -> Iterator[Fault]:
    if not isinstance(key, str) or not KEY_FORM.fullmatch(key) or key[0].isdigit() or key in reserved:
        yield Fault(BAD_KEY, place, {"value": _shown(key)})
    elif key in taken:
        yield Fault(TWICE, place, {"value": key})
    else:
        taken.append(key)


def _question(question: dict[str, Any], place: str, languages: Collection[str]) -> Iterator[Fault]:
    kind = QUESTION_TYPES.get(question["type"]) if isinstance(question.get("type"), str) else None
    if kind is None:
        yield Fault(UNKNOWN, f"{place}.type", {"value": _shown(question.get("type")), "known": list(QUESTION_TYPES)})
        return
    if not isinstance(question.get("optional"), bool):
        yield Fault(NOT_YES_OR_NO, f"{place}.optional")
    wanted = {
        *_QUESTION_FIELDS,
        *(["options"] if kind.has_options else []),
        *(["scale"] if len(kind.scales) > 1 else []),
    }
    yield from _unknown_fields(question, wanted, place)
    if len(kind.scales) > 1 and question.get("scale") not in kind.scales:
        known = {"value": _shown(question.get("scale")), "known": list(kind.scales)}
        yield Fault(UNKNOWN, f"{place}.scale", known)
        return
    yield from _question_texts(question, place, languages)
    if kind.has_options:
        yield from _options(question.get("options"), f"{place}.options", languages)


def _question_texts(question: dict[str, Any], place: str, languages: Collection[str]) -> Iterator[Fault]:
    texts = question.get("texts")
    if not isinstance(texts, dict):
        yield Fault(NOT_AN_OBJECT, f"{place}.texts")
        return
    if TITLE not in texts:
        yield Fault(LACKING, f"{place}.texts", {"value": TITLE})
    known = parts_of(question["type"], question.get("scale", ""))
    yield from _unknown_fields(texts, known, f"{place}.texts")
    for part in known:
        if part in texts:
            limit = LONGEST_TITLE if part.startswith(TITLE) else LONGEST_LABEL
            yield from _texts(texts[part], f"{place}.texts.{part}", languages, limit)


def _options(options: Any, place: str, languages: Collection[str]) -> Iterator[Fault]:
    if not isinstance(options, list):
        yield Fault(NOT_A_LIST, place)
        return
    if len(options) > MOST_OPTIONS:
        yield Fault(TOO_MANY, place, {"limit": MOST_OPTIONS})
    keys: list[str] = []
    for number, option in enumerate(options[:MOST_OPTIONS], 1):
        here = f"{place}[{number}]"
        if not isinstance(option, dict):
            yield Fault(NOT_AN_OBJECT, here)
            continue
        yield from _unknown_fields(option, ("key", "texts"), here)
        yield from _key(option.get("key"), f"{here}.key", keys)
        yield from _texts(option.get("texts"), f"{here}.texts", languages, LONGEST_LABEL)


def _survey_texts(texts: Any, languages: Collection[str], known_parts: Collection[str]) -> Iterator[Fault]:
    if not isinstance(texts, dict):
        yield Fault(NOT_AN_OBJECT, "texts")
        return
    yield from _unknown_fields(texts, known_parts, "texts")
    for part, each in texts.items():
        if part in known_parts:
            yield from _texts(each, f"texts.{part}", languages, longest(part))


def _texts(texts: Any, place: str, languages: Collection[str], limit: int) -> Iterator[Fault]:
    if not isinstance(texts, dict):
        yield Fault(NOT_AN_OBJECT, place)
        return
    for language, words in texts.items():
        here = f"{place}.{_shown(language)}"
        if language not in languages:
            yield Fault(NOT_LISTED, here, {"value": _shown(language)})
        elif not isinstance(words, str):
            yield Fault(NOT_A_TEXT, here)
        elif len(words) > limit:
            yield Fault(TOO_LONG, here, {"length": len(words), "limit": limit})


def _unknown_fields(found: Mapping[Any, Any], known: Collection[str], place: str) -> Iterator[Fault]:
    for name in found:
        if name not in known:
            yield Fault(UNKNOWN, place, {"value": _shown(name), "known": sorted(known)})


def _shown(value: object) -> str:
    return str(value)[:_LONGEST_SHOWN]
