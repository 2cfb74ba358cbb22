"""What may go with the score: columns made of the answers to a survey, one source after the other.

A source is a function named in `SOURCES`. It gets the answers that were read and says what each has of its drivers.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuule.contacts.rules import BOOLEAN, TEXT
from kuule.contacts.rules.keys import as_text
from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.query import PROPERTY, Query
from kuule.insight.query.drivers import PROPERTIES_TOO, THEMES, DriverQuery
from kuule.insight.rules.drivers import MOST_KINDS, DriverColumn
from kuule.insight.selectors import theme_conditions
from kuule.insight.selectors.choices import properties_of
from kuule.insight.selectors.matching import Surveys, responses_matching
from kuule.responses.models import Response
from kuule.stats.inputs import Floats
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import rating
from kuule.surveys.question_types.base import Question, Texts
from kuule.surveys.question_types.scales import ZERO_TO_TEN, points_of
from kuule.surveys.rules import headline_of, scale_of_question

RATING, OF_THEME = "q.", "theme."
# A theme that fewer speak of says nothing.
FEWEST_MENTIONS = 5
# A page of so many comes within a second; more of them make no range narrower than anybody can see.
MOST_READ = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColumn:
    """A driver and what people call it: the `texts` of a question or theme, or the `label` of a property."""

    column: DriverColumn
    texts: Texts = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class DriverRows:
    """The newest answers that a query means, at most `MOST_READ`, as columns of one length.

    `versions` are the wordings of the survey that was answered, the newest first; none where several surveys were.
    """

    workspace_id: int
    versions: Sequence[SurveyVersion]
    ids: Sequence[int]
    scores: Floats
    version_ids: NDArray[np.int64]
    account_ids: Sequence[int | None]
    replies: Sequence[Mapping[str, Any]]
    snapshots: Sequence[Mapping[str, Any]]

    @cached_property
    def accounts(self) -> NDArray[np.int64] | None:
        """Return who stays together, whoever has no account alone; None where nobody has one."""
        if not any(self.account_ids):
            return None
        return np.array([known or -place for place, known in enumerate(self.account_ids, 1)])


Source = Callable[[DriverRows], Iterator[NamedColumn]]


def rated_survey(query: Query, *, among: Surveys) -> int | None:
    """Return the survey whose ratings are meant: the one that is asked for, else the newest one.

    Those that were answered come first. None where no survey asks for ratings.
    """
    if query.survey_id is not None:
        return query.survey_id
    rated = {each.survey_id for each in _published(query.workspace_id, among) if ratings_asked([each])}
    newest_first = sorted(rated, reverse=True)
    answered = (each for each in newest_first if responses_matching(query.asking(survey_id=each), among=among).exists())
    return next(answered, newest_first[0] if newest_first else None)


def driver_rows(query: Query, *, among: Surveys) -> DriverRows:
    """Read the newest answers that a query means, with what may go with their scores."""
    columns = ("pk", "score", "version_id", "account_id", "answers", "properties")
    answers = responses_matching(query, among=among).filter(scale=ZERO_TO_TEN).order_by("-answered_at", "-pk")
    rows = list(answers.values_list(*columns)[:MOST_READ])
    ids, scores, versions, accounts, replies, snapshots = zip(*rows, strict=True) if rows else ((),) * 6
    return DriverRows(
        workspace_id=query.workspace_id,
        versions=_published(query.workspace_id, [query.survey_id]) if query.survey_id else [],
        ids=ids,
        scores=np.array(scores, dtype=np.float64),
        version_ids=np.array(versions, dtype=np.int64),
        account_ids=accounts,
        replies=replies,
        snapshots=snapshots,
    )


def columns_of(query: DriverQuery, rows: DriverRows) -> list[NamedColumn]:
    """Return the columns of every source that a query asks for."""
    return [column for source in SOURCES[query.also] for column in source(rows)]


def ratings_asked(versions: Sequence[SurveyVersion]) -> dict[str, Question]:
    """Return the questions for a rating, but for the one that is the score, in their newest wording by their keys.

    One that is for some people only is left out: only their answers would be complete.
    """
    found: dict[str, Question] = {}
    for version in versions:
        headline = headline_of(version.questions)
        for question in version.questions:
            if question["type"] == rating.KEY and question != headline:
                found.setdefault(question["key"], question)
    return {key: question for key, question in found.items() if "shown_to" not in question}


def ratings(rows: DriverRows) -> Iterator[NamedColumn]:
    """Yield a column for each rating. Answers on a scale that a question had earlier count as missing."""
    for key, question in ratings_asked(rows.versions).items():
        scale = scale_of_question(question)
        same = [each.pk for each in rows.versions if _scale_in(each, key) == scale]
        points = points_of(scale)
        given = np.array([_point(reply.get(key), points) for reply in rows.replies], dtype=np.float64)
        values = np.where(np.isin(rows.version_ids, same), given, np.nan)
        column = DriverColumn(key=RATING + key, values=values, scale=(float(points[0]), float(points[-1])))
        yield NamedColumn(column=column, texts=question["texts"].get("title", {}))


def properties(rows: DriverRows) -> Iterator[NamedColumn]:
    """Yield a column for each property with two to twelve values when they answered; to have none is one of them."""
    for each in properties_of(rows.workspace_id):
        if each.kind in (TEXT, BOOLEAN):
            said = ["" if (value := snapshot.get(each.key)) is None else as_text(value) for snapshot in rows.snapshots]
            places = np.unique(np.array(said, dtype=str), return_inverse=True)[1]
            if 2 <= len(set(said)) <= MOST_KINDS:
                column = DriverColumn(key=PROPERTY + each.key, values=places.astype(np.float64), is_kinds=True)
                yield NamedColumn(column=column, label=each.label)


def themes(rows: DriverRows) -> Iterator[NamedColumn]:
    """Yield a column of 0 and 1 for each theme, those that most speak of first; NaN where no comment was read.

    Words that only praise are left out: they repeat the score.
    """
    labels = ThemeLabel.objects.counted().of(rows.ids).filter(theme__is_praise=False)
    speaking: dict[int, list[int]] = {}
    for theme, answer in labels.values_list("theme_id", "response_id"):
        speaking.setdefault(theme, []).append(answer)
    read = Response.objects.filter(theme_conditions.is_read(), pk__among=list(rows.ids)).values_list("pk", flat=True)
    ids = np.array(rows.ids, dtype=np.int64)
    is_read = np.isin(ids, list(read))
    names = dict(Theme.objects.filter(pk__in=speaking).values_list("pk", "names"))
    for theme, answers in sorted(speaking.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(answers) >= FEWEST_MENTIONS:
            values = np.where(is_read, np.isin(ids, answers), np.nan)
            yield NamedColumn(column=DriverColumn(key=f"{OF_THEME}{theme}", values=values), texts=names[theme])


# By what a query says in `also`.
SOURCES: Mapping[str, tuple[Source, ...]] = {
    "": (ratings,),
    PROPERTIES_TOO: (ratings, properties),
    THEMES: (themes,),
}


def _published(workspace_id: int, surveys: Any) -> list[SurveyVersion]:
    found = SurveyVersion.objects.filter(workspace_id=workspace_id, survey_id__in=list(surveys))
    return list(found.filter(published_at__isnull=False).order_by("-survey_id", "-number"))


def _point(value: object, points: range) -> float:
    return float(value) if isinstance(value, int) and value in points else math.nan


def _scale_in(version: SurveyVersion, key: str) -> str:
    return next((scale_of_question(each) for each in version.questions if each["key"] == key), "")
