"""The phrases that make a comment urgent."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.insight.forms.themes import PhraseForm
from kuule.insight.rules.themes import URGENCIES
from kuule.insight.selectors.urgency import PhraseList
from kuule.insight.selectors.urgent_phrases import phrase_list, phrase_lists
from kuule.insight.services.themes import reset_urgent_phrases, set_urgent_phrases
from kuule.insight.views.theme_editing import METHODS, posted, status_of
from kuule.insight.views.theme_words import theme_refusal
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_comments")
@require_safe
def urgent_phrases(request: MemberRequest) -> HttpResponse:
    """Show which phrases are looked for."""
    found = phrase_lists(request.workspace)
    kinds = [(kind, [each for each in found if each.kind == kind]) for kind in URGENCIES]
    return render(request, "insight/urgent_phrases.html", {"kinds": kinds})


@member_page("change_themes")
@require_http_methods(METHODS)
def urgent_phrases_edit(request: MemberRequest, urgency: str, language: str) -> HttpResponse:
    """Change the phrases of one kind in one language."""
    known = _known(request, urgency, language)
    form = PhraseForm(posted(request), initial={"phrases": list(known.phrases)})
    if form.is_bound and form.is_valid():
        try:
            set_urgent_phrases(
                workspace=request.workspace,
                kind=urgency,
                language=language,
                phrases=form.cleaned_data["phrases"],
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("phrases", theme_refusal(refused))
        else:
            messages.success(request, _("These phrases are looked for now. All comments are being read again."))
            return redirect("urgent_phrases", request.workspace.slug)
    context = {"form": form, "known": known}
    return render(request, "insight/urgent_phrases_edit.html", context, status=status_of(form))


@member_page("change_themes")
@require_POST
def urgent_phrases_reset(request: MemberRequest, urgency: str, language: str) -> HttpResponse:
    """Go back to the phrases that Kuule brings."""
    known = _known(request, urgency, language)
    reset_urgent_phrases(
        workspace=request.workspace, kind=known.kind, language=known.language, actor=request.actor, now=timezone.now()
    )
    messages.success(request, _("Kuule’s own phrases are back. All comments are being read again."))
    return redirect("urgent_phrases", request.workspace.slug)


def _known(request: MemberRequest, urgency: str, language: str) -> PhraseList:
    found = phrase_list(request.workspace, kind=urgency, language=language)
    if found is None:
        raise Http404
    return found
