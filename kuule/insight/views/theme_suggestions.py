"""Themes that Kuule found in comments: people take or dismiss them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.insight.forms.themes import ThemeForm
from kuule.insight.models import Theme, ThemeSuggestion
from kuule.insight.rules.themes import SEARCHING
from kuule.insight.rules.wording import LONGEST_EXAMPLE, MOST_EXAMPLES
from kuule.insight.selectors.theme_quotes import examples_of
from kuule.insight.selectors.themes import open_suggestions, suggestion_of
from kuule.insight.selectors.wording import wording_state
from kuule.insight.services.comments.wording import switch_wording_off, switch_wording_on
from kuule.insight.services.themes import ThemeSettings, dismiss_suggestion, look_for_themes, take_suggestion
from kuule.insight.views.comment_jobs import jobs_context
from kuule.insight.views.theme_editing import METHODS, languages_of_form, posted, status_of, tried
from kuule.jobs.rules import DONE
from kuule.jobs.selectors import newest_jobs
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_themes")
@require_safe
def suggestion_list(request: MemberRequest) -> HttpResponse:
    """Show what was found, each with comments that speak of it."""
    found = list(open_suggestions(request.workspace))
    examples = examples_of(request.workspace, suggestions=found)
    context = {
        "rows": [(each, examples[each.pk]) for each in found],
        "wording": wording_state(request.workspace),
        "sent": {"comments": MOST_EXAMPLES, "characters": LONGEST_EXAMPLE},
        "looked": newest_jobs(request.workspace, kinds=[SEARCHING]).filter(state=DONE).first(),
        **jobs_context(request),
    }
    return render(request, "insight/suggestion_list.html", context)


@member_page("change_themes")
@require_POST
def suggestion_look(request: MemberRequest) -> HttpResponse:
    """Have comments looked through for themes."""
    look_for_themes(workspace=request.workspace, actor=request.actor, now=timezone.now())
    messages.success(request, _("Kuule looks through the comments that no theme covers. What it finds appears here."))
    return redirect("suggestion_list", request.workspace.slug)


@member_page("change_workspace")
@require_POST
def suggestion_wording(request: MemberRequest) -> HttpResponse:
    """Let a language model name suggestions, or no longer."""
    agreed_host, now = request.POST.get("host", ""), timezone.now()
    if not agreed_host:
        switch_wording_off(workspace=request.workspace, actor=request.actor, now=now)
        messages.success(request, _("No comment is sent to a language model any more."))
        return redirect("suggestion_list", request.workspace.slug)
    try:
        switch_wording_on(workspace=request.workspace, host=agreed_host, actor=request.actor, now=now)
    except Refused:
        messages.error(request, _("The language model is at another address by now. Read once more where comments go."))
    else:
        messages.success(request, _("The language model names what is found from the next search on."))
    return redirect("suggestion_list", request.workspace.slug)


@member_page("change_themes")
@require_http_methods(METHODS)
def suggestion_take(request: MemberRequest, suggestion_id: int) -> HttpResponse:
    """Make a theme of a suggestion, once somebody has named it."""
    suggestion = _suggestion(request, suggestion_id)
    known = ThemeSettings(names=suggestion.names, words=suggestion.words, is_praise=suggestion.is_praise)
    form = ThemeForm(posted(request), languages=languages_of_form(request.workspace), known=known)

    def take(settings: ThemeSettings) -> Theme:
        return take_suggestion(suggestion=suggestion, actor=request.actor, now=timezone.now(), settings=settings)

    made = tried(form, take)
    if made:
        messages.success(request, _("The theme is made. Comments are being labelled with it."))
        return redirect("theme_page", request.workspace.slug, made.pk)
    context = {"form": form, "suggestion": suggestion}
    return render(request, "insight/theme_edit.html", context, status=status_of(form))


@member_page("change_themes")
@require_POST
def suggestion_dismiss(request: MemberRequest, suggestion_id: int) -> HttpResponse:
    """Say that a suggestion is no theme."""
    suggestion = _suggestion(request, suggestion_id)
    dismiss_suggestion(suggestion=suggestion, actor=request.actor, now=timezone.now())
    messages.success(request, _("It is not suggested again."))
    return redirect("suggestion_list", request.workspace.slug)


def _suggestion(request: MemberRequest, suggestion_id: int) -> ThemeSuggestion:
    found = suggestion_of(request.workspace, suggestion_id=suggestion_id)
    if found is None:
        raise Http404
    return found
