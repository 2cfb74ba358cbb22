"""What was answered to each question of one survey, counted by the database."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching
from kuule.responses.models import Response
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.base import Question
from kuule.surveys.selectors import versions_of
from kuule.workspaces.models import Workspace

PAGE_SIZE = 50


def survey_with_results(workspace: Workspace, *, survey_id: int) -> Survey | None:
    """Return a survey of a workspace, archived or not, or None: what was answered stays to be seen."""
    return Survey.objects.filter(workspace=workspace, pk=survey_id).first()


def published_versions(workspace: Workspace, *, survey: Survey) -> list[SurveyVersion]:
    """Return the versions that people were asked with, the newest first."""
    return list(versions_of(workspace, survey=survey).filter(published_at__isnull=False))


def answers_of(query: Query, *, version: SurveyVersion | None = None, for_words: bool = False) -> QuerySet[Response]:
    """Return the answers to a query's survey, maybe to one of its versions alone, without an order."""
    return responses_matching(query, for_words=for_words, version_id=version.pk if version else None)


def counted_by_version(answers: QuerySet[Response]) -> Mapping[int, int]:
    """Return how many answered each version."""
    return dict(answers.order_by().values_list("version_id").annotate(n=Count("pk")))


def not_asked_counted(answers: QuerySet[Response], question: Question) -> int:
    """Return how many of those who answered a survey were not shown a question of it, which is for some only."""
    return answers.filter(not_asked__has_key=question["key"]).order_by().count()


def scores_counted(answers: QuerySet[Response], *, scale: str, headline_in: Sequence[int]) -> Mapping[str, int]:
    """Return how many gave each score of a scale in the versions whose headline question is meant."""
    scored = answers.filter(scale=scale, version_id__in=headline_in).order_by()
    return {str(score): n for score, n in scored.values_list("score").annotate(n=Count("pk"))}


def texts_counted(answers: QuerySet[Response], question: Question, *, verbatim_in: Sequence[int]) -> int:
    """Return how many wrote something to an open question.

    In the versions `verbatim_in` it was the first open one, whose answers are kept as the verbatims.
    """
    return _with_text(answers, question["key"], verbatim_in).order_by().count()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many answered a question, and how many of them chose each option or point, by its key."""

    n: int
    by_key: Mapping[str, int]


def choices_counted(answers: QuerySet[Response], question: Question) -> Counted:
    """Return what was chosen, where one or several options or a point of a scale could be."""
    given = answers.annotate(given=KeyTextTransform(question["key"], F("answers"))).filter(given__isnull=False)
    by_key: Counter[str] = Counter()
    total = 0
    for value, n in given.order_by().values_list("given").annotate(n=Count("pk")):
        total += n
        for key in _keys(value):
            by_key[key] += n
    return Counted(total, by_key)


@dataclass(frozen=True, slots=True)
class WordsPage:
    """What some people wrote, the newest first; `older` is the id to go on from, None at the end."""

    rows: list[tuple[Response, str]]
    older: int | None


def words_page(
    answers: QuerySet[Response], question: Question, *, verbatim_in: Sequence[int], older_than: int | None
) -> WordsPage:
    """Return a page of what people wrote to an open question; `verbatim_in` as in `texts_counted`."""
    found = _with_text(answers, question["key"], verbatim_in).order_by("-pk")
    if older_than is not None:
        found = found.filter(pk__lt=older_than)
    rows = list(found[: PAGE_SIZE + 1])
    shown = [
        (row, row.verbatim if row.version_id in verbatim_in else str(row.answers.get(question["key"], "")))
        for row in rows[:PAGE_SIZE]
    ]
    return WordsPage(shown, rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None)


def _with_text(answers: QuerySet[Response], key: str, verbatim_in: Sequence[int]) -> QuerySet[Response]:
    is_verbatim = Q(version_id__in=verbatim_in) & ~Q(verbatim="")
    return answers.filter(is_verbatim | Q(answers__has_key=key))


def _keys(value: Any) -> list[str]:
    # Several options are a list, which databases give back as the text of it.
    if isinstance(value, str) and value.startswith("["):
        return list(dict.fromkeys(map(str, json.loads(value))))
    return [str(value)]
