"""One huddle: its agenda, running it, and the sheet to take along."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuule.act.answers.agenda import Agenda, agenda_of
from kuule.act.answers.agenda_rows import AgendaRows, agenda_rows
from kuule.act.forms.huddles import ItemForm, SettleForm
from kuule.act.models import Huddle
from kuule.act.rules.huddles import RUNNING, fresh_since
from kuule.act.selectors.huddles import huddles_seen_by, items_of, items_seen_by, last_until, plans_seen_by
from kuule.act.services.huddles import finish_huddle, read_agenda, settle_item, start_huddle, tick_point, write_item
from kuule.insight.templatetags.themes import theme_name
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members

# The points of an agenda, in the order in which they are talked through.
POINTS = ("heard", "praise", "score", "cases", "promises")
REFUSALS = {
    "huddle_begun": gettext_lazy("This huddle began already."),
    "huddle_missed": gettext_lazy("The time of this huddle is over. Start the next one."),
    "huddle_not_running": gettext_lazy("This huddle does not run, so nothing more is written down in it."),
    "promise_unowned": gettext_lazy("A promise needs somebody and a day."),
    "item_settled": gettext_lazy("This was settled already."),
    "no_reason": gettext_lazy("Say why it is dropped: the team reads it next time."),
}


@member_page("see_huddles")
@require_safe
def huddle_page(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Show the agenda: as it is now before the huddle, as it was kept from the start on."""
    huddle = _huddle(request, huddle_id)
    return render(request, "act/huddle.html", _context(request, huddle, None))


@member_page("see_huddles")
@require_safe
def huddle_sheet(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Show the agenda on one sheet of paper."""
    huddle = _huddle(request, huddle_id)
    context = {"huddle": huddle, "shown": _shown(huddle), "items": items_of(huddle), "today": timezone.localdate()}
    return render(request, "act/huddle_sheet.html", context)


@member_page("run_huddles")
@require_POST
def huddle_start(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Begin a huddle."""
    huddle = _huddle(request, huddle_id)
    return _act(request, huddle, start_huddle, member=request.member, actor=request.actor, now=timezone.now())


@member_page("run_huddles")
@require_POST
def huddle_tick(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Tick a point off, or on again."""
    huddle, point = _huddle(request, huddle_id), request.POST.get("point", "")
    if point not in POINTS:
        return redirect("huddle_page", request.workspace.slug, huddle.pk)
    return _act(request, huddle, tick_point, point=point, is_done=point not in huddle.ticked, anchor=point)


@member_page("run_huddles")
@require_POST
def huddle_item_write(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Write down a decision, a promise or what is handed on."""
    huddle = _huddle(request, huddle_id)
    shown = _shown(huddle)
    form = _item_form(request, shown)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "act/huddle.html", _context(request, huddle, form, shown), status=status)
    return _act(
        request,
        huddle,
        write_item,
        item=form.item,
        member=request.member,
        actor=request.actor,
        now=timezone.now(),
        anchor="written",
    )


@member_page("run_huddles")
@require_POST
def huddle_finish(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """End a huddle."""
    return _act(request, _huddle(request, huddle_id), finish_huddle, actor=request.actor, now=timezone.now())


@member_page("see_huddles")
@require_POST
def huddle_read(request: MemberRequest, huddle_id: int) -> HttpResponse:
    """Keep that a member opened the agenda: the page says so by itself."""
    read_agenda(huddle=_huddle(request, huddle_id), member=request.member, now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@member_page("see_huddles", change="run_huddles")
@require_POST
def huddle_item_settle(request: MemberRequest, promise_id: int) -> HttpResponse:
    """Say that a promise was kept, or is dropped and why."""
    item = get_object_or_404(items_seen_by(request.member), pk=promise_id)
    form = SettleForm(request.POST)
    if form.is_valid():
        is_done, reason = form.cleaned_data["outcome"] == "done", form.cleaned_data["reason"]
        try:
            settle_item(item=item, is_done=is_done, reason=reason, actor=request.actor, now=timezone.now())
        except Refused as refused:
            messages.error(request, REFUSALS[refused.code])
        else:
            messages.success(request, _("Kept. Thank you.") if is_done else _("It is dropped."))
    # Whoever promised something in the huddle of another team does not see that team.
    is_seen = plans_seen_by(request.member).filter(pk=item.huddle.plan_id).exists()
    if request.POST.get("next") == "initiatives" and request.may("see_improvements"):
        return redirect("initiative_list", request.workspace.slug)
    if request.POST.get("next") == "today" or not is_seen:
        return redirect("today", request.workspace.slug)
    return redirect("huddle_plan", request.workspace.slug, item.huddle.plan_id)


def _context(
    request: MemberRequest, huddle: Huddle, form: ItemForm | None, shown: AgendaRows | None = None
) -> dict[str, Any]:
    shown = shown or _shown(huddle)
    can_write = huddle.state == RUNNING and request.may("run_huddles")
    return {
        "huddle": huddle,
        "shown": shown,
        "items": items_of(huddle),
        "form": form or (_item_form(request, shown) if can_write else None),
        "today": timezone.localdate(),
        "can_write": can_write,
    }


def _item_form(request: MemberRequest, shown: AgendaRows) -> ItemForm:
    return ItemForm(
        request.POST if request.method == "POST" else None,
        owners=_owners(request),
        cases=[row.case for row in shown.cases],
        themes=[(row.theme.pk, theme_name(row.theme)) for row in shown.heard if row.theme is not None],
    )


def _owners(request: MemberRequest) -> list[Member]:
    # Also members of other teams: a hand-over leaves the room.
    return list(members(request.workspace).filter(user__is_active=True).prefetch_related(None))


def _shown(huddle: Huddle) -> AgendaRows:
    now = timezone.now()
    if huddle.agenda:
        agenda = Agenda.from_kept(huddle.agenda)
    else:
        agenda = agenda_of(huddle.plan, since=fresh_since(last=last_until(huddle.plan), now=now), now=now)
    return agenda_rows(huddle.workspace, agenda)


def _act(
    request: MemberRequest, huddle: Huddle, act: Callable[..., object], *, anchor: str = "", **given: Any
) -> HttpResponse:
    try:
        act(huddle=huddle, **given)
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    there = redirect("huddle_page", request.workspace.slug, huddle.pk)
    if anchor:
        there["Location"] += f"#{anchor}"
    return there


def _huddle(request: MemberRequest, huddle_id: int) -> Huddle:
    return get_object_or_404(huddles_seen_by(request.member), pk=huddle_id)
