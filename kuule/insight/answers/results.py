"""The results of one survey: what was answered to each question, with the figure that fits it and its interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from django.db.models import QuerySet

from kuule import stats
from kuule.insight.answers.figures import Figure, figure_of
from kuule.insight.query import Query
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.results import (
    Counted,
    answers_of,
    choices_counted,
    counted_by_version,
    not_asked_counted,
    scores_counted,
    texts_counted,
)
from kuule.responses.models import Response
from kuule.stats import CustomerEffort, CustomerSatisfaction
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import nps, text
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import GROUPS, group_on, points_of
from kuule.surveys.rules import EFFORT, SATISFACTION, Texts, headline_of, scale_of_question
from kuule.surveys.rules.asking import point_part
from kuule.surveys.rules.replies import verbatim_field


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """How many of those who answered a question chose one option or point, as a share with its interval."""

    key: str
    texts: Texts
    count: int
    share: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """What was answered to one question, by `n` of the `asked` who were shown it.

    `net` is NPS on 0–10 about recommending, else a net score that is not NPS.
    """

    question: Question
    number: int
    n: int
    asked: int
    is_asked_now: bool = True
    rows: Sequence[ShareRow] = ()
    mean: float | None = None
    net: Figure | None = None
    effort: CustomerEffort | None = None
    satisfaction: CustomerSatisfaction | None = None
    few_below: int = 0

    @property
    def is_text(self) -> bool:
        """Tell whether people answered in their own words."""
        return self.question["type"] == text.KEY

    @property
    def is_nps(self) -> bool:
        """Tell whether the net score is a Net Promoter Score."""
        return self.question["type"] == nps.KEY

    @property
    def is_few(self) -> bool:
        """Tell whether so few answered that reading the answers says more than figures."""
        return 0 < self.n < self.few_below


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of one survey; `n` is how many answered it."""

    n: int
    questions: Sequence[QuestionResult] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over the versions that asked it, in its newest wording.

    `asked_in` are the ids of those versions, `headline_in` and `verbatim_in` of those in which its answers are the
    score or the verbatim; `is_for_some` says that some version shows it to some people only. `options` are the labels
    of all options that it ever had.
    """

    question: Question
    asked_in: Sequence[int]
    is_for_some: bool
    headline_in: Sequence[int]
    verbatim_in: Sequence[int]
    options: Mapping[str, Texts]
    is_asked_now: bool


def results(
    query: Query, *, family: str, versions: Sequence[SurveyVersion], version: SurveyVersion | None = None
) -> Results:
    """Return what was answered to the survey that a query names, or to one of its versions.

    `versions` are all that people were asked with, the newest first. Questions are taken together over versions by
    their keys.
    """
    answers = answers_of(query, version=version)
    given = counted_by_version(answers)
    found = [
        _result(answers, asked, number, query, family, _people_asked(answers, asked, given))
        for number, asked in enumerate(questions_asked([version] if version else versions), 1)
    ]
    return Results(n=sum(given.values()), questions=found)


def _people_asked(answers: QuerySet[Response], asked: Asked, given: Mapping[int, int]) -> int:
    everybody = sum(given.get(version, 0) for version in asked.asked_in)
    return everybody - (not_asked_counted(answers, asked.question) if asked.is_for_some else 0)


def questions_asked(versions: Sequence[SurveyVersion]) -> list[Asked]:
    """Return every question of some versions, the newest first, those of the newest version in its order."""
    newest: dict[str, Question] = {}
    for version in versions:
        for question in version.questions:
            newest.setdefault(_identity(question), question)
    return [_asked(question, versions) for question in newest.values()]


def _identity(question: Question) -> str:
    # Whatever its key was in a version: the question about recommending is the same measure.
    return nps.KEY if question["type"] == nps.KEY else question["key"]


def _asked(question: Question, versions: Sequence[SurveyVersion]) -> Asked:
    identity = _identity(question)
    asked_in, headline_in, verbatim_in = [], [], []
    is_for_some = False
    options: dict[str, Texts] = {}
    for version in versions:
        headline = headline_of(version.questions)
        if headline is not None and _identity(headline) == identity:
            headline_in.append(version.pk)
        if verbatim_field(version.questions) == question["key"]:
            verbatim_in.append(version.pk)
        for each in version.questions:
            if _identity(each) == identity:
                asked_in.append(version.pk)
                is_for_some = is_for_some or "shown_to" in each
                for option in each.get("options", ()):
                    options.setdefault(option["key"], option["texts"])
    is_asked_now = any(question is each for each in versions[0].questions)
    return Asked(question, asked_in, is_for_some, headline_in, verbatim_in, options, is_asked_now)


def _result(
    answers: QuerySet[Response], asked: Asked, number: int, query: Query, family: str, people: int
) -> QuestionResult:
    question = asked.question
    plain = partial(
        QuestionResult,
        question=question,
        number=number,
        asked=people,
        is_asked_now=asked.is_asked_now,
        few_below=query.few_below,
    )
    if question["type"] == text.KEY:
        return plain(n=texts_counted(answers, question, verbatim_in=asked.verbatim_in))
    if scale_of_question(question):
        return _rated(answers, asked, query, family, plain)
    counted = choices_counted(answers, question)
    labels = {**asked.options, **{key: {"": key} for key in sorted(counted.by_key.keys() - asked.options.keys())}}
    return plain(n=counted.n, rows=_share_rows(counted, labels, query.confidence))


def _rated(
    answers: QuerySet[Response], asked: Asked, query: Query, family: str, plain: Callable[..., QuestionResult]
) -> QuestionResult:
    question, scale = asked.question, scale_of_question(asked.question)
    points = points_of(scale)
    scored = scores_counted(answers, scale=scale, headline_in=asked.headline_in)
    rated = choices_counted(answers, question).by_key
    histogram = [scored.get(str(point), 0) + rated.get(str(point), 0) for point in points]
    counted = Counted(sum(histogram), {str(point): n for point, n in zip(points, histogram, strict=True)})
    labels = {str(point): question["texts"].get(point_part(points, point), {}) for point in points}
    scores = np.repeat(np.array(points), histogram)
    is_headline = bool(asked.headline_in)
    return plain(
        n=counted.n,
        rows=_share_rows(counted, labels, query.confidence),
        mean=float(scores.mean()) if counted.n else None,
        net=figure_of(_groups(scale, histogram), query),
        effort=stats.ces(scores, confidence=query.confidence) if is_headline and family == EFFORT else None,
        satisfaction=stats.csat(scores, confidence=query.confidence)
        if is_headline and family == SATISFACTION
        else None,
    )


def _groups(scale: str, histogram: Sequence[int]) -> GroupCounts:
    counts = dict.fromkeys(GROUPS, 0)
    for point, n in zip(points_of(scale), histogram, strict=True):
        counts[group_on(scale, point)] += n
    return GroupCounts(*counts.values())


def _share_rows(counted: Counted, labels: Mapping[str, Texts], confidence: float) -> list[ShareRow]:
    counts = [counted.by_key.get(key, 0) for key in labels]
    if not counts:
        return []
    shares = stats.share_intervals(counts, [counted.n] * len(counts), confidence=confidence)
    return [
        ShareRow(key=key, texts=texts, count=count, share=estimate.value, lower=estimate.lower, upper=estimate.upper)
        for (key, texts), count, estimate in zip(labels.items(), counts, shares, strict=True)
    ]
