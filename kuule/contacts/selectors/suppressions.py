"""Who must not be written to."""

import hashlib
import hmac
from collections.abc import Iterable

from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import BOUNCED
from kuule.contacts.rules.keys import address_key
from kuule.workspaces.models import Workspace


def address_hash(workspace: Workspace, *, address: str) -> str:
    """Return the HMAC-SHA256 of a lower-cased address under the workspace's key, in hex: what is kept of it."""
    return hmac.new(bytes(workspace.hash_key), address_key(address).encode(), hashlib.sha256).hexdigest()


def suppressions_of(workspace: Workspace, *, addresses: Iterable[str]) -> dict[str, str]:
    """Return the addresses among these that must not be written to, each with the reason, in one query."""
    hashes = {address: address_hash(workspace, address=address) for address in addresses if address}
    live = Suppression.objects.filter(workspace=workspace, address_hash__in=set(hashes.values()), lifted_at=None)
    reasons = dict(live.values_list("address_hash", "reason"))
    return {address: reasons[digest] for address, digest in hashes.items() if digest in reasons}


def suppression_of_person(contact: Contact) -> Suppression | None:
    """Return why a person is not written to: by their address, else by their number; None where nothing is against it.

    What they said holds everywhere and goes first. What only did not work counts where nothing else is left to use.
    """
    workspace = contact.workspace
    addresses = [each for each in (contact.email, contact.phone if contact.phone.startswith("+") else "") if each]
    found = [each for address in addresses if (each := suppression_of(workspace, address=address))]
    said = next((each for each in found if each.reason != BOUNCED), None)
    return said or (found[0] if found and len(found) == len(addresses) else None)


def suppression_of(workspace: Workspace, *, address: str) -> Suppression | None:
    """Return the suppression in force for an address, with its reason and date, or None."""
    if not address:
        return None
    digest = address_hash(workspace, address=address)
    return Suppression.objects.filter(workspace=workspace, address_hash=digest, lifted_at=None).first()
