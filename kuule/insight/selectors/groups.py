"""Whose answers a query counts: those of one group of people. Two groups are never counted together."""

from django.db.models import Q

from kuule.insight.query import Query
from kuule.surveys.models import Survey
from kuule.surveys.rules import OF_STAFF, group_measured
from kuule.workspaces.rules import CUSTOMER, STAFF


def group_of(query: Query) -> str:
    """Return the group that a query asks about: the one it names, else that of its survey, else customers."""
    if query.family in OF_STAFF:
        return STAFF
    if query.whom or query.survey_id is None:
        return query.whom or CUSTOMER
    surveys = Survey.objects.filter(workspace_id=query.workspace_id, pk=query.survey_id)
    return group_measured(query.family, surveys.values_list("group", flat=True).first())


def surveys_in_group(query: Query) -> dict[int, bool]:
    """Return the surveys of a query's family that ask its group, by id, and whether they are anonymous."""
    surveys = Survey.objects.filter(workspace_id=query.workspace_id, family=query.family)
    rows = list(surveys.values_list("pk", "is_anonymous", "group"))
    measured = {pk: group_measured(query.family, group) for pk, _is_anonymous, group in rows}
    named = measured.get(query.survey_id or 0, CUSTOMER)
    asked = STAFF if query.family in OF_STAFF else query.whom or named
    return {pk: is_anonymous for pk, is_anonymous, _group in rows if measured[pk] == asked}


def asking(group: str) -> Q:
    """Return the condition on surveys of one family that they ask a group; "" is the group that it usually asks."""
    return Q(group=None) if group in ("", CUSTOMER) else Q(group=group)


def contacts_in(group: str) -> Q:
    """Return the condition on contacts that they are in a group; customers are in no other."""
    return Q(grouping=None) if group == CUSTOMER else Q(grouping__key=group)
