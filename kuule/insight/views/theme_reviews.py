"""Checking labels, one comment at a time: by keys, by buttons, and without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.rules.themes import RIGHT, WRONG
from kuule.insight.selectors.labels import label_of, labels_to_review, next_to_review, reading_of
from kuule.insight.selectors.theme_reviews import MOST_LABELS, labels_waiting, last_decision
from kuule.insight.selectors.themes import live_themes, theme_of
from kuule.insight.services.themes import add_label, decide_label, undo_decision
from kuule.insight.templatetags.insight import address
from kuule.insight.templatetags.themes import theme_name
from kuule.insight.views.asking import asking_context, read_query
from kuule.insight.views.theme_words import theme_refusal
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

PAGE = "theme_review"
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
    asked = read_query(request, PAGE, period=ALL_TIME)
    at = row_id(request.GET.get("at", "")) or 0
    done = _do(request, at) if request.method == "POST" else Done("", at)
    here = _address(request, asked.query, done.at)
    if request.method == "POST" and not request.htmx:
        messages.info(request, done.words)
        return redirect(here)
    context = _context(request, asked.query, done)
    if request.htmx:
        fragment = render(request, "insight/_review.html", context)
        fragment["HX-Replace-Url"] = here
        return fragment
    return render(request, "insight/theme_review.html", asking_context(request, asked) | context)


def _do(request: MemberRequest, at: int) -> Done:
    act = request.POST.get("act", "")
    try:
        if act == UNDO:
            return _undone(request, at)
        return Done(_added(request) if act == ADD else _decided(request, act), at)
    except Refused as refused:
        return Done(theme_refusal(refused), at)


def _decided(request: MemberRequest, act: str) -> str:
    label = label_of(request.workspace, label_id=row_id(request.POST.get("label", "")) or 0)
    if label is None:
        return _("This label is gone meanwhile.")
    decide_label(label=label, verdict=act, actor=request.actor, now=timezone.now(), member=request.member)
    words = _("Right: %(theme)s.") if act == RIGHT else _("Wrong: %(theme)s.")
    return words % {"theme": theme_name(label.theme)}


def _added(request: MemberRequest) -> str:
    reading = reading_of(request.workspace, response_id=row_id(request.POST.get("comment", "")) or 0)
    theme = theme_of(request.workspace, theme_id=row_id(request.POST.get("theme", "")) or 0)
    if reading is None or theme is None:
        return _("This comment or theme is gone meanwhile.")
    add_label(reading=reading, theme=theme, actor=request.actor, now=timezone.now(), member=request.member)
    return _("Added: %(theme)s.") % {"theme": theme_name(theme)}


def _undone(request: MemberRequest, at: int) -> Done:
    label = last_decision(request.workspace, member=request.member)
    if label is None:
        return Done(_("There is nothing to take back."), at)
    reading = reading_of(request.workspace, response_id=label.response_id)
    undo_decision(label=label, actor=request.actor, now=timezone.now())
    return Done(_("Taken back: %(theme)s.") % {"theme": theme_name(label.theme)}, reading.lot if reading else at)


def _context(request: MemberRequest, query: Query, done: Done) -> dict[str, Any]:
    theme = theme_of(request.workspace, theme_id=query.theme_id) if query.theme_id else None
    reading = next_to_review(query, theme=theme, after=done.at - 1 if done.at else None)
    labels = labels_to_review(reading) if reading else []
    lot = reading.lot if reading else done.at
    return {
        "reading": reading,
        "asked": _asked_about(labels, theme),
        "has": {label.theme_id for label in labels if label.verdict != WRONG},
        "said": done.words,
        "theme": theme,
        "themes": live_themes(request.workspace),
        "keys": KEYS,
        "waiting": labels_waiting(query, theme=theme),
        "most": MOST_LABELS,
        "can_undo": last_decision(request.workspace, member=request.member) is not None,
        "action": _address(request, query, lot),
        "skip_url": _address(request, query, lot + 1),
        "from_start_url": _address(request, query, 0) if done.at else "",
    }


def _asked_about(labels: Sequence[ThemeLabel], theme: Theme | None) -> ThemeLabel | None:
    open_labels = (label for label in labels if label.verdict is None)
    return next((label for label in open_labels if theme in (None, label.theme)), None)


def _address(request: MemberRequest, query: Query, at: int) -> str:
    return address(request.workspace.slug, PAGE, query, **({"at": at} if at else {}))
