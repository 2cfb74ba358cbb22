"""The first visit to an installation: the first person and their company."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kuule.workspaces.auth import SIGN_IN_BACKEND
from kuule.workspaces.forms.first_visit import SetupForm
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.models import User
from kuule.workspaces.rules import OVERVIEW, Refused
from kuule.workspaces.selectors import is_set_up, opens_setup
from kuule.workspaces.services import set_up_installation

USUAL_TIMEZONE = "Europe/Helsinki"


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Show and take the form of the first visit, while the link is good and nobody can sign in yet."""
    now = timezone.now()
    if not opens_setup(token, now=now):
        return render(request, "workspaces/setup_closed.html", {"is_set_up": is_set_up()}, status=404)
    usual = {"timezone": USUAL_TIMEZONE, "language": (get_language() or "en").partition("-")[0]}
    form = SetupForm(request.POST or None, initial=usual)
    if form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "password_again"}
        try:
            workspace = set_up_installation(**fields, now=now)
        except Refused as refused:
            add_refusal(form, refused, "slug" if refused.code == "slug_taken" else None)
        else:
            login(request, User.objects.get(email=fields["email"]), backend=SIGN_IN_BACKEND)
            return redirect(OVERVIEW.format(slug=workspace.slug))
    return render(request, "workspaces/setup.html", {"form": form})
