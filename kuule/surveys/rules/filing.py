"""A survey as a file: written without anything of this installation, and read with trust in nothing."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kuule.surveys.question_types.base import Option, Question, Texts
from kuule.surveys.rules.content import Content, clean_body, clean_line, is_long
from kuule.surveys.rules.faults import LACKING, NOT_AN_OBJECT, NOT_YES_OR_NO, TOO_LONG, UNKNOWN, Fault, faults_of
from kuule.surveys.rules.showing import shown_to
from kuule.surveys.rules.showing_faults import faults_of_showing
from kuule.surveys.rules.states import FAMILIES
from kuule.workspaces.rules import CUSTOMER, PEOPLE_GROUPS

FORMAT, FORMAT_VERSION = "kuule.survey", 1
MOST_BYTES = 1_000_000
LONGEST_NAME = 200
# More of them would only hide the first.
MOST_FAULTS = 20

NOT_UTF8, NOT_JSON, OTHER_FORMAT, NEWER_FORMAT, TOO_LARGE = (
    "not_utf8",
    "not_json",
    "other_format",
    "newer_format",
    "too_large",
)
_FIELDS = frozenset(
    {"format", "format_version", "name", "family", "group", "anonymous", "languages", "questions", "texts"}
)


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey as its file tells it; `group` is whom it asks."""

    name: str
    family: str
    is_anonymous: bool
    content: Content
    group: str = CUSTOMER


class UnreadableSurvey(ValueError):  # noqa: N818 - named as the trade says it
    """A file that is no survey of ours. `faults` says everything that is wrong, at most `MOST_FAULTS` of it."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__(", ".join(f"{fault.place}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)[:MOST_FAULTS]


def file_of(survey: SurveyFile) -> str:
    """Return a survey as JSON, the same for the same survey."""
    written = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": survey.name,
        "family": survey.family,
        "group": survey.group,
        "anonymous": survey.is_anonymous,
        "languages": list(survey.content.languages),
        "questions": list(survey.content.questions),
        "texts": dict(survey.content.texts),
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def survey_from_file(raw: bytes, *, known_parts: Collection[str]) -> SurveyFile:
    """Read a survey from its file; `known_parts` are the texts that surveys have. Raises UnreadableSurvey."""
    found = _object(raw)
    faults = [*_head(found), *faults_of(found, known_parts=known_parts), *faults_of_showing(found)]
    if faults:
        raise UnreadableSurvey(faults)
    return SurveyFile(
        name=clean_line(found["name"]),
        family=found["family"],
        is_anonymous=found["anonymous"],
        group=found.get("group", CUSTOMER),
        content=Content(
            languages=tuple(found["languages"]),
            questions=tuple(_question(each) for each in found["questions"]),
            texts={part: each for part, texts in found["texts"].items() if (each := _texts(texts, is_long(part)))},
        ),
    )


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise UnreadableSurvey([Fault(TOO_LARGE, "", {"limit": MOST_BYTES})])
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableSurvey([Fault(NOT_UTF8, "", {"byte": error.start})]) from error
    except json.JSONDecodeError as error:
        raise UnreadableSurvey([Fault(NOT_JSON, "", {"line": error.lineno, "column": error.colno})]) from error
    except (RecursionError, ValueError) as error:  # nested a thousand deep, or a number of ten thousand digits
        raise UnreadableSurvey([Fault(NOT_JSON, "", {"line": 1, "column": 1})]) from error
    if not isinstance(found, dict):
        raise UnreadableSurvey([Fault(NOT_AN_OBJECT, "")])
    if found.get("format") != FORMAT:
        raise UnreadableSurvey([Fault(OTHER_FORMAT, "format", {"known": FORMAT})])
    version = found.get("format_version")
    if version is True or version != FORMAT_VERSION:
        raise UnreadableSurvey([Fault(NEWER_FORMAT, "format_version", {"known": FORMAT_VERSION})])
    return found


def _head(found: Mapping[str, Any]) -> list[Fault]:
    faults = [
        Fault(UNKNOWN, "", {"value": str(name)[:60], "known": sorted(_FIELDS)}) for name in found if name not in _FIELDS
    ]
    name = found.get("name")
    if not isinstance(name, str) or not clean_line(name):
        faults.append(Fault(LACKING, "name", {"value": "name"}))
    elif len(clean_line(name)) > LONGEST_NAME:
        faults.append(Fault(TOO_LONG, "name", {"length": len(name), "limit": LONGEST_NAME}))
    if not isinstance(found.get("family"), str) or found["family"] not in FAMILIES:
        faults.append(Fault(UNKNOWN, "family", {"value": str(found.get("family"))[:60], "known": list(FAMILIES)}))
    group = found.get("group", CUSTOMER)
    if not isinstance(group, str) or group not in PEOPLE_GROUPS:
        faults.append(Fault(UNKNOWN, "group", {"value": str(group)[:60], "known": list(PEOPLE_GROUPS)}))
    if not isinstance(found.get("anonymous"), bool):
        faults.append(Fault(NOT_YES_OR_NO, "anonymous"))
    return faults


def _question(found: Mapping[str, Any]) -> Question:
    question: Question = {
        "key": found["key"],
        "type": found["type"],
        "optional": found["optional"],
        "texts": {part: each for part, texts in found["texts"].items() if (each := _texts(texts)) or part == "title"},
    }
    if "options" in found:
        question["options"] = [Option(key=each["key"], texts=_texts(each["texts"])) for each in found["options"]]
    if "scale" in found:
        question["scale"] = found["scale"]
    if told := found.get("shown_to"):
        wanted = shown_to(told.get("groups", ()), told.get("person"))
        if wanted:
            question["shown_to"] = wanted
    return question


def _texts(found: Mapping[str, str], is_body: bool = False) -> Texts:
    clean = clean_body if is_body else clean_line
    return {language: words for language, text in found.items() if (words := clean(text))}
