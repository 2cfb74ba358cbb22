"""The further questions of surveys as columns: what was chosen, in words and by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kuule.lib.tables.writing import NUMBER, TEXT, Cell, Column
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import text_for, verbatim_field
from kuule.surveys.rules.headline import headline_of

# Between several answers to one question.
BETWEEN = "; "
NOT_ASKED = Column("Not asked")

Spot = tuple[str, str]  # the key of a question, and how it is worded now


@dataclass
class QuestionColumns:
    """Which columns there are, and which one an answer belongs in.

    A question has one column in all versions of its survey, and shares it with surveys that ask it in the same words.
    Where some questions are for some people only, one more column says which of them were not asked.
    """

    language: str
    spots: dict[Spot, Question] = field(default_factory=dict)
    of_survey: dict[int, dict[str, Spot]] = field(default_factory=dict)
    labels: dict[int, dict[str, dict[str, str]]] = field(default_factory=dict)
    has_some: bool = False

    @classmethod
    def of(cls, versions: Sequence[SurveyVersion], language: str) -> "QuestionColumns":
        """Return the columns for the answers to these versions, given the newest of each survey first."""
        made = cls(language)
        for version in versions:
            made._add(version)
        return made

    def _add(self, version: SurveyVersion) -> None:
        apart = (headline_of(version.questions), verbatim_field(version.questions))
        of_survey = self.of_survey.setdefault(version.survey_id, {})
        labels = self.labels.setdefault(version.pk, {})
        for question in version.questions:
            key = question["key"]
            self.has_some = self.has_some or "shown_to" in question
            if question is apart[0] or key == apart[1]:
                continue
            spot = of_survey.setdefault(key, (key, text_for(question["texts"].get("title", {}), self.language)))
            self.spots.setdefault(spot, question)
            labels[key] = {each["key"]: text_for(each["texts"], self.language) for each in question.get("options", ())}

    @cached_property
    def nothing(self) -> list[Cell]:
        """Return the cells of a response to none of them."""
        return [None] * len(self.columns)

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns: of a choice first the key, then the words."""
        found: list[Column] = []
        for (key, title), question in self.spots.items():
            kind = NUMBER if QUESTION_TYPES[question["type"]].scales else TEXT
            found.append(Column(f"{title} (answer.{key})".strip(), kind))
            if _has_options(question):
                found.append(Column(f"{title} (answer.{key}, in words)".strip()))
        return [*found, NOT_ASKED] if self.has_some else found

    def cells(
        self, survey_id: int, version_id: int, answers: Mapping[str, Any], not_asked: Mapping[str, Any] | None
    ) -> list[Cell]:
        """Return the cells of one response."""
        if not answers and not not_asked:
            return self.nothing
        by_spot = {spot: key for key, spot in self.of_survey.get(survey_id, {}).items() if key in answers}
        labels = self.labels.get(version_id, {})
        found: list[Cell] = []
        for spot, question in self.spots.items():
            key = by_spot.get(spot, "")
            value = answers.get(key)
            chosen = value if isinstance(value, list) else [] if value is None else [value]
            found.append(chosen[0] if len(chosen) == 1 else BETWEEN.join(map(str, chosen)) or None)
            if _has_options(question):
                words = labels.get(key, {})
                found.append(BETWEEN.join(words.get(str(each), str(each)) for each in chosen) or None)
        return [*found, BETWEEN.join(not_asked or ()) or None] if self.has_some else found


def _has_options(question: Question) -> bool:
    return QUESTION_TYPES[question["type"]].has_options
