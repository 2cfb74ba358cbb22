"""Run beside Kuule's own settings: makes mails that are due, hands them over as a worker, or as a bare loop.

A worker says `ready` and begins when it is told; then it says how many mails it handed over, and in how many seconds
of CPU. The bare loop gives as many of the same mails to the same backend, without any row.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from kuule.contacts.models import Contact
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import DUE, HANDED_OVER, INVITED
from kuule.dispatch.services import sample_letter
from kuule.dispatch.tasks import drain_deliveries
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, register_user


@transaction.atomic
def fill(number: int) -> None:
    """Add people, each with a mail that is due."""
    now = timezone.now()
    owner = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    workspace = found_workspace(name="Bench", slug="bench", owner=owner, actor=SYSTEM, now=now)
    Workspace.objects.update(sender_email="survey@bench.example")
    survey = create_from_starter(workspace=workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    version = published_version(workspace, survey=survey)
    people = Contact.objects.bulk_create(
        Contact(
            workspace=workspace,
            name=f"Person {i}",
            name_key=f"person {i}",
            email=f"p{i}@bench.example",
            language="en",
            created_at=now,
        )
        for i in range(number)
    )
    invitations = Invitation.objects.bulk_create(
        Invitation(workspace=workspace, version=version, contact=each, decision=INVITED, decided_at=now, language="en")
        for each in people
    )
    Delivery.objects.bulk_create(
        Delivery(workspace=workspace, invitation=each, channel="email", due_at=now) for each in invitations
    )


def work() -> int:
    """Hand over what is due until nothing is left; return how many mails there were."""
    handed = 0
    while (tried := drain_deliveries()) or Delivery.objects.filter(state=DUE).exists():
        handed += tried
    return handed


def bare(number: int) -> int:
    """Give so many mails of the same words away over one connection, and nothing else."""
    workspace = Workspace.objects.get()
    version = published_version(workspace, survey=Survey.objects.get())
    letter = sample_letter(workspace=workspace, version=version, language="en", name="Person 1")
    backend = get_connection()
    backend.open()
    for i in range(number):
        mail = EmailMultiAlternatives(
            letter.subject, letter.text, "survey@bench.example", [f"p{i}@bench.example"], headers={"X-Number": str(i)}
        )
        mail.attach_alternative(letter.html, "text/html")
        backend.send_messages([mail])
    backend.close()
    return number


def when_told(act: str, *numbers: str) -> None:
    """Wait for the word to begin, so that the start of Python is not measured."""
    Delivery.objects.filter(state=DUE).first()
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    handed = work() if act == "work" else bare(*map(int, numbers))
    print(handed, time.process_time() - began, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    elif sys.argv[1] == "count":
        print(Delivery.objects.filter(state=HANDED_OVER).count())
    else:
        when_told(*sys.argv[1:])
