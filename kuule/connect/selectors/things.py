"""What webhooks tell of: the very objects that the API gives, as far as the address may see them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from ninja import Schema
from ninja.responses import NinjaJSONEncoder

from kuule.act.api.case_shapes import case_out
from kuule.act.api.initiatives import initiative_whole
from kuule.act.models import CaseEvent, Initiative
from kuule.act.rules import ESCALATED, MERGED, REMINDED
from kuule.act.rules.initiatives import DONE
from kuule.act.selectors.desk import case_for_program
from kuule.connect.rules.events import CASE, INITIATIVE, INVITATION, RESPONSE, Life
from kuule.contacts.api.people import contact_out
from kuule.contacts.models import Contact, Suppression
from kuule.dispatch.api.invitations import invitation_out
from kuule.dispatch.rules import HELD_BACK
from kuule.dispatch.selectors.invitations import invitation_told
from kuule.responses.api.reading import response_out
from kuule.responses.selectors.told import answer_told
from kuule.workspaces.auth import Reader
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import PERSONAL


@dataclass(frozen=True, slots=True)
class Audience:
    """Whoever hears what is sent to an address; a reader as the shapes of the API want one."""

    workspace: Workspace
    is_personal: bool

    def may(self, scope: str) -> bool:
        """Tell whether it may see what this scope opens."""
        return self.is_personal and scope == PERSONAL


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be told of: since when it is there, when it changed last, since when it is over.

    `is_old_news` is one that came with a file of the past; `shown` returns it as a reader may see it.
    """

    about: str
    began_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    contact: Contact | None
    shown: Callable[[Reader], Schema]
    is_old_news: bool = False


Finder = Callable[[Workspace, int], Thing | None]


def _response(workspace: Workspace, row: int) -> Thing | None:
    found = answer_told(workspace, response_id=row)
    if found is None:
        return None
    is_old_news = found.import_job_id is not None and found.changed_at is None
    return Thing(
        f"response {row}",
        found.answered_at,
        found.changed_at or found.answered_at,
        None,
        found.contact,
        lambda reader: response_out(reader, found),
        is_old_news,
    )


def _invitation(workspace: Workspace, row: int) -> Thing | None:
    found = invitation_told(workspace, invitation_id=row)
    if found is None:
        return None
    ended_at = found.decided_at if found.decision == HELD_BACK else None
    return Thing(
        f"invitation {row}",
        found.decided_at,
        found.decided_at,
        ended_at,
        found.contact,
        lambda reader: invitation_out(reader, found),
    )


def _case(workspace: Workspace, row: int) -> Thing | None:
    found = case_for_program(workspace, case_id=row)
    if found is None:
        return None
    # One that was merged is looked after in another.
    ended_at = found.closed_at or (found.opened_at if found.state == MERGED else None)
    # Reminders are between us and our own people.
    changes = CaseEvent.objects.filter(case=found).exclude(kind__in=(REMINDED, ESCALATED))
    changed_at = changes.aggregate(last=Max("at"))["last"] or found.opened_at
    return Thing(
        f"case {row}", found.opened_at, changed_at, ended_at, found.contact, lambda reader: case_out(reader, found)
    )


def _initiative(workspace: Workspace, row: int) -> Thing | None:
    parts = ("owner__user", "sponsor__user", "treatment")
    found = Initiative.objects.filter(workspace=workspace, pk=row).select_related(*parts).first()
    if found is None:
        return None
    ended_at = found.done_at if found.state == DONE else None
    return Thing(
        f"initiative {row}",
        found.proposed_at,
        found.state_since,
        ended_at,
        None,
        lambda reader: initiative_whole(reader, found),
    )


# How each kind of thing lives, and how it is found.
FINDERS: Mapping[Life, Finder] = {RESPONSE: _response, INVITATION: _invitation, CASE: _case, INITIATIVE: _initiative}


def stop_told(stop: Suppression, contact: Contact, reader: Reader) -> dict[str, Any]:
    """Return what is told of somebody who is not written to any more: why, and who."""
    return {"reason": stop.reason, "contact": as_json(contact_out(reader, contact))}


def as_json(shape: Schema) -> dict[str, Any]:
    """Return a shape as the API writes it, to the last digit of a moment."""
    written: dict[str, Any] = json.loads(json.dumps(shape.model_dump(), cls=NinjaJSONEncoder))
    return written
