"""What a page of value says of figures that a worker counts: as of when they are, or that they are being counted."""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kuule.economics.models import KeptFigures
from kuule.economics.selectors.kinds import accounts_total
from kuule.economics.services.counting import NotCountedYetError
from kuule.economics.services.kept import count_again
from kuule.workspaces.auth import MemberRequest, member_page

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]

# What the page that counts asks to be replaced.
FRAGMENT = "figures-counting"


def waits_for_figures(view: View[P]) -> Callable[..., HttpResponse]:
    """Let a page whose figures were never counted say that they are being counted, and come by itself when they are."""

    @functools.wraps(view)
    def waiting(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotCountedYetError as waited:
            return _counting(request, waited.kept)
        return HttpResponse(headers={"HX-Refresh": "true"}) if _is_looking_again(request) else response

    return waiting


@member_page("see_value")
@require_POST
def figures_again(request: MemberRequest, figures_id: int) -> HttpResponse:
    """Have the figures of a page counted again, and go back to it."""
    kept = get_object_or_404(KeptFigures, workspace=request.workspace, pk=figures_id)
    count_again(kept=kept, actor=request.actor, now=timezone.now())
    page = request.POST.get("page", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return redirect(page if is_ours else reverse("executive", args=[request.workspace.slug]))


def _counting(request: MemberRequest, kept: KeptFigures) -> HttpResponse:
    is_read = request.method in ("GET", "HEAD")
    context = {
        "kept": kept,
        "customers": accounts_total(request.workspace),
        "seconds": max(0, int((timezone.now() - kept.asked_at).total_seconds())),
        # A form whose figures are not there yet leads to the page that waits for the same figures.
        "address": request.get_full_path() if is_read else reverse("executive", args=[request.workspace.slug]),
        "fragment": FRAGMENT,
    }
    template = "economics/_counting.html" if _is_looking_again(request) else "economics/counting.html"
    return render(request, template, context, status=HTTPStatus.ACCEPTED)


def _is_looking_again(request: MemberRequest) -> bool:
    return request.headers.get("HX-Target") == FRAGMENT
