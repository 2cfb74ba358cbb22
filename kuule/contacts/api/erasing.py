"""Forgetting a person by API."""

from http import HTTPStatus

from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.contacts.api.people import contact_asked
from kuule.contacts.api.router import router
from kuule.contacts.api.schemas import ErasedOut
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person
from kuule.lib.problems import ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.rules import Refused


@router.delete("/contacts/{int:contact_id}", response=ErasedOut, summary="Erase a person", tags=["contacts"])
@endpoint("contacts:erase")
def erase_contact(request: KeyRequest, contact_id: int) -> ErasedOut:
    """Forget a person for good. Their scores stay, without them; a stop stays as a keyed hash of the address."""
    contact = contact_asked(request, contact_id)
    try:
        tombstone = erase_person(contact=contact, actor=request.actor, now=timezone.now(), reason=ASKED_FOR)
    except Refused as refused:
        detail = _("An import or export is under way that may hold this person. Try again when it is done.")
        raise ProblemError(HTTPStatus.CONFLICT, "files-in-use", detail) from refused
    return ErasedOut(contact=contact_id, erased_at=tombstone.erased_at)
