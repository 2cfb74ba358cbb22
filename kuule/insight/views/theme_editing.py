"""Making and changing themes, by plain forms."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.insight.forms.themes import BeginForm, SplitForm, ThemeForm
from kuule.insight.models import Theme
from kuule.insight.selectors.languages import languages_offered
from kuule.insight.selectors.themes import live_themes, theme_of
from kuule.insight.services.themes import (
    ThemeSettings,
    archive_theme,
    change_theme,
    make_theme,
    merge_themes,
    restore_theme,
    split_theme,
    start_from_set,
)
from kuule.insight.views.theme_words import theme_refusal
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Refused

METHODS = ["GET", "HEAD", "POST"]


@member_page("change_themes")
@require_POST
def theme_begin(request: MemberRequest) -> HttpResponse:
    """Add the themes of a set."""
    form = BeginForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["set"]
        try:
            made = start_from_set(workspace=request.workspace, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            messages.error(request, theme_refusal(refused))
        else:
            messages.success(request, _begun_words(len(made)))
    else:
        messages.error(request, _("Choose one of the sets."))
    return redirect("theme_list", request.workspace.slug)


@member_page("change_themes")
@require_http_methods(METHODS)
def theme_new(request: MemberRequest) -> HttpResponse:
    """Make a theme."""
    form = ThemeForm(posted(request), languages=languages_of_form(request.workspace))

    def make(settings: ThemeSettings) -> Theme:
        return make_theme(workspace=request.workspace, settings=settings, actor=request.actor, now=timezone.now())

    made = tried(form, make)
    if made:
        messages.success(request, _("The theme is made. Comments are being labelled with it."))
        return redirect("theme_page", request.workspace.slug, made.pk)
    return render(request, "insight/theme_edit.html", {"form": form}, status=status_of(form))


@member_page("change_themes")
@require_http_methods(METHODS)
def theme_edit(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Change names and words of a theme."""
    theme = _live(request, theme_id)
    known = ThemeSettings(names=theme.names, words=theme.words, is_praise=theme.is_praise)
    form = ThemeForm(posted(request), languages=languages_of_form(request.workspace), known=known)

    def change(settings: ThemeSettings) -> Theme:
        change_theme(theme=theme, settings=settings, actor=request.actor, now=timezone.now())
        return theme

    if tried(form, change):
        messages.success(request, _("The theme is changed."))
        return redirect("theme_page", request.workspace.slug, theme.pk)
    context = {"form": form, "theme": theme, "others": live_themes(request.workspace).exclude(pk=theme.pk)}
    return render(request, "insight/theme_edit.html", context, status=status_of(form))


@member_page("change_themes")
@require_http_methods(METHODS)
def theme_split(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Make a theme of its own of some words of another."""
    theme = _live(request, theme_id)
    form = SplitForm(posted(request), theme=theme, language=_first_language(theme))

    def split(off: ThemeSettings) -> Theme:
        return split_theme(theme=theme, off=off, actor=request.actor, now=timezone.now())

    made = tried(form, split)
    if made:
        messages.success(request, _("There are two themes now."))
        return redirect("theme_page", request.workspace.slug, made.pk)
    return render(request, "insight/theme_split.html", {"form": form, "theme": theme}, status=status_of(form))


@member_page("change_themes")
@require_POST
def theme_merge(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Give the labels and words of a theme to another."""
    theme = _live(request, theme_id)
    into = theme_of(request.workspace, theme_id=row_id(request.POST.get("into", "")) or 0)
    try:
        if into is None:
            raise Refused("same_theme")
        merge_themes(theme=theme, into=into, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, theme_refusal(refused))
        return redirect("theme_edit", request.workspace.slug, theme.pk)
    messages.success(request, _("The two are one theme now."))
    return redirect("theme_page", request.workspace.slug, into.pk)


@member_page("change_themes")
@require_POST
def theme_archive(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Put a theme away."""
    archive_theme(theme=_live(request, theme_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("The theme is archived and counts no more. You can bring it back."))
    return redirect("theme_list", request.workspace.slug)


@member_page("change_themes")
@require_POST
def theme_restore(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Bring a theme back."""
    theme = theme_of(request.workspace, theme_id=theme_id)
    if theme is None:
        raise Http404
    try:
        restore_theme(theme=theme, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, theme_refusal(refused))
    else:
        messages.success(request, _("The theme is back."))
    return redirect("theme_page", request.workspace.slug, theme.pk)


def languages_of_form(workspace: Workspace) -> list[str]:
    """Return the languages that a theme can be written in: those of the surveys first, then those of the interface."""
    spoken = languages_offered(workspace)
    first = [workspace.language] if workspace.language in spoken else []
    return list(dict.fromkeys((*first, *spoken, *(code for code, _name in django_settings.LANGUAGES))))


def posted(request: MemberRequest) -> Any:
    """Return what a form was sent with, None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def tried(form: Any, act: Callable[[ThemeSettings], Theme]) -> Theme | None:
    """Do what a form asks for; a refusal becomes its error, and None is returned."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return act(form.settings)
    except Refused as refused:
        form.add_error(None, theme_refusal(refused))
        return None


def status_of(form: forms.Form) -> HTTPStatus:
    """Return the status of a page with a form: 422 where it has to be mended."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _live(request: MemberRequest, theme_id: int) -> Theme:
    theme = theme_of(request.workspace, theme_id=theme_id)
    if theme is None or theme.archived_at:
        raise Http404
    return theme


def _first_language(theme: Theme) -> str:
    reading = get_language() or ""
    return reading if reading in theme.names else next(iter(theme.names))


def _begun_words(made: int) -> str:
    if not made:
        return _("These themes are all here already.")
    return _("The themes are here. Comments are being read now; what they are about appears as it is found.")
