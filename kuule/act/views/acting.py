"""What people do in a case: each form goes to one of these, and comes back to the case."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.act.forms.cases import DropForm
from kuule.act.models import AgreedAction, Case
from kuule.act.selectors.merged import cases_within
from kuule.act.selectors.promises import promise_among
from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services import cases as acts
from kuule.act.services.case_refusals import refusals_of
from kuule.act.views.desk import case_or_404, form_of, shown_case
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_cases")
@require_safe
def case_page(request: MemberRequest, case_id: int) -> HttpResponse:
    """Show a case with everything that is known of the customer, and what is best done next."""
    return shown_case(request, case_or_404(request, case_id))


@member_page("work_cases")
@require_POST
def case_call(request: MemberRequest, case_id: int) -> HttpResponse:
    """Log a call."""

    def do(case: Case, form: Any) -> Case:
        words = form.cleaned_data["words"]
        return acts.log_call(case=case, was_reached=form.was_reached, words=words, **_by(request))

    return _act(request, case_id, "call", do, _("The call is kept."))


@member_page("work_cases")
@require_POST
def case_note(request: MemberRequest, case_id: int) -> HttpResponse:
    """Write a note."""

    def do(case: Case, form: Any) -> Case:
        acts.add_note(case=case, words=form.cleaned_data["words"], **_by(request))
        return case

    return _act(request, case_id, "note", do, _("The note is kept."))


@member_page("work_cases")
@require_POST
def case_promise(request: MemberRequest, case_id: int) -> HttpResponse:
    """Write down what was promised."""

    def do(case: Case, form: Any) -> Case:
        told = form.cleaned_data
        acts.agree_action(case=case, text=told["text"], due_on=told["due_on"], owner=form.member, **_by(request))
        return case

    return _act(request, case_id, "promise", do, _("The promise is kept in mind."))


@member_page("work_cases")
@require_POST
def case_cause(request: MemberRequest, case_id: int) -> HttpResponse:
    """Name the root cause."""

    def do(case: Case, form: Any) -> Case:
        return acts.code_cause(case=case, cause=form.chosen, seen=form.seen_event, **_by(request))

    return _act(request, case_id, "cause", do, _("The root cause is named."))


@member_page("work_cases")
@require_POST
def case_hand_over(request: MemberRequest, case_id: int) -> HttpResponse:
    """Hand the case to somebody else."""

    def do(case: Case, form: Any) -> Case:
        words = form.cleaned_data["words"]
        return acts.hand_over(case=case, to=form.new_owner, words=words, seen=form.seen_event, **_by(request))

    return _act(request, case_id, "hand_over", do, _("The case is handed over."))


@member_page("work_cases")
@require_POST
def case_take(request: MemberRequest, case_id: int) -> HttpResponse:
    """Make the case one's own."""
    case = case_or_404(request, case_id)
    try:
        acts.take_case(case=case, seen=row_id(request.POST.get("seen", "")), **_by(request))
    except Refused as refused:
        _say(request, refused)
    else:
        messages.success(request, _("The case is yours now."))
    return _back(request, case.pk)


@member_page("work_cases")
@require_POST
def case_snooze(request: MemberRequest, case_id: int) -> HttpResponse:
    """Let the case rest."""

    def do(case: Case, form: Any) -> Case:
        words = form.cleaned_data["words"]
        return acts.snooze_case(case=case, until=form.moment, words=words, seen=form.seen_event, **_by(request))

    return _act(request, case_id, "snooze", do, _("The case rests until then. It wakes if the customer writes."))


@member_page("work_cases")
@require_POST
def case_wake(request: MemberRequest, case_id: int) -> HttpResponse:
    """Bring the case back into the inbox."""
    case = case_or_404(request, case_id)
    acts.wake_case(case=case, **_by(request))
    messages.success(request, _("The case is back in the inbox."))
    return _back(request, case.pk)


