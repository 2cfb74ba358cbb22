"""Who could have answered, who did, and who was asked."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import HELD_BACK
from kuule.insight.query import ALL_TIME, CHANNEL, LANGUAGE, SURVEY, Query
from kuule.insight.selectors.groups import contacts_in, group_of
from kuule.insight.selectors.matching import Surveys, responses_matching, surveys_asked, surveys_of
from kuule.insight.selectors.properties import people_asked_for
from kuule.insight.selectors.touchpoints import of_touchpoints
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """People who were asked in a period, and how many of them have answered so far."""

    asked: int
    answered: int

    @property
    def share(self) -> float | None:
        """Return the share who answered, 0 to 1, or None when nobody was asked."""
        return self.answered / self.asked if self.asked else None


def has_accounts(workspace_id: int) -> bool:
    """Tell whether this workspace knows customer companies: then its contacts are all its customers."""
    return Account.objects.filter(workspace_id=workspace_id, archived_at=None).exists()


def has_people(workspace: Workspace) -> bool:
    """Tell whether there is anybody who could be asked."""
    return Contact.objects.filter(workspace=workspace, archived_at=None).exists()


def latest_scores(query: Query) -> dict[int, int]:
    """Return the latest score of each contact who answered, by id. Ask only where the answers are few thousand.

    Answers by a shared link are left out: nobody knows whose they are.
    """
    in_time = responses_matching(query).order_by("answered_at", "pk").values_list("contact_id", "score")
    return {contact: score for contact, score in in_time if contact is not None}


def people_who_could_answer(query: Query, *, at_most: int) -> set[int] | None:
    """Return the ids of the contacts who fit the query's filters about people, or None if they are more than `at_most`.

    They are not archived and were known before the period ended. It does not matter whether they were asked.
    """
    found = set(_fitting(query).values_list("pk", flat=True)[: at_most + 1])
    return found if len(found) <= at_most else None


def response_rate(query: Query, *, among: Surveys | None = None) -> ResponseRate | None:
    """Return how many of the people asked in the query's period have answered, or None where that means nothing.

    Filters about the answer itself (group, score, channel, words) have no meaning for those who gave none. Filters
    about people are asked of the contacts as they are now. `among` are the surveys of its family, if they are known.
    """
    if query.group or query.score is not None or query.channel or query.search or query.only_comments:
        return None
    if query.first_quarter is not None:
        return None
    if query.rest_of and query.rest_of[0] == CHANNEL:
        return None
    surveys = surveys_of(query) if among is None else among
    is_anonymous = any(surveys[survey] for survey in surveys_asked(query, surveys))
    if is_anonymous and query != _everybody(query):
        return None  # who of a part of the invited answered an anonymous survey tells too much of them
    asked = _asked(query, surveys).aggregate(asked=Count("pk"), answered=Count("answered_at"))
    return ResponseRate(asked["asked"], asked["answered"])


def _everybody(query: Query) -> Query:
    return Query(
        workspace_id=query.workspace_id,
        timezone=query.timezone,
        family=query.family,
        whom=query.whom,
        period=ALL_TIME,
        survey_id=query.survey_id,
        bucket=query.bucket,
        by=query.by,
        confidence=query.confidence,
        few_below=query.few_below,
    )


def held_back(query: Query) -> dict[str, int]:
    """Return how many decisions of the query's time held somebody back, by the rule that did; of waves alone.

    Ask only where `response_rate` means something.
    """
    decided = _decided(query, surveys_of(query)).filter(decision=HELD_BACK)
    if query.since:
        decided = decided.filter(decided_at__gte=query.since)
    if query.until:
        decided = decided.filter(decided_at__lt=query.until)
    return dict(decided.order_by("reason").values_list("reason").annotate(n=Count("pk")))


def people_eligible(query: Query) -> int:
    """Return how many people `people_who_could_answer` are."""
    return _fitting(query).count()


def _fitting(query: Query) -> QuerySet[Contact]:
    fitting = Contact.objects.filter(workspace_id=query.workspace_id, archived_at=None).filter(people_asked_for(query))
    fitting = fitting.filter(contacts_in(group_of(query)))
    return fitting.filter(created_at__lt=query.until) if query.until else fitting


def _asked(query: Query, surveys: Surveys) -> QuerySet[Invitation]:
    # Only the invited are ever asked.
    asked = _decided(query, surveys).filter(asked_at__isnull=False)
    if query.since:
        asked = asked.filter(asked_at__gte=query.since)
    return asked.filter(asked_at__lt=query.until) if query.until else asked


def _decided(query: Query, surveys: Surveys) -> QuerySet[Invitation]:
    # The ids stand in the statement, so that one index holds all that is counted.
    asked = of_touchpoints(query, [survey for survey in surveys if query.survey_id in (None, survey)])
    versions = SurveyVersion.objects.filter(workspace_id=query.workspace_id, survey__in=asked)
    rest_by, rest = query.rest_of or ("", "")
    if rest_by == SURVEY:
        versions = versions.exclude(survey_id=int(rest))
    decided = Invitation.objects.filter(
        workspace_id=query.workspace_id, version_id__in=list(versions.values_list("pk", flat=True))
    )
    if query.language:
        decided = decided.filter(language=query.language)
    if rest_by == LANGUAGE:
        decided = decided.exclude(language=rest)
    people = people_asked_for(query)
    if people:
        decided = decided.filter(contact__in=Contact.objects.filter(people, workspace_id=query.workspace_id))
    return decided
