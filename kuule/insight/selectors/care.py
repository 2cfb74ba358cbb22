"""What those answered who were cared for, and those who were held out."""

from collections import Counter

from kuule.dispatch.models import CarePlan, CareRun
from kuule.insight.selectors.counts import GroupCounts
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, group_on


def answers_by_care(plan: CarePlan) -> dict[bool, GroupCounts]:
    """Return the answers to the survey of a touchpoint, under True of the held out and under False of all others.

    Whoever was to be cared for counts among them, also where care ended early: else those who end it by themselves
    would be picked out.
    """
    runs = CareRun.objects.filter(plan=plan, occurrence__invitation__answered_at__isnull=False)
    arms = dict(runs.values_list("occurrence__invitation_id", "is_held_out"))
    counted: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    answers = Response.objects.filter(workspace_id=plan.workspace_id, verdict=PERSON, invitation__in=list(arms))
    for invitation, scale, score in answers.values_list("invitation_id", "scale", "score"):
        counted[arms[invitation]][group_on(scale, score)] += 1
    return {arm: GroupCounts(each[DETRACTOR], each[PASSIVE], each[PROMOTER]) for arm, each in counted.items()}