@member_page("work_cases")
@require_POST
def case_close(request: MemberRequest, case_id: int) -> HttpResponse:
    """Close the case."""

    def do(case: Case, form: Any) -> Case:
        return acts.close_case(case=case, closing=form.closing, seen=form.seen_event, **_by(request))

    return _act(request, case_id, "close", do, _("The case is closed."))


@member_page("work_cases")
@require_POST
def case_reopen(request: MemberRequest, case_id: int) -> HttpResponse:
    """Open the case again."""

    def do(case: Case, form: Any) -> Case:
        return acts.reopen_case(case=case, words=form.cleaned_data["words"], **_by(request))

    return _act(request, case_id, "reopen", do, _("The case is open again."))


@member_page("work_cases")
@require_POST
def case_merge(request: MemberRequest, case_id: int) -> HttpResponse:
    """Look after the case in another."""

    def do(case: Case, form: Any) -> Case:
        return acts.merge_case(case=case, into=form.target, seen=form.seen_event, **_by(request))

    return _act(request, case_id, "merge", do, _("Merged. This is the case that goes on."))


@member_page("work_cases")
@require_POST
def case_part(request: MemberRequest, case_id: int) -> HttpResponse:
    """Take the case out of the other again."""
    case = case_or_404(request, case_id)
    try:
        acts.part_case(case=case, **_by(request))
    except Refused as refused:
        _say(request, refused)
    else:
        messages.success(request, _("The case stands on its own again."))
    return _back(request, case.pk)


@member_page("work_cases")
@require_POST
def promise_done(request: MemberRequest, case_id: int, action_id: int) -> HttpResponse:
    """Say that a promise is kept."""
    try:
        acts.finish_action(action=_promise(request, case_id, action_id), **_by(request))
    except Refused as refused:
        _say(request, refused)
    else:
        messages.success(request, _("The promise is kept. Well done."))
    return _back(request, case_id)


@member_page("work_cases")
@require_POST
def promise_drop(request: MemberRequest, case_id: int, action_id: int) -> HttpResponse:
    """Say that a promise is not kept, and why."""
    action, form = _promise(request, case_id, action_id), DropForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the promise is dropped."))
        return _back(request, case_id)
    try:
        acts.drop_action(action=action, reason=form.cleaned_data["reason"], **_by(request))
    except Refused as refused:
        _say(request, refused)
    else:
        messages.success(request, _("The promise is dropped, with the reason in the history."))
    return _back(request, case_id)


def _act(request: MemberRequest, case_id: int, name: str, do: Callable[[Case, Any], Case], done: str) -> HttpResponse:
    """Do what a form asks for and go back to the case; show what has to be mended where it cannot be done."""
    case = case_or_404(request, case_id)
    form = form_of(request, case, name, request.POST)
    if form.is_valid():
        try:
            result = do(case, form)
        except Refused as refused:
            for field, words in refusals_of(refused):
                form.add_error(field if field in form.fields else None, words)
            # What somebody else did meanwhile is shown beside what was filled in.
            case = case_or_404(request, case_id)
        else:
            messages.success(request, done)
            return _back(request, result.pk)
    return shown_case(request, case, sent=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _back(request: MemberRequest, case_id: int) -> HttpResponse:
    """Go to a case, or to the inbox where it went to somebody whose cases one does not see."""
    if cases_seen_by(request.member).filter(pk=case_id).exists():
        return redirect("case_page", request.workspace.slug, case_id)
    return redirect(reverse("case_list", args=[request.workspace.slug]))


def _promise(request: MemberRequest, case_id: int, action_id: int) -> AgreedAction:
    case = case_or_404(request, case_id)
    action = promise_among(cases_within(case), action_id=action_id)
    if action is None:
        raise Http404
    return action


def _say(request: MemberRequest, refused: Refused) -> None:
    for _field, words in refusals_of(refused):
        messages.error(request, words)


def _by(request: MemberRequest) -> dict[str, Any]:
    return {"by": request.member, "now": timezone.now()}
