"""Leaving people alone because another system says that they want to be."""

from datetime import datetime

from django.db import transaction

from kuule.connect.models import Project
from kuule.connect.rules.names import PersonName
from kuule.connect.selectors.people import person_by_name
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.services import suppress
from kuule.dispatch.services.single_asks import take_asks_back
from kuule.workspaces.rules import Actor


@transaction.atomic
def stop_mail(*, project: Project, email: str, actor: Actor, now: datetime) -> None:
    """Never write to an address again, and take back what waits for it. An address of nobody is remembered too."""
    contact = person_by_name(project.workspace, PersonName(email=email))
    suppress(workspace=project.workspace, address=email, reason=UNSUBSCRIBED, actor=actor, now=now, contact=contact)
    if contact is not None:
        take_asks_back(survey=project.survey, contact=contact, actor=actor, now=now)
