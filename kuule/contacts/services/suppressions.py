"""Not writing to somebody any more, and writing again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import BOUNCED
from kuule.contacts.selectors import address_hash, suppression_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def suppress(
    *,
    workspace: Workspace,
    address: str,
    reason: str,
    actor: Actor,
    now: datetime,
    contact: Contact | None = None,
    by_reply: bool = False,
) -> Suppression:
    """Stop writing to an address or number. `reason` is one of `SUPPRESSION_REASONS`.

    `by_reply` says that they wrote so themselves, and may take it back the same way. An address that is suppressed
    already keeps its first reason and date; nothing is written then.
    """
    suppression, is_new = Suppression.objects.get_or_create(
        workspace=workspace,
        address_hash=address_hash(workspace, address=address),
        lifted_at=None,
        defaults={"reason": reason, "contact": contact, "created_at": now, "by_reply": by_reply or None},
    )
    if is_new:
        record(workspace=workspace, actor=actor, act="contact_suppressed", subject=suppression, now=now)
    return suppression


@transaction.atomic
def lift_suppression(*, workspace: Workspace, address: str, actor: Actor, now: datetime) -> bool:
    """Allow writing to an address again. Return False if nothing was in the way."""
    digest = address_hash(workspace, address=address)
    suppression = Suppression.objects.filter(workspace=workspace, address_hash=digest, lifted_at=None).first()
    if suppression is None:
        return False
    suppression.lifted_at = now
    suppression.save(update_fields=["lifted_at"])
    record(workspace=workspace, actor=actor, act="suppression_lifted", subject=suppression, now=now)
    return True


def carry_number(*, contact: Contact, old: str, actor: Actor, now: datetime) -> None:
    """Suppress the new number of somebody whose old one is not written to, unless it only did not work."""
    was = suppression_of(contact.workspace, address=old)
    if was is not None and was.reason != BOUNCED and contact.phone:
        suppress(
            workspace=contact.workspace,
            address=contact.phone,
            reason=was.reason,
            actor=actor,
            now=now,
            contact=contact,
            by_reply=bool(was.by_reply),
        )


def carry_suppressions(*, workspace: Workspace, moved: Mapping[int, str], actor: Actor, now: datetime) -> None:
    """Suppress the new addresses of people who do not want to be asked. `moved` is contact id → new address.

    Somebody who said stop keeps being left alone under a new address; a bounced address says nothing about the next.
    """
    live = Suppression.objects.filter(workspace=workspace, contact__in=moved, lifted_at=None).exclude(reason=BOUNCED)
    for suppression in live.select_related("contact"):
        if suppression.contact is not None and moved[suppression.contact.pk]:
            suppress(
                workspace=workspace,
                address=moved[suppression.contact.pk],
                reason=suppression.reason,
                actor=actor,
                now=now,
                contact=suppression.contact,
            )
