"""Who could have answered, who did, and who was asked."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import Invitation
from kuule.insight.query import Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.counts import GroupCounts
from kuule.insight.selectors.matching import responses_matching
from kuule.insight.selectors.properties import people_asked_for
from kuule.surveys.models import SurveyVersion


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


def people_who_could_answer(query: Query, *, at_most: int) -> int:
    """Return how many contacts fit the query's filters about people, those who answered included.

    Counted are contacts who are not archived and were known before the period ended, asked or not, and everybody
    whose answer is counted, even if they are archived or their properties have changed since. Stops counting one
    above `at_most`.
    """
    fitting = Contact.objects.filter(workspace_id=query.workspace_id, archived_at=None).filter(people_asked_for(query))
    if query.until:
        fitting = fitting.filter(created_at__lt=query.until)
    answered = responses_matching(query).filter(contact__isnull=False).order_by().values("contact")
    everybody = Contact.objects.filter(workspace_id=query.workspace_id).filter(
        Q(pk__in=fitting.values("pk")) | Q(pk__in=answered)
    )
    return everybody.order_by()[: at_most + 1].count()


def counts_of_latest_answers(query: Query) -> GroupCounts:
    """Return the counts of the latest answer of each known person."""
    known = responses_matching(query).filter(contact__isnull=False)
    newest_first = Window(RowNumber(), partition_by=F("contact"), order_by=[F("answered_at").desc(), F("pk").desc()])
    latest = known.annotate(place=newest_first).filter(place=1).order_by().values_list("score", flat=True)
    scores = list(latest)
    return GroupCounts(*(sum(score in group for score in scores) for group in GROUPS.values()))


def response_rate(query: Query) -> ResponseRate | None:
    """Return how many of the people asked in the query's period have answered, or None where that means nothing.

    Filters about the answer itself (group, score, channel, words) have no meaning for those who gave none. Filters
    about people are asked of the contacts as they are now.
    """
    if query.group or query.score is not None or query.channel or query.search or query.only_comments:
        return None
    asked = _asked(query).aggregate(asked=Count("pk"), answered=Count("answered_at"))
    return ResponseRate(asked["asked"], asked["answered"])


def _asked(query: Query) -> QuerySet[Invitation]:
    # Only the invited are ever asked. The ids stand in the statement, so that one index holds all that is counted.
    versions = SurveyVersion.objects.filter(workspace_id=query.workspace_id, survey__family=query.family)
    if query.survey_id is not None:
        versions = versions.filter(survey_id=query.survey_id)
    asked = Invitation.objects.filter(
        workspace_id=query.workspace_id,
        version_id__in=list(versions.values_list("pk", flat=True)),
        asked_at__isnull=False,
    )
    if query.since:
        asked = asked.filter(asked_at__gte=query.since)
    if query.until:
        asked = asked.filter(asked_at__lt=query.until)
    if query.language:
        asked = asked.filter(language=query.language)
    people = people_asked_for(query)
    if people:
        asked = asked.filter(contact__in=Contact.objects.filter(people, workspace_id=query.workspace_id))
    return asked
