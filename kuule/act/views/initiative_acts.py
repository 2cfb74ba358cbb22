"""Small acts on an initiative: taking it on, reviews, tasks, money spent, notes, pinned evidence."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.act.forms.initiative_moves import NoteForm, ReviewDayForm, ReviewForm, SpentForm, TaskForm
from kuule.act.models import Initiative, InitiativePin, InitiativeReview, InitiativeTask
from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services.initiative_parts import (
    add_task,
    finish_task,
    make_review,
    note_spending,
    pin_evidence,
    plan_review,
    unpin_evidence,
)
from kuule.act.services.initiative_refusals import initiative_refusal
from kuule.act.services.initiatives import accept_initiative, note_on_initiative
from kuule.act.views.initiatives import initiative_shown
from kuule.economics.selectors.settings import money_settings
from kuule.responses.models import Response
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_improvements")
@require_POST
def initiative_accept(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Take an initiative on by name: only its owner can."""
    initiative = initiative_shown(request, initiative_id)
    return _done(
        request,
        initiative,
        lambda: accept_initiative(
            initiative=initiative, member=request.member, actor=request.actor, now=timezone.now()
        ),
        said=_("You have taken it on."),
    )


@member_page("change_improvements")
@require_POST
def initiative_review_new(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Set a day on which somebody decides whether it goes on."""
    return _filled(request, initiative_id, ReviewDayForm(request.POST), plan_review, said=_("The review is set."))


@member_page("decide_improvements")
@require_POST
def initiative_review(request: MemberRequest, initiative_id: int, decision_id: int) -> HttpResponse:
    """Decide on the day of a review."""
    initiative = initiative_shown(request, initiative_id)
    review = get_object_or_404(
        InitiativeReview.objects.select_related("initiative"), initiative=initiative, pk=decision_id
    )

    def decide(*, initiative: Initiative, **filled: Any) -> None:
        review.initiative = initiative
        make_review(review=review, **filled)

    return _filled(request, initiative_id, ReviewForm(request.POST), decide, said=_("The decision is written down."))


@member_page("change_improvements")
@require_POST
def initiative_task_new(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Add a task."""
    form = TaskForm(request.POST, workspace=request.workspace)

    def add(*, member: object, **filled: Any) -> None:
        del member
        add_task(**filled)

    return _filled(request, initiative_id, form, add, said=_("The task is added."))


@member_page("see_improvements")
@require_POST
def initiative_task_done(request: MemberRequest, initiative_id: int, task_id: int) -> HttpResponse:
    """Say that a task is done: who does it can, and who plans initiatives."""
    initiative = initiative_shown(request, initiative_id)
    tasks = InitiativeTask.objects.select_related("initiative", "workspace").filter(initiative=initiative)
    if not request.may("change_improvements"):
        tasks = tasks.filter(owner=request.member)
    task = get_object_or_404(tasks, pk=task_id)
    return _done(
        request,
        initiative,
        lambda: finish_task(task=task, member=request.member, actor=request.actor, now=timezone.now()),
        said=_("The task is done."),
    )


@member_page("change_improvements")
@require_POST
def initiative_spent(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Write down what was spent up to now."""
    return _filled(request, initiative_id, SpentForm(request.POST), note_spending, said=_("It is written down."))


@member_page("change_improvements")
@require_POST
def initiative_note(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Write into the log."""
    return _filled(request, initiative_id, NoteForm(request.POST), note_on_initiative, said=_("The note is kept."))


@member_page("change_improvements")
@require_POST
def initiative_pin(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Let an answer, or a case that the member may see, belong to the evidence."""
    initiative = initiative_shown(request, initiative_id)
    number, case = row_id(request.POST.get("response", "")), row_id(request.POST.get("case", ""))
    thing = (
        get_object_or_404(Response.objects.select_related("survey"), workspace=request.workspace, pk=number)
        if number
        else get_object_or_404(cases_seen_by(request.member), pk=case or 0)
    )
    return _done(
        request,
        initiative,
        lambda: pin_evidence(
            initiative=initiative, thing=thing, member=request.member, actor=request.actor, now=timezone.now()
        ),
        said=_("It belongs to the evidence."),
    )


@member_page("change_improvements")
@require_POST
def initiative_unpin(request: MemberRequest, initiative_id: int, pin_id: int) -> HttpResponse:
    """Let something that was pinned belong to the evidence no more."""
    initiative = initiative_shown(request, initiative_id)
    pins = InitiativePin.objects.select_related("initiative", "workspace").filter(initiative=initiative)
    pin = get_object_or_404(pins, pk=pin_id)
    return _done(
        request,
        initiative,
        lambda: unpin_evidence(pin=pin, actor=request.actor, now=timezone.now()),
        said=_("It belongs to the evidence no more, unless the criteria mean it."),
    )


def _filled(
    request: MemberRequest, initiative_id: int, form: forms.Form, service: Callable[..., Any], *, said: str
) -> HttpResponse:
    """Do what a small form asks for, or say what is to be mended in it."""
    initiative = initiative_shown(request, initiative_id)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(str(each) for each in errors)}")
        return redirect("initiative_page", request.workspace.slug, initiative.pk)
    filled = {**form.cleaned_data, "member": request.member, "actor": request.actor, "now": timezone.now()}
    return _done(request, initiative, lambda: service(initiative=initiative, **filled), said=said)


def _done(request: MemberRequest, initiative: Initiative, act: Callable[[], Any], *, said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, initiative_refusal(refused, currency=money_settings(request.workspace).currency))
    else:
        messages.success(request, said)
    return redirect("initiative_page", request.workspace.slug, initiative.pk)
