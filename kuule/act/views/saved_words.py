"""A member's own openings and passages for letters."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kuule.act.forms.letters import SavedWordsForm
from kuule.act.selectors.correspondence import saved_words_of
from kuule.act.services.correspondence import drop_words, save_words
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
REFUSALS = {"too_many": gettext_lazy("You have 100 already. Delete one first.")}


@member_page("work_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def saved_words(request: MemberRequest) -> HttpResponse:
    """List one's own saved words, and save more."""
    form = SavedWordsForm(request.POST if request.method == "POST" else None, initial={"language": LANGUAGES[0]})
    if form.is_bound and form.is_valid():
        try:
            save_words(member=request.member, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, REFUSALS.get(refused.code, gettext_lazy("Write a name and some words.")))
        else:
            messages.success(request, _("Saved. You find it beside each letter you write."))
            return redirect("saved_words", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "saved": saved_words_of(request.member)}
    return render(request, "act/saved_words.html", context, status=status)


@member_page("work_cases")
@require_POST
def saved_words_drop(request: MemberRequest, words_id: int) -> HttpResponse:
    """Delete saved words of one's own."""
    drop_words(saved=get_object_or_404(saved_words_of(request.member), pk=words_id), now=timezone.now())
    messages.success(request, _("Deleted. Letters that were written with it stay."))
    return redirect("saved_words", request.workspace.slug)
