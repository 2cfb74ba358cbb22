"""The families of surveys and the groups of people they ask, each of which has a score of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.matching import Surveys, surveys_asked
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey
from kuule.surveys.rules import EMPLOYEE, RELATIONSHIP, group_measured
from kuule.workspaces.rules import CUSTOMER, STAFF

# A family of surveys, and the group of people that they ask.
Kind = tuple[str, str]
_USUAL: Kind = (RELATIONSHIP, CUSTOMER)


@dataclass(frozen=True, slots=True)
class Families:
    """The surveys of a workspace that have a score, by family and group."""

    workspace_id: int
    surveys: Mapping[Kind, Surveys]

    def of(self, query: Query) -> Surveys:
        """Return the surveys of a query's family and group."""
        return self.surveys.get((query.family, self.whom(query)), {})

    def whom(self, query: Query) -> str:
        """Return the group that a query asks about."""
        if query.family == EMPLOYEE:
            return STAFF
        named = (group for (_family, group), surveys in self.surveys.items() if query.survey_id in surveys)
        return query.whom or next(named, CUSTOMER)

    def is_anonymous(self, query: Query) -> bool:
        """Tell whether a query means anonymous answers."""
        mine = self.of(query)
        return any(mine[survey] for survey in surveys_asked(query, mine))

    def answered(self) -> list[Kind]:
        """Return the kinds that somebody answered a survey of. Where there is one alone, nothing is looked up."""
        if len(self.surveys) < 2:
            return list(self.surveys)
        answers = Response.objects.filter(workspace_id=self.workspace_id, verdict=PERSON)
        return [kind for kind, ids in self.surveys.items() if answers.filter(survey_id__in=list(ids)).exists()]

    def usual(self) -> Kind:
        """Return the kind that is meant where none is named: what customers say all in all, if they were asked it."""
        if set(self.surveys) <= {_USUAL}:
            return _USUAL
        answered = self.answered()
        return _USUAL if _USUAL in answered or not answered else answered[0]


def families_of(workspace_id: int) -> Families:
    """Return the surveys of a workspace that have a score: one query."""
    found: dict[Kind, dict[int, bool]] = {}
    known = Survey.objects.filter(workspace_id=workspace_id, family__in=NPS_FAMILIES).order_by("pk")
    for family, group, survey, is_anonymous in known.values_list("family", "group", "pk", "is_anonymous"):
        found.setdefault((family, group_measured(family, group)), {})[survey] = is_anonymous
    return Families(workspace_id, found)
