"""The further questions of surveys as columns: what was chosen, in words and by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuule.lib.tables.writing import NUMBER, Cell, Column
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import text_for, verbatim_field
from kuule.surveys.rules.headline import headline_of

# Between several answers to one question.
BETWEEN = "; "

Spot = tuple[str, str]  # the key of a question and how it is worded


@dataclass(slots=True)
class QuestionColumns:
    """Which columns there are, and which one an answer belongs in; questions with the same words share theirs."""

    language: str
    spots: dict[Spot, Question] = field(default_factory=dict)
    of_version: dict[int, dict[str, Spot]] = field(default_factory=dict)
    labels: dict[int, dict[str, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, versions: Sequence[SurveyVersion], language: str) -> "QuestionColumns":
        """Return the columns for the answers to these versions."""
        made = cls(language)
        for version in versions:
            made._add(version)
        return made

    def _add(self, version: SurveyVersion) -> None:
        apart = (headline_of(version.questions), verbatim_field(version.questions))
        for question in version.questions:
            if question is apart[0] or question["key"] == apart[1]:
                continue
            spot = (question["key"], text_for(question["texts"].get("title", {}), self.language))
            self.spots.setdefault(spot, question)
            self.of_version.setdefault(version.pk, {})[question["key"]] = spot
            options = {each["key"]: text_for(each["texts"], self.language) for each in question.get("options", ())}
            self.labels.setdefault(version.pk, {})[question["key"]] = options

    @property
    def columns(self) -> list[Column]:
        """Return the columns: of a choice first the words, then the key."""
        found: list[Column] = []
        for (key, title), question in self.spots.items():
            if _has_options(question):
                found.append(Column(title))
            kind = NUMBER if QUESTION_TYPES[question["type"]].scales else "text"
            found.append(Column(f"{title} (answer.{key})".strip(), kind))
        return found

    def cells(self, version_id: int, answers: Mapping[str, Any]) -> list[Cell]:
        """Return the cells of one response."""
        by_spot = {spot: key for key, spot in self.of_version.get(version_id, {}).items() if key in answers}
        found: list[Cell] = []
        for spot, question in self.spots.items():
            key = by_spot.get(spot)
            value = None if key is None else answers[key]
            chosen = value if isinstance(value, list) else [] if value is None else [value]
            if _has_options(question):
                words = self.labels[version_id][key] if key is not None else {}
                found.append(BETWEEN.join(words.get(str(each), str(each)) for each in chosen) or None)
            found.append(chosen[0] if len(chosen) == 1 else BETWEEN.join(map(str, chosen)) or None)
        return found


def _has_options(question: Question) -> bool:
    return QUESTION_TYPES[question["type"]].has_options
