"""Key contacts who were asked and did not answer, and whom to tell."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from kuule.contacts.models import Account
from kuule.contacts.rules import DECISION_MAKER
from kuule.contacts.selectors import suppressions_of
from kuule.dispatch.models import ChatAlert, CoverageSettings, Invitation, SilenceAlert
from kuule.dispatch.rules import DUE, INVITED
from kuule.dispatch.rules.silence import asked_between
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import MANAGER, OWNER


def silent_asks(
    workspace: Workspace,
    *,
    settings: CoverageSettings,
    now: datetime,
    told_by: type[SilenceAlert | ChatAlert] = SilenceAlert,
) -> list[Invitation]:
    """Return the asks of key contacts who fell silent lately and of whom nobody was told this way.

    Anonymous surveys are left out: who answered them nobody may know. Whoever wants no more mail is not silent.
    """
    since, until = asked_between(now, settings.silent_days)
    answered = Invitation.objects.filter(
        workspace=workspace, contact=OuterRef("contact"), answered_at__gte=OuterRef("asked_at")
    )
    told = told_by._default_manager.filter(workspace=workspace, invitation=OuterRef("pk"))
    asks = Invitation.objects.filter(
        ~Exists(answered),
        ~Exists(told),
        workspace=workspace,
        decision=INVITED,
        asked_at__gt=since,
        asked_at__lte=until,
        contact__archived_at=None,
        contact__account__archived_at=None,
        contact__account__isnull=False,
        version__survey__is_anonymous=False,
    )
    is_key = Q(contact__role=DECISION_MAKER)
    if settings.key_property:
        asks = asks.annotate(key=KeyTransform(settings.key_property, "contact__properties"))
        is_key |= Q(key=True)
    found = list(asks.filter(is_key).select_related("contact__account__owner__user", "contact__account__team"))
    stopped = suppressions_of(workspace, addresses=[each.contact.email for each in found if each.contact])
    return [each for each in found if each.contact and each.contact.email not in stopped]


def members_to_tell(account: Account) -> list[Member]:
    """Return who is told of an account: its owner, else the managers of its team, else those of the workspace."""
    if account.owner is not None and account.owner.user.is_active:
        return [account.owner]
    run = Member.objects.filter(
        workspace_id=account.workspace_id, role__in=(MANAGER, OWNER), user__is_active=True
    ).order_by("pk")
    of_team = list(run.filter(teams=account.team_id)) if account.team_id else []
    return of_team or list(run.filter(role=MANAGER)) or list(run)


def members_with_due_alerts(workspace: Workspace, *, day: date, now: datetime) -> Sequence[int]:
    """Return the members who are to be told something and had no mail on this day."""
    told = SilenceAlert.objects.filter(workspace=workspace, member=OuterRef("member"), day=day).exclude(state=DUE)
    due = SilenceAlert.objects.filter(~Exists(told), workspace=workspace, state=DUE, due_at__lte=now)
    return list(due.order_by().values_list("member_id", flat=True).distinct())


def alerts_in(message_id: str) -> QuerySet[SilenceAlert]:
    """Return what one mail tells of, those silent for longest first."""
    alerts = SilenceAlert.objects.filter(message_id=message_id, invitation__contact__isnull=False).order_by(
        "invitation__asked_at", "pk"
    )
    return alerts.annotate(asked_at=F("invitation__asked_at")).select_related("invitation__contact__account")
