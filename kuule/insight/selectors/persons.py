"""What single people answered, and since when they have been silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from kuule.contacts.models import Contact
from kuule.dispatch.models import Invitation
from kuule.insight.query import NPS_FAMILIES
from kuule.insight.selectors.groups import asking
from kuule.insight.selectors.responses import listed
from kuule.responses.models import Response
from kuule.responses.rules import PERSON, ZERO_TO_TEN
from kuule.surveys.models import Survey
from kuule.surveys.rules import OF_STAFF
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER


@dataclass(frozen=True, slots=True)
class PersonHeard:
    """When a person was asked last, and the last score from 0 to 10 they gave as a customer, and when."""

    score: int | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None

    @property
    def silent_since(self) -> datetime | None:
        """Return when they were asked without having answered since, or None."""
        if self.asked_at is None or (self.answered_at and self.answered_at >= self.asked_at):
            return None
        return self.asked_at


def persons_heard(workspace: Workspace, *, contact_ids: Sequence[int]) -> Mapping[int, PersonHeard]:
    """Return of each of these people what they answered last and when they were asked last, in two queries."""
    ids = list(contact_ids)
    given = customer_answers(workspace, contact_ids=ids).order_by("answered_at", "pk")
    last = {pk: (score, at) for pk, score, at in given.values_list("contact_id", "score", "answered_at")}
    asks = Invitation.objects.filter(workspace=workspace, contact__in=ids, asked_at__isnull=False)
    asked = dict(asks.order_by().values_list("contact_id").annotate(Max("asked_at")))
    return {pk: _heard(last.get(pk), asked.get(pk)) for pk in ids}


def _heard(last: tuple[int, datetime] | None, asked_at: datetime | None) -> PersonHeard:
    score, answered_at = last or (None, None)
    return PersonHeard(score, answered_at, asked_at)


def customer_answers(workspace: Workspace, *, contact_ids: Sequence[int]) -> QuerySet[Response]:
    """Return the answers from 0 to 10 that these people gave as customers."""
    surveys = Survey.objects.filter(asking(CUSTOMER), workspace=workspace, family__in=NPS_FAMILIES)
    return Response.objects.filter(
        workspace=workspace,
        contact__in=list(contact_ids),
        verdict=PERSON,
        scale=ZERO_TO_TEN,
        survey__in=list(surveys.exclude(family__in=OF_STAFF).values_list("pk", flat=True)),
    )


def answers_of_person(contact: Contact, *, count: int) -> tuple[list[Response], int]:
    """Return the newest answers of a person to any survey that is not anonymous, and how many there are."""
    given = Response.objects.filter(
        workspace_id=contact.workspace_id, contact=contact, verdict=PERSON, survey__is_anonymous=False
    )
    rows = list(listed(given)[: count + 1])
    return rows[:count], len(rows) if len(rows) <= count else given.count()
