"""Looking labels over, one comment at a time: by keys, by buttons, and without a script."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.insight.models import Theme
from kuule.insight.rules.themes import RIGHT, WRONG
from kuule.insight.selectors.theme_reviews import (
    COUNT_CAP,
    label_of,
    labels_waiting,
    last_decision,
    next_to_review,
    reading_of,
)
from kuule.insight.selectors.themes import theme_of, themes_of
from kuule.insight.services.themes import add_label, decide_label, undo_decision
from kuule.insight.templatetags.themes import theme_name
from kuule.insight.views.theme_words import theme_refusal
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

ADD, UNDO = "add", "undo"
# As many themes as there are keys for.
KEYS = 9


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did, in words, and the lot of the comment to go on with."""

    words: str
    at: int


@member_page("change_themes")
@require_http_methods(["GET", "HEAD", "POST"])
def theme_review(request: MemberRequest) -> HttpResponse:
    """Show the next comment with its labels, and take what somebody says about them."""
    theme, at = _theme(request), row_id(request.GET.get("at", "")) or 0
    done = _do(request, at) if request.method == "POST" else Done("", at)
    address = _address(request, theme, done.at)
    if request.method == "POST" and not request.htmx:
        return redirect(address)
    context = _context(request, theme, done)
    template = "insight/_review.html" if request.htmx else "insight/theme_review.html"
    response = render(request, template, context)
    if request.htmx:
        response["HX-Replace-Url"] = address
    return response


def _do(request: MemberRequest, at: int) -> Done:
    act = request.POST.get("act", "")
    try:
        if act == UNDO:
            return _undone(request, at)
        if act == ADD:
            return _added(request, at)
        return _decided(request, act, at)
    except Refused as refused:
        return Done(theme_refusal(refused), at)


def _decided(request: MemberRequest, act: str, at: int) -> Done:
    label = label_of(request.workspace, label_id=row_id(request.POST.get("label", "")) or 0)
    if label is None:
        return Done(_("This label is gone meanwhile."), at)
    decide_label(label=label, verdict=act, actor=request.actor, now=timezone.now(), member=request.member)
    words = _("Right: %(theme)s.") if act == RIGHT else _("Wrong: %(theme)s.")
    return Done(words % {"theme": theme_name(label.theme)}, at)


def _added(request: MemberRequest, at: int) -> Done:
    reading = reading_of(request.workspace, response_id=row_id(request.POST.get("comment", "")) or 0)
    theme = theme_of(request.workspace, theme_id=row_id(request.POST.get("theme", "")) or 0)
    if reading is None or theme is None:
        return Done(_("This comment or theme is gone meanwhile."), at)
    add_label(reading=reading, theme=theme, actor=request.actor, now=timezone.now(), member=request.member)
    return Done(_("Added: %(theme)s.") % {"theme": theme_name(theme)}, at)


def _undone(request: MemberRequest, at: int) -> Done:
    label = last_decision(request.workspace, member=request.member)
    if label is None:
        return Done(_("There is nothing to take back."), at)
    reading = reading_of(request.workspace, response_id=label.response_id)
    undo_decision(label=label, actor=request.actor, now=timezone.now())
    return Done(_("Taken back: %(theme)s.") % {"theme": theme_name(label.theme)}, reading.lot if reading else at)


def _context(request: MemberRequest, theme: Theme | None, done: Done) -> dict[str, Any]:
    task = next_to_review(request.workspace, at=done.at, theme=theme)
    lot = task.reading.lot if task else done.at
    return {
        "task": task,
        "said": done.words,
        "theme": theme,
        "themes": themes_of(request.workspace),
        "keys": KEYS,
        "verdicts": (RIGHT, WRONG),
        "waiting": labels_waiting(request.workspace, theme=theme),
        "cap": COUNT_CAP,
        "can_undo": last_decision(request.workspace, member=request.member) is not None,
        "action": _address(request, theme, lot),
        "skip_url": _address(request, theme, lot + 1),
        "from_start_url": _address(request, theme, 0) if done.at else "",
    }


def _theme(request: MemberRequest) -> Theme | None:
    return theme_of(request.workspace, theme_id=row_id(request.GET.get("theme", "")) or 0)


def _address(request: MemberRequest, theme: Theme | None, at: int) -> str:
    asked = {"theme": theme.pk if theme else "", "at": at or ""}
    params = urlencode({name: value for name, value in asked.items() if value})
    return reverse("theme_review", args=[request.workspace.slug]) + (f"?{params}" if params else "")
