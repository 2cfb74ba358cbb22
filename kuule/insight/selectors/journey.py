"""What happened at the touchpoints of a journey, and what was answered about them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count, Q

from kuule.dispatch.models import Occurrence
from kuule.dispatch.rules.occurrences import ASKED
from kuule.insight.query import Query
from kuule.insight.selectors.asked import asked_scores
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.matching import responses_matching
from kuule.surveys.question_types.scales import GROUPS, group_on
from kuule.surveys.rules import FAMILY_HEADLINES
from kuule.workspaces.models import Workspace


def occurrences_counted(workspace: Workspace, *, since: datetime) -> Mapping[int, tuple[int, int]]:
    """Return how often something happened at each touchpoint since then, and about how many of these was asked."""
    recent = Occurrence.objects.filter(workspace=workspace, happened_at__gte=since).order_by()
    counted = recent.values("touchpoint").annotate(n=Count("pk"), asked=Count("pk", filter=Q(state=ASKED)))
    return {touchpoint: (n, asked) for touchpoint, n, asked in counted.values_list("touchpoint", "n", "asked")}


def counts_by_survey(query: Query, *, survey_ids: Collection[int]) -> Mapping[int, GroupCounts]:
    """Return the answers to these surveys of the query's family, none of them anonymous, by the groups of its scale.

    Scores on another scale than the family's are left out.
    """
    scale, surveys = FAMILY_HEADLINES[query.family].scale, dict.fromkeys(survey_ids, False)
    counted = asked_scores(query, surveys, scale=scale)
    if counted is None:
        found = responses_matching(query, among=surveys).filter(scale=scale).order_by()
        counted = list(found.values_list("survey_id", "score").annotate(n=Count("pk")))
    counts = {survey: dict.fromkeys(GROUPS, 0) for survey in survey_ids}
    for survey, score, n in counted:
        counts[survey][group_on(scale, score)] += n
    return {survey: GroupCounts(*groups.values()) for survey, groups in counts.items()}
