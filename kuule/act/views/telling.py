"""You said, we did: what those who raised it are told, who they are, and what everybody may read."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kuule.act.answers.after_telling import after_telling
from kuule.act.forms.telling import PublicForm, TellingForm
from kuule.act.models import Initiative
from kuule.act.selectors.telling import foreseen
from kuule.act.services.initiative_refusals import initiative_refusal
from kuule.act.services.telling import MAY_BE_TOLD, tell_those_who_raised_it, word_for_everybody, write_telling
from kuule.act.views.initiatives import initiative_shown
from kuule.economics.selectors.settings import money_settings
from kuule.insight.selectors.languages import languages_offered
from kuule.ui.formats import count
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

ON_A_PAGE = 100


@member_page("change_improvements")
@require_safe
def initiative_telling(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Show the texts, who is told and who is not and why, and what came of it."""
    return _shown(request, initiative_shown(request, initiative_id))


@member_page("change_improvements")
@require_POST
def initiative_telling_texts(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Keep the texts of the mail."""
    initiative = initiative_shown(request, initiative_id)
    form = TellingForm(request.POST, languages=_languages(request), initiative=initiative)
    if not form.is_valid():
        return _shown(request, initiative, telling_form=form)
    write_telling(initiative=initiative, texts=form.texts(), actor=request.actor, now=timezone.now())
    messages.success(request, _("The texts are kept. Nobody is told yet."))
    return redirect("initiative_telling", request.workspace.slug, initiative.pk)


@member_page("change_improvements")
@require_POST
def initiative_tell(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Let everybody who raised it be told."""
    initiative = initiative_shown(request, initiative_id)
    try:
        people = tell_those_who_raised_it(
            initiative=initiative, member=request.member, actor=request.actor, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, initiative_refusal(refused, currency=money_settings(request.workspace).currency))
    else:
        words = ngettext(
            "%(n)s person is looked at: who may be written to gets the mail in the next minutes.",
            "%(n)s people are looked at: who may be written to gets the mail in the next minutes.",
            people,
        )
        messages.success(request, words % {"n": count(people)})
    return redirect("initiative_telling", request.workspace.slug, initiative.pk)


@member_page("change_improvements")
@require_POST
def initiative_public(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Keep what everybody may read."""
    initiative = initiative_shown(request, initiative_id)
    form = PublicForm(request.POST, languages=_languages(request), initiative=initiative)
    if not form.is_valid():
        return _shown(request, initiative, public_form=form)
    try:
        word_for_everybody(
            initiative=initiative,
            said=form.words("said"),
            did=form.words("did"),
            is_public=form.cleaned_data["is_public"],
            actor=request.actor,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, initiative_refusal(refused, currency=money_settings(request.workspace).currency))
    else:
        messages.success(request, _("The public wording is kept."))
    return redirect("initiative_telling", request.workspace.slug, initiative.pk)


@member_page("change_improvements")
@require_safe
def initiative_telling_preview(request: MemberRequest, initiative_id: int, language: str) -> HttpResponse:
    """Show the mail in one language as somebody would read it."""
    initiative = initiative_shown(request, initiative_id)
    if language not in initiative.told:
        raise Http404
    context = {"initiative": initiative, "language": language, "text": initiative.told[language]}
    return render(request, "act/telling_preview.html", context)


def _languages(request: MemberRequest) -> list[str]:
    """Return the languages to write in: the company's first, then those that people can answer in."""
    return list(dict.fromkeys((request.workspace.language, *languages_offered(request.workspace))))


def _shown(request: MemberRequest, initiative: Initiative, **forms: Any) -> HttpResponse:
    languages, page = _languages(request), page_number(request)
    people = foreseen(initiative, now=timezone.now())
    context = {
        "initiative": initiative,
        "telling_form": TellingForm(languages=languages, initiative=initiative),
        "public_form": PublicForm(languages=languages, initiative=initiative),
        "people": people[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        "all": len(people),
        "to_tell": sum(each.is_told for each in people),
        "waiting": sum(each.is_waiting for each in people),
        "new": sum(each.telling is None for each in people),
        "others": sum(each.is_told and each.is_other_language for each in people),
        "after": after_telling(initiative, day=timezone.localdate()) if initiative.telling_began_at else None,
        "may_be_told": initiative.state in MAY_BE_TOLD,
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(people) > page * ON_A_PAGE else "",
        **forms,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK
    return render(request, "act/initiative_telling.html", context, status=status)
