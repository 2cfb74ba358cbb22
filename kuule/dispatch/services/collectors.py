"""Making and stopping ways to collect answers."""

import secrets
from datetime import datetime

from django.db import transaction

from kuule.contacts.models import Account
from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import COLLECTOR_KINDS, Settings, mint_public_token
from kuule.surveys.models import Survey
from kuule.surveys.services.gates import pass_gates
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

SECRET_BYTES = 24


@transaction.atomic
def open_collector(
    *,
    workspace: Workspace,
    survey: Survey,
    kind: str,
    name: str,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    member: Member | None = None,
    account: Account | None = None,
) -> Collector:
    """Open one more way to answer a survey.

    Raises Refused("anonymous") for an anonymous survey: where an answer came from is kept beside it, and would tell too
    much; GateClosed where not everybody may be asked yet. Raises ValueError for what belongs to another workspace, or
    for a personal kind without its member.
    """
    made = COLLECTOR_KINDS[kind]
    if any(each is not None and each.workspace_id != workspace.pk for each in (survey, member, account)):
        raise ValueError("Of another workspace.")
    if made.is_personal != (member is not None):
        raise ValueError("A member's own link has a member, nothing else has.")
    if survey.is_anonymous:
        raise Refused("anonymous")
    pass_gates(workspace)
    collector = Collector.objects.create(
        workspace=workspace,
        survey=survey,
        kind=kind,
        name=name,
        token=mint_public_token(),
        secret=secrets.token_urlsafe(SECRET_BYTES) if made.has_secret else "",
        member=member,
        account=account,
        settings=(settings or made.settings()).as_json(),
        created_by_id=actor.id if actor.kind == "user" else None,
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="collector_opened", subject=collector, now=now)
    return collector


@transaction.atomic
def change_collector(*, collector: Collector, name: str, settings: Settings, actor: Actor, now: datetime) -> None:
    """Call it otherwise, or set it otherwise; its address stays."""
    collector.name, collector.settings = name, settings.as_json()
    collector.save(update_fields=["name", "settings"])
    record(workspace=collector.workspace, actor=actor, act="collector_changed", subject=collector, now=now)


@transaction.atomic
def stop_collector(*, collector: Collector, actor: Actor, now: datetime) -> None:
    """Take no more answers here; those that were given stay. Twice is as good as once."""
    if Collector.objects.filter(pk=collector.pk, revoked_at=None).update(revoked_at=now):
        record(workspace=collector.workspace, actor=actor, act="collector_stopped", subject=collector, now=now)
