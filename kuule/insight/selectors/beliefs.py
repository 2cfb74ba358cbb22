"""What people of the company believe, by the part of it they work in."""

from typing import NamedTuple

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from kuule.insight.query import Query
from kuule.insight.rules import DETRACTOR, GROUPS, PASSIVE, PROMOTER
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.matching import hidden_reason, responses_matching, surveys_asked, surveys_of
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types import choice
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import BELIEF, PUBLISHED, Texts
from kuule.workspaces.models import Workspace


class Believed(NamedTuple):
    """The beliefs of one part of the company: how the survey calls it, and how many gave which kind of score."""

    texts: Texts
    counts: GroupCounts


def believed_by_place(query: Query) -> list[Believed]:
    """Return the beliefs of each part of the company, in the order of the survey's options.

    The first question with one answer out of a list tells where somebody works. A survey without one tells of no
    parts, and neither does one whose answers must not be told apart.
    """
    family = surveys_of(query)
    question = _place_question(query, surveys_asked(query, family))
    if question is None or any(family.values()) or hidden_reason(query, among=family):
        return []
    place = KeyTextTransform(question["key"], "answers")
    rows = responses_matching(query, among=family).values_list(place, "score").annotate(n=Count("pk")).order_by()
    counted: dict[str, dict[str, int]] = {}
    for key, score, n in rows:
        group = next(name for name, scores in GROUPS.items() if score in scores)
        groups = counted.setdefault(str(key), dict.fromkeys((DETRACTOR, PASSIVE, PROMOTER), 0))
        groups[group] += n
    return [
        Believed(option["texts"], GroupCounts(*counted[option["key"]].values()))
        for option in question["options"]
        if option["key"] in counted
    ]


def belief_survey(workspace: Workspace) -> Survey | None:
    """Return the survey by which the company's people are asked what they believe: the newest that is open, or None."""
    found = Survey.objects.filter(workspace=workspace, family=BELIEF, state=PUBLISHED, archived_at=None)
    return found.order_by("-pk").first()


def _place_question(query: Query, survey_ids: list[int]) -> Question | None:
    versions = SurveyVersion.objects.filter(
        workspace_id=query.workspace_id, survey_id__in=survey_ids, published_at__isnull=False
    )
    newest = versions.order_by("-published_at", "-pk").first()
    questions: list[Question] = newest.questions if newest else []
    return next((question for question in questions if question["type"] == choice.KEY), None)
