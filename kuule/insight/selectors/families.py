"""The families of surveys, each of which has a score of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuule.insight.query import NPS_FAMILIES, Query
from kuule.insight.selectors.matching import Surveys, surveys_asked
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey
from kuule.surveys.rules import RELATIONSHIP


@dataclass(frozen=True, slots=True)
class Families:
    """The surveys of a workspace that have a score, by family."""

    workspace_id: int
    surveys: Mapping[str, Surveys]

    def of(self, query: Query) -> Surveys:
        """Return the surveys of a query's family."""
        return self.surveys.get(query.family, {})

    def is_anonymous(self, query: Query) -> bool:
        """Tell whether a query means anonymous answers."""
        mine = self.of(query)
        return any(mine[survey] for survey in surveys_asked(query, mine))

    def answered(self) -> list[str]:
        """Return the families that somebody answered a survey of. Where there is one alone, nothing is looked up."""
        if len(self.surveys) < 2:
            return list(self.surveys)
        answers = Response.objects.filter(workspace_id=self.workspace_id, verdict=PERSON)
        return [family for family, ids in self.surveys.items() if answers.filter(survey_id__in=list(ids)).exists()]

    def usual(self) -> str:
        """Return the family that is meant where none is named: that of relationship surveys, if it was answered."""
        if set(self.surveys) <= {RELATIONSHIP}:
            return RELATIONSHIP
        answered = self.answered()
        return RELATIONSHIP if RELATIONSHIP in answered or not answered else answered[0]


def families_of(workspace_id: int) -> Families:
    """Return the surveys of a workspace that have a score: one query."""
    found: dict[str, dict[int, bool]] = {}
    known = Survey.objects.filter(workspace_id=workspace_id, family__in=NPS_FAMILIES).order_by("pk")
    for family, survey, is_anonymous in known.values_list("family", "pk", "is_anonymous"):
        found.setdefault(family, {})[survey] = is_anonymous
    return Families(workspace_id, found)
