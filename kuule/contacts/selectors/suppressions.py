"""Who must not be written to."""

import hashlib
import hmac
from collections.abc import Iterable

from kuule.contacts.models import Suppression
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


def suppression_of(workspace: Workspace, *, address: str) -> Suppression | None:
    """Return the suppression in force for an address, with its reason and date, or None."""
    if not address:
        return None
    digest = address_hash(workspace, address=address)
    return Suppression.objects.filter(workspace=workspace, address_hash=digest, lifted_at=None).first()
