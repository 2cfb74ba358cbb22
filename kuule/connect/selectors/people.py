"""People as the Delighted API tells of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from kuule.connect.models import AskedElsewhere, Membership, Project
from kuule.connect.rules.names import PersonName
from kuule.contacts.models import Contact
from kuule.dispatch.models import Delivery, Invitation, Turn
from kuule.dispatch.rules import DUE, INVITED
from kuule.dispatch.rules.programmes import RUNNING
from kuule.lib.bulk import among
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as the API writes it: whole seconds since 1970, or None."""
    return None if moment is None else int(moment.timestamp())


def person_by_name(workspace: Workspace, name: PersonName) -> Contact | None:
    """Return who is meant, archived or not, or None."""
    people = Contact.objects.filter(workspace=workspace).select_related("workspace", "account")
    if name.row is not None:
        return people.filter(pk=name.row).first()
    if name.email:
        return people.filter(among("email", [name.email])).first()
    return people.filter(phone=name.phone).exclude(phone="").order_by("pk").first() if name.phone else None


def people_of(project: Project) -> QuerySet[Contact]:
    """Return the people whom a project may ask, those known longest first."""
    group = project.survey.measures
    people = Contact.objects.filter(workspace=project.workspace, archived_at=None)
    return people.filter(Q(grouping=None) if group == CUSTOMER else Q(grouping__key=group)).order_by("pk")


def plain_person(contact: Contact) -> dict[str, Any]:
    """Return what every object that tells of a person has."""
    return {
        "id": str(contact.pk),
        "name": contact.name or None,
        "email": contact.email or None,
        "created_at": seconds(contact.created_at),
        "phone_number": contact.phone or None,
    }


@dataclass(frozen=True, slots=True)
class Asks:
    """When each of some people was asked last, answered last, and is asked next, by their id."""

    sent: Mapping[int, datetime]
    answered: Mapping[int, datetime]
    following: Mapping[int, datetime]

    def beside(self, contact: Contact) -> dict[str, Any]:
        """Return a person with these moments."""
        return {
            **plain_person(contact),
            "last_sent_at": seconds(self.sent.get(contact.pk)),
            "last_responded_at": seconds(self.answered.get(contact.pk)),
            "next_survey_scheduled_at": seconds(self.following.get(contact.pk)),
        }


def asks_of(project: Project, contacts: Sequence[Contact]) -> Asks:
    """Return when these people were asked and answered: a few queries, however many they are."""
    ids = [each.pk for each in contacts]
    asked = Invitation.objects.filter(
        workspace_id=project.workspace_id,
        contact__in=ids,
        version__survey=project.survey_id,
        decision=INVITED,
        asked_at__isnull=False,
    )
    sent = _latest(asked.order_by().values_list("contact").annotate(Max("asked_at")))
    elsewhere = AskedElsewhere.objects.filter(contact__in=ids).values_list("contact", "at")
    for contact, moment in elsewhere:
        sent[contact] = max(moment, sent.get(contact, moment))
    answers = Response.objects.filter(
        workspace_id=project.workspace_id, contact__in=ids, survey=project.survey_id, verdict=PERSON
    )
    answered = _latest(answers.order_by().values_list("contact").annotate(Max("answered_at")))
    return Asks(sent, answered, waiting_for(project, ids))


def waiting_for(project: Project, ids: Collection[int]) -> dict[int, datetime]:
    """Return when the next message with the survey of a project leaves to each of these people for whom one waits."""
    waiting = Delivery.objects.filter(
        workspace_id=project.workspace_id,
        state=DUE,
        invitation__contact__in=ids,
        invitation__version__survey=project.survey_id,
        invitation__asked_at=None,
    )
    return _latest(waiting.order_by().values_list("invitation__contact").annotate(Min("due_at")))


def turns_of(memberships: Sequence[Membership]) -> dict[int, Turn]:
    """Return the turn that lies ahead of each of these members, by the id of the membership."""
    programmes = {each.autopilot.programme_id for each in memberships}
    contacts = {each.contact_id for each in memberships}
    turns = Turn.objects.filter(
        programme__in=programmes, programme__state=RUNNING, contact__in=contacts, next_on__isnull=False
    )
    by_person = {(each.programme_id, each.contact_id): each for each in turns}
    found = {each.pk: by_person.get((each.autopilot.programme_id, each.contact_id)) for each in memberships}
    return {pk: turn for pk, turn in found.items() if turn is not None}


def _latest(rows: Any) -> dict[int, datetime]:
    return {contact: moment for contact, moment in rows if contact is not None}
