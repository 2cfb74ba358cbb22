"""What a line of a file says about an answer, or all that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules import cells
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.moments import past_moments
from kuule.contacts.rules.properties import Unreadable
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, RowReader, remembering, shown
from kuule.responses.rules import VERDICTS
from kuule.responses.rules import imported as to
from kuule.responses.rules.imported import LONGEST_NOTE, SCALE_OF_TYPE, AnswerRow, read_notes, read_score
from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.question_types import text as open_text
from kuule.surveys.question_types.base import SEPARATOR, Question

BETWEEN_CHOICES = ";"
_REQUIRED = ((to.SCORE, "no_score"), (to.ANSWERED_AT, "no_date"))

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Target:
    """The survey that answers are brought into: what its questions are, and the scale of its score."""

    name: str
    scale: str
    questions: Mapping[str, Question]


class AnswerReader:
    """Reads the lines of a file of answers under one mapping."""

    def __init__(self, mapping: ColumnMapping, target: Target, *, zone: ZoneInfo, now: datetime) -> None:
        """Prepare for a mapping. Moments without a zone are in `zone`; none is after `now`."""
        self._target = target
        more: dict[str, Reader] = {
            to.SCORE: remembering(self._score),
            to.ANSWERED_AT: remembering(past_moments(zone=zone, order=mapping.options.get("order", ""), now=now)),
            to.RESPONSE_ID: cells.limited(150),
            to.CHANNEL: _channel,
            to.VERDICT: _verdict,
            to.SCALE: self._scale,
            to.SURVEY: self._survey,
            to.VERSION: cells.limited(20),
        }
        questions: dict[str, Reader] = {
            f"{to.QUESTION}{key}": partial(_answer, each) for key, each in target.questions.items()
        }
        self._questions = tuple(questions)
        raw: dict[str, Reader] = {to.COMMENT: _comment, to.NOTES: _notes, **questions}
        self._people = RowReader(mapping, email=read_email, more=more, raw=raw, needs_identity=False)

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this, "" if there is none."""
        return self._people.header_of(target, key)

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[AnswerRow]:
        """Return a line whose quotes do not add up."""
        return JudgedRow(line, row, None, (RowProblem(line, "bad_quotes"),))

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[AnswerRow]:
        """Return what a line says. All its problems are named, not only the first."""
        person, problems = self._people.said(line, row)
        if person is None:
            return JudgedRow(line, row, None, problems)
        if to.SCORE in person.fields and to.ANSWERED_AT in person.fields:
            return JudgedRow(line, row, self._answer(person))
        missing = [(target, reason) for target, reason in _REQUIRED if target not in person.fields]
        return JudgedRow(
            line, row, None, tuple(RowProblem(line, reason, self.header_of(target)) for target, reason in missing)
        )

    def _answer(self, person: PersonRow) -> AnswerRow:
        said: dict[str, Any] = person.fields
        answers = {name: said.pop(name) for name in self._questions if name in said}
        said.pop(to.SCALE, None)
        said.pop(to.SURVEY, None)
        return AnswerRow(
            line=person.line,
            person=person,
            score=said.pop(to.SCORE),
            answered_at=said.pop(to.ANSWERED_AT),
            comment=said.pop(to.COMMENT, ""),
            key=said.pop(to.RESPONSE_ID, ""),
            channel=said.pop(to.CHANNEL, to.IMPORTED),
            verdict=said.pop(to.VERDICT, ""),
            version=said.pop(to.VERSION, ""),
            notes=said.pop(to.NOTES, ()),
            answers={name.removeprefix(to.QUESTION): value for name, value in answers.items()},
        )

    def _score(self, text: str) -> Any:
        score = read_score(text, self._target.scale)
        return Unreadable("bad_score", self._target.scale.replace("-", "–")) if score is None else score

    def _scale(self, text: str) -> Any:
        scale = SCALE_OF_TYPE.get(text.casefold()) or text.replace("–", "-").replace(" ", "")
        is_same = scale == self._target.scale
        return text if is_same else Unreadable("other_scale", self._target.scale.replace("-", "–"))

    def _survey(self, text: str) -> Any:
        is_same = text.casefold() == self._target.name.casefold()
        return text if is_same else Unreadable("other_survey", shown(self._target.name))


def _channel(text: str) -> Any:
    return text.casefold() if len(text) <= 20 else Unreadable("too_long", "20")


def _verdict(text: str) -> Any:
    return text.casefold() if text.casefold() in VERDICTS else Unreadable("bad_verdict")


def _comment(cell: str) -> Any:
    written = open_text.cleaned(cell)
    return (
        written if len(written) <= open_text.MAX_CHARACTERS else Unreadable("too_long", str(open_text.MAX_CHARACTERS))
    )


def _notes(cell: str) -> Any:
    notes = read_notes(open_text.cleaned(cell))
    return Unreadable("too_long", str(LONGEST_NOTE)) if notes is None else notes or ""


def _answer(question: Question, cell: str) -> Any:
    """Return the answer to a further question: its options may be named by their key or by their words."""
    kind = QUESTION_TYPES[question["type"]]
    raw = open_text.cleaned(cell)
    if kind.has_options:
        parts = raw.split(BETWEEN_CHOICES) if kind.takes_several else [raw]
        raw = SEPARATOR.join(_option_key(question, part.strip()) for part in parts if part.strip())
    elif kind.scales:
        raw = raw.removesuffix(".0")
    parsed = kind.parse(raw, question)
    if parsed.problem:
        return Unreadable("bad_answer")
    return "" if parsed.value is None else parsed.value


def _option_key(question: Question, written: str) -> str:
    folded = written.casefold()
    for option in question.get("options", ()):
        if folded == option["key"].casefold() or folded in (each.casefold() for each in option["texts"].values()):
            return option["key"]
    return written
