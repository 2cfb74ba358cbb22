"""Asking people again and again: who joins and leaves, and the programme that asks them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuule.connect.models import Autopilot, Membership, Project
from kuule.connect.selectors.autopilot import autopilot_of, membership_of
from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.wishes import SMS
from kuule.dispatch.models import Programme
from kuule.dispatch.services import change_programme, create_programme
from kuule.dispatch.services.panels import keep_panel
from kuule.dispatch.services.persons import NOBODY
from kuule.dispatch.services.single_asks import take_asks_back
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record


@transaction.atomic
def join_autopilot(
    *, project: Project, platform: str, contact: Contact, properties: Mapping[str, Any], actor: Actor, now: datetime
) -> Membership:
    """Ask a person again and again. Who is a member already stays one, with these properties instead."""
    autopilot = _autopilot(project, platform, actor, now)
    member, is_new = Membership.objects.update_or_create(
        autopilot=autopilot,
        contact=contact,
        defaults={"properties": dict(properties), "updated_at": now},
        create_defaults={
            "workspace": project.workspace,
            "properties": dict(properties),
            "created_at": now,
            "updated_at": now,
        },
    )
    if is_new:
        Autopilot.objects.filter(pk=autopilot.pk).update(has_news=True)
        record(workspace=project.workspace, actor=actor, act="autopilot_joined", subject=contact, now=now)
    return member


@transaction.atomic
def leave_autopilot(*, project: Project, platform: str, contact: Contact, actor: Actor, now: datetime) -> bool:
    """Ask a person no more by themselves; what waits is taken back. Return False for somebody who is no member."""
    member = membership_of(project, platform, contact)
    if member is None:
        return False
    autopilot = member.autopilot
    member.delete()
    Autopilot.objects.filter(pk=autopilot.pk).update(has_news=True)
    take_asks_back(survey=project.survey, contact=contact, actor=actor, now=now, programme=autopilot.programme)
    record(workspace=project.workspace, actor=actor, act="autopilot_left", subject=contact, now=now)
    return True


@transaction.atomic
def bring_panel_up_to_date(*, autopilot: Autopilot, now: datetime) -> int:
    """Let the programme of an autopilot ask its members and nobody else. Returns how many they are."""
    locked = Autopilot.objects.select_for_update(of=("self",)).select_related("programme").get(pk=autopilot.pk)
    ids = tuple(Membership.objects.filter(autopilot=locked).order_by("pk").values_list("contact_id", flat=True))
    audience = ContactFilter(ids=ids) if ids else ContactFilter(search=NOBODY)
    change_programme(programme=locked.programme, actor=SYSTEM, now=now, audience=audience.as_json())
    keep_panel(programme=locked.programme, now=now)
    Autopilot.objects.filter(pk=locked.pk).update(has_news=False)
    return len(ids)


def _autopilot(project: Project, platform: str, actor: Actor, now: datetime) -> Autopilot:
    # Two who join first at once share one programme.
    Workspace.objects.select_for_update(no_key=True).get(pk=project.workspace_id)
    known = autopilot_of(project, platform)
    if known is not None:
        return known
    programme = _programme(project, platform, actor, now)
    return Autopilot.objects.create(
        workspace=project.workspace, project=project, platform=platform, programme=programme, updated_at=now
    )


def _programme(project: Project, platform: str, actor: Actor, now: datetime) -> Programme:
    with translation.override(project.workspace.language):
        name = _("Autopilot by text message") if platform == SMS else _("Autopilot by e-mail")
    return create_programme(
        workspace=project.workspace,
        survey=project.survey,
        name=name,
        actor=actor,
        now=now,
        audience=ContactFilter(search=NOBODY).as_json(),
        channels=[platform],
        first_after_days=0,
    )
