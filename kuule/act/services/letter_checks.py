"""Looking once more, right before a letter is handed over, at whether it may go."""

from dataclasses import dataclass
from datetime import datetime

from kuule.act.models import Letter
from kuule.act.rules.letters import NO_REASON, NOT_A_PURPOSE, is_personal
from kuule.act.wordings import wording_for
from kuule.contacts.models import Contact
from kuule.contacts.selectors import suppression_of
from kuule.contacts.selectors.wishes import wishes_of_contact
from kuule.dispatch.rules import (
    ARCHIVED,
    NO_ADDRESS,
    NO_CONSENT,
    QUIET_HOURS,
    SWITCHED_OFF,
    QuietHours,
    next_moment,
)
from kuule.dispatch.selectors.people_to_ask import consenting
from kuule.dispatch.selectors.sending_times import zone_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import FOLLOW_UP, NOT_USED
from kuule.workspaces.selectors import purposes_of


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a letter does not go: never, or not before `until`."""

    reason: str
    until: datetime | None = None


def hindrance_of(letter: Letter, *, now: datetime) -> Hindrance | None:
    """Return why a letter does not go now, None where it does."""
    if letter.member is not None:
        reason = "" if letter.member.user.is_active else SWITCHED_OFF
    elif letter.contact is not None:
        reason = why_not_written_to(letter.workspace, contact=letter.contact)
    else:
        reason = NO_ADDRESS
    if reason:
        return Hindrance(reason)
    if not wording_for(letter.purpose).stands(letter):
        return Hindrance(NO_REASON)
    if letter.contact is None or is_personal(letter.purpose):
        return None
    until = _quiet_until(letter.workspace, letter.contact, now)
    return Hindrance(QUIET_HOURS, until) if until else None


def why_not_written_to(workspace: Workspace, *, contact: Contact) -> str:
    """Return why a customer must get no letter at all, as a code; "" where nothing is against it."""
    purpose = purposes_of(workspace)[FOLLOW_UP]
    if purpose.basis == NOT_USED:
        return NOT_A_PURPOSE
    if not contact.email:
        return NO_ADDRESS
    if contact.archived_at is not None:
        return ARCHIVED
    stop = suppression_of(workspace, address=contact.email)
    if stop is not None:
        return stop.reason
    agreed = consenting(workspace, contact_ids=[contact.pk], purpose=FOLLOW_UP)
    return NO_CONSENT if agreed is not None and contact.pk not in agreed else ""


def _quiet_until(workspace: Workspace, contact: Contact, now: datetime) -> datetime | None:
    wishes = wishes_of_contact(contact)
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    quiet = QuietHours(wishes.quiet_from, wishes.quiet_until)
    at = next_moment(now, zone_of(contact.timezone, workspace), quiet=quiet)
    return at if at is not None and at > now else None
