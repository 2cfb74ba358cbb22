"""What can be done to the content of a draft. Each function returns the content as it is afterwards, or refuses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kuule.surveys.question_types import QUESTION_TYPES, text
from kuule.surveys.question_types.base import Option, Question, ShownTo, Texts
from kuule.surveys.question_types.scales import GROUPS, points_of
from kuule.surveys.rules.asking import point_part
from kuule.surveys.rules.content import MOST_LANGUAGES, MOST_OPTIONS, MOST_QUESTIONS, Content
from kuule.surveys.rules.headline import headline_of
from kuule.surveys.rules.showing import groups_of, person_condition, shown_to
from kuule.workspaces.rules import Refused

TITLE = "title"
GROUP_TITLES = tuple(f"{TITLE}_{group}" for group in GROUPS)
TOO_MANY_QUESTIONS, TOO_MANY_OPTIONS, TOO_MANY_LANGUAGES = (
    "too_many_questions",
    "too_many_options",
    "too_many_languages",
)
NO_SUCH_QUESTION, NO_SUCH_OPTION, LAST_LANGUAGE = "no_such_question", "no_such_option", "last_language"

Thing = TypeVar("Thing", Question, Option)


@dataclass(frozen=True, slots=True)
class QuestionEdit:
    """What somebody filled in about a question in one language: texts by their part, options by their key.

    `shown_to` is None for a question to everybody.
    """

    texts: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)
    is_optional: bool = True
    scale: str = ""
    shown_to: ShownTo | None = None


def parts_of(kind: str, scale: str = "") -> tuple[str, ...]:
    """Return the parts of the texts that a question of a type and scale can have, the title first."""
    if kind == text.KEY:
        return (TITLE, *GROUP_TITLES)
    scales = QUESTION_TYPES[kind].scales
    points = points_of(scale if scale in scales else "".join(scales[:1]))
    return (TITLE, *(point_part(points, point) for point in points))


def with_question(content: Content, *, key: str, kind: str, scale: str = "") -> Content:
    """Add an empty question at the end; it may be skipped unless it is the one that gives the score."""
    if len(content.questions) >= MOST_QUESTIONS:
        raise Refused(TOO_MANY_QUESTIONS, limit=MOST_QUESTIONS)
    question: Question = {"key": key, "type": kind, "optional": True, "texts": {TITLE: {}}}
    if QUESTION_TYPES[kind].has_options:
        question["options"] = []
    if len(QUESTION_TYPES[kind].scales) > 1:
        question["scale"] = scale or QUESTION_TYPES[kind].scales[0]
    questions = (*content.questions, question)
    question["optional"] = headline_of(questions) is not question
    return replace(content, questions=questions)


def with_ready_question(content: Content, ready: Question, *, knows_persons: bool = True) -> Content:
    """Add a question that is ready, in the languages of the survey; one that is there already stays as it is.

    Where nothing may be known of persons, it is shown whoever they are.
    """
    if content.question(ready["key"]) is not None:
        return content
    if len(content.questions) >= MOST_QUESTIONS:
        raise Refused(TOO_MANY_QUESTIONS, limit=MOST_QUESTIONS)

    def in_languages(texts: Texts) -> Texts:
        return {language: words for language, words in texts.items() if language in content.languages}

    question: Question = {**ready, "texts": {part: in_languages(texts) for part, texts in ready["texts"].items()}}
    if "options" in ready:
        question["options"] = [{**option, "texts": in_languages(option["texts"])} for option in ready["options"]]
    condition = person_condition(ready) if knows_persons else None
    question = _with_shown_to(question, shown_to(groups_of(ready), condition))
    return replace(content, questions=(*content.questions, question))


def without_question(content: Content, key: str) -> Content:
    """Take a question out."""
    _found(content.questions, key, NO_SUCH_QUESTION)
    return replace(content, questions=tuple(each for each in content.questions if each["key"] != key))


def with_question_moved(content: Content, key: str, step: int) -> Content:
    """Move a question by some places; at an end it stays there."""
    return replace(content, questions=tuple(_moved(content.questions, key, step, NO_SUCH_QUESTION)))


def with_question_edited(content: Content, key: str, edit: QuestionEdit, *, language: str) -> Content:
    """Put in what was filled in for one language. What the question cannot have any more goes."""
    return _with_changed(content, key, lambda question: _edited(question, edit, language))


def with_option(content: Content, key: str, *, option_key: str, label: str = "", language: str = "") -> Content:
    """Add an option at the end of a question."""
    option: Option = {"key": option_key, "texts": _with_text({}, language, label)}

    def changed(question: Question) -> Question:
        options = question.get("options", [])
        if len(options) >= MOST_OPTIONS:
            raise Refused(TOO_MANY_OPTIONS, limit=MOST_OPTIONS)
        return {**question, "options": [*options, option]}

    return _with_changed(content, key, changed)


def without_option(content: Content, key: str, option_key: str) -> Content:
    """Take an option out of a question."""

    def changed(question: Question) -> Question:
        options = question.get("options", [])
        _found(options, option_key, NO_SUCH_OPTION)
        return {**question, "options": [each for each in options if each["key"] != option_key]}

    return _with_changed(content, key, changed)


def with_option_moved(content: Content, key: str, option_key: str, step: int) -> Content:
    """Move an option by some places; at an end it stays there."""
    return _with_changed(
        content,
        key,
        lambda question: {**question, "options": _moved(question.get("options", []), option_key, step, NO_SUCH_OPTION)},
    )


def with_texts(content: Content, texts: Mapping[str, str], *, language: str) -> Content:
    """Put in texts of the survey in one language. A part that is left in no language goes."""
    changed = {part: _with_text(content.texts.get(part, {}), language, words) for part, words in texts.items()}
    return replace(content, texts={part: each for part, each in {**content.texts, **changed}.items() if each})


def with_language(content: Content, language: str) -> Content:
    """Add a language; people who read it get what is not translated in another one."""
    if language in content.languages:
        return content
    if len(content.languages) >= MOST_LANGUAGES:
        raise Refused(TOO_MANY_LANGUAGES, limit=MOST_LANGUAGES)
    return replace(content, languages=(*content.languages, language))


def without_language(content: Content, language: str) -> Content:
    """Take a language out, and every text in it. One language always stays."""
    if content.languages == (language,):
        raise Refused(LAST_LANGUAGE)

    def without(texts: Mapping[str, Texts]) -> dict[str, Texts]:
        return {part: _with_text(each, language, "") for part, each in texts.items()}

    def translated(question: Question) -> Question:
        kept: Question = {**question, "texts": _filled_parts(without(question["texts"]))}
        if "options" in question:
            kept["options"] = [
                {**option, "texts": _with_text(option["texts"], language, "")} for option in question["options"]
            ]
        return kept

    return Content(
        languages=tuple(each for each in content.languages if each != language),
        questions=tuple(translated(question) for question in content.questions),
        texts={part: each for part, each in without(content.texts).items() if each},
    )


def _edited(question: Question, edit: QuestionEdit, language: str) -> Question:
    changed: Question = {**question, "optional": edit.is_optional}
    changed = _with_shown_to(changed, edit.shown_to)
    if "scale" in question and edit.scale in QUESTION_TYPES[question["type"]].scales:
        changed["scale"] = edit.scale
    texts = {
        part: _with_text(question["texts"].get(part, {}), language, edit.texts.get(part))
        for part in parts_of(changed["type"], changed.get("scale", ""))
    }
    changed["texts"] = _filled_parts(texts)
    if "options" in question:
        changed["options"] = [
            {**option, "texts": _with_text(option["texts"], language, edit.options.get(option["key"]))}
            for option in question["options"]
        ]
    return changed


def _with_shown_to(question: Question, wanted: ShownTo | None) -> Question:
    if wanted:
        return {**question, "shown_to": wanted}
    changed = question.copy()
    changed.pop("shown_to", None)
    return changed


def _filled_parts(texts: Mapping[str, Texts]) -> dict[str, Texts]:
    return {part: each for part, each in texts.items() if each or part == TITLE}


def _with_text(texts: Texts, language: str, words: str | None) -> Texts:
    """Return texts with other words in a language; None leaves them, "" takes them out."""
    if words is None:
        return texts
    if words:
        return {**texts, language: words}
    return {each: text for each, text in texts.items() if each != language}


def _with_changed(content: Content, key: str, change: Callable[[Question], Question]) -> Content:
    _found(content.questions, key, NO_SUCH_QUESTION)
    return replace(content, questions=tuple(change(each) if each["key"] == key else each for each in content.questions))


def _found(things: Sequence[Thing], key: str, code: str) -> int:
    for place, thing in enumerate(things):
        if thing["key"] == key:
            return place
    raise Refused(code)


def _moved(things: Sequence[Thing], key: str, step: int, code: str) -> list[Thing]:
    place = _found(things, key, code)
    rest = [thing for thing in things if thing["key"] != key]
    rest.insert(min(max(place + step, 0), len(rest)), things[place])
    return rest
