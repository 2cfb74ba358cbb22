"""What the storm does and sees inside, one act a process: `python -m tests.soak.scene ACT`."""

import json
import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.core.files.base import ContentFile
from django.db.models import Count
from django.utils import timezone

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.services import guess_mapping, start_import
from kuule.contacts.services.exports import start_export
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import DUE
from kuule.dispatch.services import declare_uncertain, give_back_stuck, schedule_wave
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import AuditEntry, Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, register_user

now = timezone.now()


def found() -> object:
    """Found a workspace with an open survey."""
    owner = register_user(email="storm@kuule.example", name="Storm", password="kettle-lantern-42", now=now)
    workspace = found_workspace(name="Storm", slug="storm", owner=owner, actor=SYSTEM, now=now)
    survey = create_from_starter(workspace=workspace, name="Storm", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    return {}


def import_people(number: str) -> object:
    """Hand a list to the worker."""
    rows = [f"p{i},Person {i},p{i}@storm.example,Account {i % 100}" for i in range(int(number))]
    file = ContentFile("\n".join(["id,name,email,account", *rows]).encode(), name="storm.csv")
    workspace = Workspace.objects.get()
    mapping = guess_mapping(workspace=workspace, file=file)
    job = start_import(workspace=workspace, actor=SYSTEM, now=now, file=file, file_name="storm.csv", mapping=mapping)
    return {"job": job.pk}


def job_state(job: str) -> object:
    """Say how far the import is."""
    return {"state": Job.objects.get(pk=job).state}


def people() -> object:
    """Count who came in."""
    return {
        "contacts": Contact.objects.count(),
        "different": Contact.objects.values("email").distinct().count(),
        "accounts": Account.objects.count(),
    }


def export_people(format_: str) -> object:
    """Ask the worker for everybody in a file, and say where it will be."""
    who = {"workspace": Workspace.objects.get(), "actor": SYSTEM, "now": now}
    job = start_export(kind="contacts_export", params={}, format=format_, **who)
    return {"job": job.pk, "path": job.file.path}


def give_up(job: str) -> object:
    """Let the time of the worker that had this job be over."""
    return {"jobs": Job.objects.filter(pk=job, state="running").update(claimed_until=now)}


def exported(job: str) -> object:
    """Say how an export ended, and how often that stands in the audit log."""
    ended = Job.objects.get(pk=job)
    in_log = AuditEntry.objects.filter(act="contacts_exported").count()
    return {"state": ended.state, "attempts": ended.attempts, "rows": ended.result.get("rows"), "in_log": in_log}


def wave() -> object:
    """Ask everybody, now."""
    made = schedule_wave(
        workspace=Workspace.objects.get(),
        survey=Survey.objects.get(),
        name="Storm",
        audience=ContactFilter(),
        due_at=now,
        actor=SYSTEM,
        now=now,
    )
    return {"wave": made.pk}


def rest(wave: str) -> object:
    """Count the mails that still wait to be handed over, and the people who are not decided about yet."""
    of_wave = Delivery.objects.filter(invitation__wave=wave)
    due = Contact.objects.count() - of_wave.count() + of_wave.filter(state=DUE).count()
    # At the end those are left that the dead had in line.
    return {"due": due or give_back_stuck(now=now + timedelta(days=1), limit=1000)}


def deliveries(wave: str) -> object:
    """Settle what killed workers left behind, as the clock would, and count the mails by state."""
    later = now + timedelta(days=1)
    while declare_uncertain(now=later, limit=1000):
        pass
    states = Delivery.objects.filter(invitation__wave=wave).values_list("state").annotate(Count("pk"))
    return dict(states)


def given() -> object:
    """Return every answer by the address of the person."""
    return dict(Response.objects.values_list("contact__email", "score"))


ACTS = {
    "found": found,
    "import": import_people,
    "job": job_state,
    "people": people,
    "export": export_people,
    "give_up": give_up,
    "exported": exported,
    "wave": wave,
    "rest": rest,
    "deliveries": deliveries,
    "answers": given,
}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])))
