"""People: the list, one of them, and what can be done to one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.contacts.forms.filters import ContactFilterForm
from kuule.contacts.forms.people import ContactForm
from kuule.contacts.models import Contact
from kuule.contacts.rules import BY_HAND
from kuule.contacts.selectors import (
    contact_of,
    contacts_counted,
    contacts_matching,
    definitions,
    suppression_of_person,
    suppressions_of,
)
from kuule.contacts.selectors.people import archived_contacts
from kuule.contacts.selectors.wishes import wishes_of_contact
from kuule.contacts.services import (
    add_contact,
    archive_contact,
    bring_back_contact,
    change_contact,
    lift_suppression,
    suppress,
)
from kuule.contacts.views.lists import account_names, filter_context, list_page, page_context
from kuule.contacts.views.properties import shown_properties
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people")
@require_safe
def contact_list(request: MemberRequest) -> HttpResponse:
    """List the people of the workspace, filtered by what the address asks for."""
    form = ContactFilterForm(request.GET, workspace=request.workspace)
    context = {
        "accounts": account_names(request.workspace),
        "has_archived": archived_contacts(request.workspace).exists(),
    }
    if form.is_valid():
        found = contacts_matching(request.workspace, filter=form.asked).select_related("account")
        page = list_page(request, found)
        context |= page_context(request, page) | {
            "total": contacts_counted(request.workspace, filter=form.asked),
            "stopped": suppressions_of(request.workspace, addresses=[contact.email for contact in page.rows]),
        }
    return render(request, "contacts/contact_list.html", context | filter_context(request, form))


@member_page("see_people")
@require_safe
def contact_archived(request: MemberRequest) -> HttpResponse:
    """List the people who were put away."""
    words = {"heading": _("Archived people"), "list_name": _("People"), "page_name": "contact_page"}
    context = page_context(request, list_page(request, archived_contacts(request.workspace))) | words
    context["list_url"] = reverse("contact_list", args=[request.workspace.slug])
    return render(request, "contacts/archived_list.html", context)


@member_page("see_people")
@require_safe
def contact_page(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Show what is known of a person, and whether they may be asked."""
    contact = _contact(request, contact_id)
    account = contact.account
    of_contact = definitions(request.workspace, of="contact")
    of_account = definitions(request.workspace, of="account")
    context = {
        "contact": contact,
        "suppression": suppression_of_person(contact),
        "wishes": wishes_of_contact(contact),
        "has_address": bool(_address(contact)),
        "properties": shown_properties(contact.properties, of_contact),
        "account_properties": shown_properties(account.properties, of_account) if account else [],
    }
    return render(request, "contacts/contact_page.html", context)


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: MemberRequest) -> HttpResponse:
    """Add a person."""
    account = request.GET.get("account", "")
    form = ContactForm(request.POST or None, workspace=request.workspace, account=account)
    if form.is_valid():
        try:
            contact = add_contact(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(person)s is on the list.") % {"person": contact})
            return redirect("contact_page", request.workspace.slug, contact.pk)
    context = {"form": form, "accounts": account_names(request.workspace)}
    return render(request, "contacts/contact_new.html", context)


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Change what is known of a person."""
    contact = _contact(request, contact_id)
    form = ContactForm(request.POST or None, workspace=request.workspace, contact=contact)
    if form.is_valid():
        try:
            change_contact(contact=contact, actor=request.actor, now=timezone.now(), **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("contact_page", request.workspace.slug, contact_id)
    context = {"form": form, "contact": _contact(request, contact_id), "accounts": account_names(request.workspace)}
    return render(request, "contacts/contact_edit.html", context)


@member_page("change_people")
@require_POST
def contact_stop(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Send a person no more surveys."""
    contact = _contact(request, contact_id)
    if address := _address(contact):
        suppress(
            workspace=request.workspace,
            address=address,
            reason=BY_HAND,
            actor=request.actor,
            now=timezone.now(),
            contact=contact,
        )
        messages.success(request, _("%(person)s is not asked any more.") % {"person": contact})
    else:
        messages.error(request, _("Without an e-mail address or a number there is nothing to stop."))
    return redirect("contact_page", request.workspace.slug, contact_id)


@member_page("change_people")
@require_POST
def contact_resume(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Let a person be asked again."""
    contact = _contact(request, contact_id)
    for address in filter(None, (contact.email, contact.phone)):
        lift_suppression(workspace=request.workspace, address=address, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(person)s may be asked again.") % {"person": contact})
    return redirect("contact_page", request.workspace.slug, contact_id)


@member_page("change_people")
@require_POST
def contact_archive(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Put a person away."""
    contact = _contact(request, contact_id)
    archive_contact(contact=contact, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(person)s is archived.") % {"person": contact})
    return redirect("contact_page", request.workspace.slug, contact_id)


@member_page("change_people")
@require_POST
def contact_bring_back(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Take a person out of the archive."""
    contact = _contact(request, contact_id)
    bring_back_contact(contact=contact, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(person)s is back on the list.") % {"person": contact})
    return redirect("contact_page", request.workspace.slug, contact_id)


def _contact(request: MemberRequest, contact_id: int) -> Contact:
    contact = contact_of(request.workspace, contact_id=contact_id)
    if contact is None:
        raise Http404
    return contact


def _address(contact: Contact) -> str:
    """Return by what a person is kept from being asked: their address, else their number with its country."""
    return contact.email or (contact.phone if contact.phone.startswith("+") else "")
