"""Who would be asked now: what is known of many people at once, put before the rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching, suppressions_of
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    INVITED,
    OPEN_DELIVERY_STATES,
    Decision,
    Person,
    decision_about,
    language_for,
    quarantine_start,
)
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CONSENT, SURVEY
from kuule.workspaces.selectors import purposes_of

CHUNK = 2_000


class Addressee(NamedTuple):
    """One contact of an audience: what a wave needs to know of them."""

    id: int
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen: people asked, people held back by reason, and the asked by the language of their mail."""

    asked: int
    held_back: Mapping[str, int]
    languages: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many people the audience has."""
        return self.asked + self.held_back_total

    @property
    def held_back_total(self) -> int:
        """Return how many people are held back for any reason."""
        return sum(self.held_back.values())


def addressees(workspace: Workspace, *, audience: ContactFilter, after: int, limit: int) -> list[Addressee]:
    """Return the next people of an audience in the order of their ids, beginning behind the id `after`."""
    rows = contacts_matching(workspace, filter=audience).filter(pk__gt=after).order_by("pk")
    return [Addressee(*row) for row in rows.values_list("pk", "email", "language")[:limit]]


def decisions_about(workspace: Workspace, *, people: Sequence[Addressee], now: datetime) -> list[Decision]:
    """Decide about each of these people, in their order. A few queries, however many they are."""
    suppressions = suppressions_of(workspace, addresses=[person.email for person in people])
    last_asked = _last_asked(workspace, [person.id for person in people], now)
    consented = consenting(workspace, contact_ids=[person.id for person in people])
    return [
        decision_about(
            Person(
                email=person.email,
                suppression=suppressions.get(person.email, ""),
                has_consent=consented is None or person.id in consented,
                last_asked_at=last_asked.get(person.id),
            ),
            quarantine_days=workspace.quarantine_days,
            now=now,
        )
        for person in people
    ]


def consenting(workspace: Workspace, *, contact_ids: Sequence[int]) -> set[int] | None:
    """Return who of these people agreed to be asked, by the property that says so; None where no consent is needed."""
    purpose = purposes_of(workspace)[SURVEY]
    if purpose.basis != CONSENT:
        return None
    people = Contact.objects.filter(workspace=workspace, pk__in=contact_ids)
    agreed = people.alias(agreed=KeyTransform(purpose.consent_property, "properties")).filter(agreed=True)
    return set(agreed.values_list("pk", flat=True))


def decisions_before_sending(
    workspace: Workspace, *, survey: Survey, audience: ContactFilter, now: datetime
) -> Forecast:
    """Return what a wave planned at `now` would decide. The same road as planning itself, only nothing is written."""
    version = published_version(workspace, survey=survey)
    offered = version.languages if version else []
    reasons: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    after = 0
    while people := addressees(workspace, audience=audience, after=after, limit=CHUNK):
        for person, decision in zip(people, decisions_about(workspace, people=people, now=now), strict=True):
            reasons[decision.reason] += 1
            if decision.decision == INVITED:
                languages[language_for(person.language, offered=offered, fallback=workspace.language)] += 1
        after = people[-1].id
    asked = reasons.pop("", 0)
    return Forecast(asked, dict(reasons.most_common()), dict(languages.most_common()))


def _last_asked(workspace: Workspace, contact_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    # An invitation that still waits to be handed over counts as asked now: two waves never ask one person twice.
    since = quarantine_start(workspace.quarantine_days, now)
    waits = Exists(Delivery.objects.filter(invitation=OuterRef("pk"), state__in=OPEN_DELIVERY_STATES))
    invited = Invitation.objects.filter(workspace=workspace, contact_id__in=contact_ids, decision=INVITED)
    asked = invited.filter(Q(asked_at__gt=since) | Q(Q(asked_at=None), waits))
    latest = Max(Coalesce("asked_at", Value(now, output_field=DateTimeField())))
    return dict(asked.values_list("contact_id").annotate(latest=latest).order_by())
