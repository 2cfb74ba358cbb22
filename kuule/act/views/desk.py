"""The page of a case: everything that is known of the customer, and the forms of what can be done."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kuule.act.answers.stakes import stake_of
from kuule.act.forms import cases as forms
from kuule.act.models import Case
from kuule.act.rules import ASSIGNED, CALLED, CLOSED, CLOSING, MERGED, OPEN
from kuule.act.rules.cases import next_best_act
from kuule.act.selectors import desk
from kuule.act.selectors.causes import causes_to_choose
from kuule.act.selectors.merged import cases_within
from kuule.act.selectors.promises import promises_of, standing_of
from kuule.act.views.said import answers_besides
from kuule.workspaces.auth import MemberRequest
from kuule.workspaces.selectors import teams

# The forms of an open case, in the order in which they stand there.
OPEN_FORMS = ("call", "note", "promise", "cause", "hand_over", "snooze", "close", "merge")
_MOMENTS = {"call": CALLED, "hand_over": ASSIGNED, "close": CLOSING}
# Which form is open when the page comes, by what is best done next.
_FIRST = {"call": "call", "code": "cause", "close": "close"}


def case_or_404(request: MemberRequest, case_id: int) -> Case:
    """Return the case of a page. One that the member may not see is not found."""
    case = desk.case_seen_by(request.member, case_id=case_id)
    if case is None:
        raise Http404
    return case


def form_of(request: MemberRequest, case: Case, name: str, data: Mapping[str, Any] | None = None) -> forms.ActForm:
    """Return one of the forms of a case, empty or as it was sent."""
    form = _made(request, case, name, data)
    playbook = case.playbook
    if playbook is not None and _MOMENTS.get(name) in playbook.note_moments:
        form.fields["words"].required = True
    return form


def _made(request: MemberRequest, case: Case, name: str, data: Mapping[str, Any] | None) -> forms.ActForm:
    if name == "promise":
        return forms.PromiseForm(data, people=desk.people_who_work(request.workspace), by=request.member)
    if name == "hand_over":
        people = desk.people_who_work(request.workspace)
        return forms.HandOverForm(data, people=people, teams=list(teams(request.workspace)), but_not=case.owner)
    if name in ("cause", "close"):
        kind = forms.CauseForm if name == "cause" else forms.CloseForm
        return kind(data, causes=causes_to_choose(request.workspace), cause=case.root_cause)
    if name == "merge":
        return forms.MergeForm(data, cases=desk.cases_to_merge_into(request.member, case))
    plain: dict[str, type[forms.ActForm]] = {
        "call": forms.CallForm,
        "note": forms.NoteForm,
        "snooze": forms.SnoozeForm,
        "reopen": forms.ReopenForm,
        "drop": forms.DropForm,
    }
    return plain[name](data)


def shown_case(
    request: MemberRequest, case: Case, *, sent: forms.ActForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the page of a case, with a form as it was sent where something in it has to be mended."""
    within = cases_within(case)
    promises = promises_of(within)
    standing = standing_of(case, promises, now=timezone.now(), today=timezone.localdate())
    best = next_best_act(standing)
    asked = request.GET.get("act", "")
    context = {
        "case": case,
        "merged": within[1:],
        "is_asleep": standing.is_snoozed,
        "best": best,
        "open_form": sent.name if sent else asked or _FIRST.get(best, ""),
        "forms": _forms(request, case, sent),
        "seen": desk.newest_event(within),
        "history": desk.history_of(case, within=within),
        "promises": promises,
        "others": desk.other_cases(request.member, case, within=within),
        "earlier": desk.earlier_answers(case),
        "of_others": desk.answers_of_others(case),
        "contacts": desk.earlier_contacts(case),
        "guess": desk.guess_before(case),
        "questions": answers_besides(case.response, company=request.workspace.name) if case.response else [],
        "stake": stake_of(case, day=timezone.localdate()) if request.may("see_value") else None,
        "target": _target(request, case),
    }
    return render(request, "act/case_page.html", context, status=status)


def _forms(request: MemberRequest, case: Case, sent: forms.ActForm | None) -> dict[str, forms.ActForm]:
    if not request.may("work_cases"):
        return {}
    names = {OPEN: OPEN_FORMS, CLOSED: ("note", "reopen"), MERGED: ("note",)}[case.state]
    made = {name: sent if sent and sent.name == name else form_of(request, case, name) for name in names}
    # There may be nothing to merge with.
    return {name: form for name, form in made.items() if name != "merge" or form.fields["into"].choices}  # type: ignore[attr-defined]


def _target(request: MemberRequest, case: Case) -> Case | None:
    """Return the case that looks after this one, if the member may see it."""
    into = case.merged_into_id
    return desk.case_seen_by(request.member, case_id=into) if into else None
