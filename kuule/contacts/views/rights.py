"""The rights of a person: a copy of what is known, and to be forgotten."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.selectors import contact_of, suppression_of_person
from kuule.contacts.services.persons import erase_person, person_file
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("erase_people")
@require_POST
def contact_export(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Hand out all that is known of a person, as a file."""
    contact = _contact(request, contact_id)
    content = person_file(contact=contact, actor=request.actor, now=timezone.now())
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="person-{contact.pk}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@member_page("erase_people")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_erase(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Say plainly what goes and what stays, and erase a person who wants to be forgotten."""
    contact = _contact(request, contact_id)
    if request.method == "POST":
        try:
            erase_person(contact=contact, actor=request.actor, now=timezone.now(), reason=ASKED_FOR)
        except Refused:
            text = _(
                "An import or export is under way, and its file may hold this person. Let it end or cancel it first."
            )
            messages.error(request, text)
            return redirect("contact_erase", request.workspace.slug, contact_id)
        messages.success(request, _("The person is erased."))
        return redirect("contact_list", request.workspace.slug)
    is_stopped = suppression_of_person(contact) is not None
    return render(request, "contacts/contact_erase.html", {"contact": contact, "is_stopped": is_stopped})


def _contact(request: MemberRequest, contact_id: int) -> Contact:
    contact = contact_of(request.workspace, contact_id=contact_id)
    if contact is None:
        raise Http404
    return contact
