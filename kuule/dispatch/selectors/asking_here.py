"""Whether somebody may be asked here and now, without a message: on a website, on the phone."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskDecision, Collector
from kuule.dispatch.rules import Decision, Wish
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.people_to_ask import addressees_with
from kuule.lib.bulk import among
from kuule.surveys.models import Survey
from kuule.workspaces.models import Workspace


def decision_here(workspace: Workspace, *, contact: Contact, survey: Survey, channel: str, now: datetime) -> Decision:
    """Decide whether a person who is here now may be asked, by the rules that hold for every ask. Writes nothing.

    Whoever is here needs no address, so that mail which came back says nothing about them.
    """
    each = addressees_with(workspace, ids=[contact.pk])[contact.pk]
    deliberation = Deliberation(workspace, now=now)
    person = deliberation.known([each])[each.id]
    present = replace(person, reachable=(*person.reachable, channel))
    return deliberation.about(each, present, Wish(survey.family, (channel,)), at=now)


def person_named(workspace: Workspace, *, name: str) -> Contact | None:
    """Return the person whom another system names by its own id or by an e-mail address, archived or not, or None."""
    people = Contact.objects.filter(workspace=workspace)
    return (
        people.filter(among("external_id", [name])).first()
        or people.filter(Q(email=name.strip().lower()) & ~Q(email="")).order_by("archived_at", "pk").first()
    )


def last_decision_at(collector: Collector, *, contact: Contact) -> AskDecision | None:
    """Return what was decided last about asking a person at a place."""
    decided = AskDecision.objects.filter(workspace_id=collector.workspace_id, contact=contact, collector=collector)
    return decided.order_by("-decided_at", "-pk").first()
