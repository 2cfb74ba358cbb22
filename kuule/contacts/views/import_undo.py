"""Undoing an import."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.importers import importer
from kuule.contacts.selectors.imports import is_undoable
from kuule.contacts.services import CONTACTS, NotUndoableError, undo_import
from kuule.contacts.views.imports import the_import
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: MemberRequest, import_id: int) -> HttpResponse:
    """Say what undoing an import will do, and do it when asked to."""
    job = the_import(request, import_id)
    if request.method == "POST":
        try:
            undo_import(job=job, actor=request.actor, now=timezone.now())
        except NotUndoableError:
            messages.error(request, _("This import cannot be undone any more."))
        return redirect("import_page", request.workspace.slug, job.pk)
    context = {
        "job": job,
        "importer": importer(job.kind),
        "can_undo": is_undoable(job, now=timezone.now()),
        "is_of_people": job.kind == CONTACTS,
    }
    return render(request, "contacts/import_undo.html", context)
