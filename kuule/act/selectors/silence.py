"""Key contacts who say nothing though they are asked."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.act.models import Case
from kuule.act.rules import OPEN, SILENT
from kuule.contacts.models import Contact
from kuule.contacts.rules import DECISION_MAKER
from kuule.dispatch.models import Invitation
from kuule.insight.selectors.groups import contacts_in
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

# Somebody who was asked yesterday is not silent yet.
TIME_TO_ANSWER = timedelta(days=7)


def silent_contacts(workspace: Workspace, *, days: int, now: datetime) -> QuerySet[Contact]:
    """Return the decision-makers who were asked and have said nothing for so many days, and who have no case.

    They answered or were asked before these days, were asked again since with a week to answer, and gave no answer.
    After a case about their silence they are left alone for as many days. Anonymous surveys count neither way.
    """
    since = now - timedelta(days=days)
    asked = Invitation.objects.filter(
        workspace=workspace, contact=OuterRef("pk"), version__survey__is_anonymous=False, asked_at__isnull=False
    )
    answered = Response.objects.filter(workspace=workspace, contact=OuterRef("pk"), verdict=PERSON)
    cases = Case.objects.filter(workspace=workspace, contact=OuterRef("pk"))
    lately = Q(state=OPEN) | Q(reason=SILENT, opened_at__gte=since)
    found = Contact.objects.filter(contacts_in(CUSTOMER), workspace=workspace, archived_at=None, role=DECISION_MAKER)
    found = found.filter(Exists(asked.filter(asked_at__gte=since, asked_at__lte=now - TIME_TO_ANSWER)))
    found = found.filter(Exists(asked.filter(asked_at__lt=since)) | Exists(answered.filter(answered_at__lt=since)))
    found = found.exclude(Exists(answered.filter(answered_at__gte=since))).exclude(Exists(cases.filter(lately)))
    return found.select_related("account__owner__user", "account__team").order_by("pk")
