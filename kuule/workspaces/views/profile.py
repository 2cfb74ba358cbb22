"""What a person can change about themselves."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.workspaces.auth import PersonRequest
from kuule.workspaces.forms.people import ProfileForm
from kuule.workspaces.services import change_profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name and language."""
    user = cast("PersonRequest", request).user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        change_profile(user=user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "workspaces/profile.html", {"form": form})
