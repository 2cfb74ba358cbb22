"""Which properties the people and accounts of a workspace have."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.forms.definitions import DefinitionForm
from kuule.contacts.selectors import definitions
from kuule.contacts.services import define_property
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people", change="change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def property_list(request: MemberRequest) -> HttpResponse:
    """List the properties, and define another."""
    form = DefinitionForm(request.POST) if request.method == "POST" else DefinitionForm()
    if form.is_valid():
        try:
            made = define_property(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.facts)
        except ValidationError:
            form.add_error("label", _("There is already a property with this name and another type."))
        else:
            messages.success(request, _("%(property)s can be filled in now.") % {"property": made})
            return redirect("property_list", request.workspace.slug)
    context = {"form": form, "definitions": definitions(request.workspace)}
    return render(request, "contacts/property_list.html", context)
