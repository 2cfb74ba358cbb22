"""Other systems act in cases, each by the service that the page uses, for a member or by themselves."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field

from kuule.act.api.bodies import Act, Day, Decision, Line, RowId, Text, Words
from kuule.act.api.case_schemas import CaseWhole
from kuule.act.api.case_shapes import case_whole
from kuule.act.api.cases import case_or_404
from kuule.act.api.people import doer_asked, member_asked
from kuule.act.api.refusals import case_refusals, letter_refusals
from kuule.act.api.router import router
from kuule.act.models import AgreedAction, RootCause
from kuule.act.rules import LONGEST_NAME
from kuule.act.rules.letters import LONGEST_SUBJECT
from kuule.act.rules.letters import LONGEST_WORDS as LONGEST_LETTER
from kuule.act.selectors.causes import cause_of
from kuule.act.selectors.desk import team_named
from kuule.act.selectors.merged import cases_within
from kuule.act.selectors.promises import promise_among
from kuule.act.services import cases as acts
from kuule.act.services.correspondence import Words as LetterWords
from kuule.act.services.correspondence import write_to_customer
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.lists import moment_asked
from kuule.workspaces.models import Member, Team

ONE = "/cases/{int:case_id}"


class TakeIn(Decision):
    """Who takes a case."""

    by: Text = Field(max_length=254, description="The e-mail address or the id of the member who takes it.")


class HandOverIn(Decision):
    """To whom a case goes: one of the two."""

    member: Text = Field("", max_length=254, description="The e-mail address or the id of a member.")
    team: RowId | None = None
    words: Words = ""


class NoteIn(Act):
    """A note."""

    words: Words


class CallIn(Act):
    """A call that was made."""

    was_reached: bool
    words: Words = ""


class LetterIn(Act):
    """A letter to the customer, which a member signs. It leaves after a minute."""

    by: Text = Field(max_length=254, description="The e-mail address or the id of the member who signs.")
    subject: Text = Field(max_length=LONGEST_SUBJECT)
    words: Text = Field(max_length=LONGEST_LETTER)
    language: Literal["", "en", "fi"] = ""


class PromiseIn(Act):
    """What was promised to the customer, by whom and until when."""

    text: Line
    due_on: Day
    owner: Text = Field(max_length=254, description="The e-mail address or the id of the member who does it.")


class DropIn(Act):
    """Why a promise is not kept."""

    reason: Line


class CauseIn(Decision):
    """A root cause of the tree, or a new one, below another where `cause` is named too."""

    cause: RowId | None = None
    new_cause: Text = Field("", max_length=LONGEST_NAME)


class SnoozeIn(Decision):
    """Until when a case rests, and why."""

    until: datetime
    words: Words


class CloseIn(CauseIn):
    """What came of a case."""

    outcome: Literal["", "solved", "not_solved", "explained", "unreached", "no_person"]
    words: Words = ""


class ReopenIn(Act):
    """Why a case is opened again."""

    words: Words


@router.post(f"{ONE}/take", response=CaseWhole, summary="Take a case", tags=["cases"])
@endpoint("cases:write")
def take_case(request: KeyRequest, case_id: int, body: TakeIn) -> CaseWhole:
    """Make a case a member's own."""
    case, by = case_or_404(request, case_id), member_asked(request, body.by, field="by")
    with case_refusals():
        acts.take_case(case=case, by=by, seen=body.seen, **_how(request))
    return _after(request, case_id)


@router.post(f"{ONE}/hand-over", response=CaseWhole, summary="Hand a case over", tags=["cases"])
@endpoint("cases:write")
def hand_case_over(request: KeyRequest, case_id: int, body: HandOverIn) -> CaseWhole:
    """Give a case to a member, who gets a mail, or to a team."""
    case, to = case_or_404(request, case_id), _new_owner(request, body)
    with case_refusals():
        acts.hand_over(case=case, to=to, words=body.words, seen=body.seen, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/notes", response=CaseWhole, summary="Write a note", tags=["cases"])
@endpoint("cases:write")
def note_on_case(request: KeyRequest, case_id: int, body: NoteIn) -> CaseWhole:
    """Write something down in a case, open or not."""
    case = case_or_404(request, case_id)
    with case_refusals():
        acts.add_note(case=case, words=body.words, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/calls", response=CaseWhole, summary="Log a call", tags=["cases"])
@endpoint("cases:write")
def log_case_call(request: KeyRequest, case_id: int, body: CallIn) -> CaseWhole:
    """Write a call down. One that reached the customer is a contact."""
    case = case_or_404(request, case_id)
    with case_refusals():
        acts.log_call(case=case, was_reached=body.was_reached, words=body.words, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/letters", response=CaseWhole, summary="Write to the customer", tags=["cases"])
@endpoint("cases:write")
def write_case_letter(request: KeyRequest, case_id: int, body: LetterIn) -> CaseWhole:
    """Write a letter to the customer of a case, signed by a member."""
    case, by = case_or_404(request, case_id), member_asked(request, body.by, field="by")
    words = LetterWords(subject=body.subject, text=body.words, language=body.language)
    with letter_refusals():
        write_to_customer(case=case, words=words, by=by, **_how(request))
    return _after(request, case_id)


@router.post(f"{ONE}/promises", response=CaseWhole, summary="Write down a promise", tags=["cases"])
@endpoint("cases:write")
def promise_in_case(request: KeyRequest, case_id: int, body: PromiseIn) -> CaseWhole:
    """Write down what was promised to the customer."""
    case, owner = case_or_404(request, case_id), member_asked(request, body.owner, field="owner")
    with case_refusals():
        acts.agree_action(case=case, text=body.text, due_on=body.due_on, owner=owner, **_who(request, body))
    return _after(request, case_id)


@router.post(
    f"{ONE}/promises/{{int:promise_id}}/kept", response=CaseWhole, summary="Say that a promise is kept", tags=["cases"]
)
@endpoint("cases:write")
def keep_promise(request: KeyRequest, case_id: int, promise_id: int, body: Act) -> CaseWhole:
    """Say that what was promised is done."""
    action = _promise(request, case_id, promise_id)
    with case_refusals():
        acts.finish_action(action=action, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/promises/{{int:promise_id}}/dropped", response=CaseWhole, summary="Drop a promise", tags=["cases"])
@endpoint("cases:write")
def drop_promise(request: KeyRequest, case_id: int, promise_id: int, body: DropIn) -> CaseWhole:
    """Say that a promise is not kept, and why."""
    action = _promise(request, case_id, promise_id)
    with case_refusals():
        acts.drop_action(action=action, reason=body.reason, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/root-cause", response=CaseWhole, summary="Name the root cause", tags=["cases"])
@endpoint("cases:write")
def name_case_cause(request: KeyRequest, case_id: int, body: CauseIn) -> CaseWhole:
    """Say why the customer was unhappy."""
    case, cause = case_or_404(request, case_id), _cause(request, body)
    if cause is None:
        raise _fault("cause", "no_cause", _("Choose a cause, or name a new one."))
    with case_refusals():
        acts.code_cause(case=case, cause=cause, seen=body.seen, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/snooze", response=CaseWhole, summary="Let a case rest", tags=["cases"])
@endpoint("cases:write")
def snooze_case(request: KeyRequest, case_id: int, body: SnoozeIn) -> CaseWhole:
    """Take a case out of the inboxes until a moment, or until the customer writes back."""
    case, until = case_or_404(request, case_id), moment_asked(request, body.until, field="until")
    assert until is not None  # noqa: S101 - the body has one
    with case_refusals():
        acts.snooze_case(case=case, until=until, words=body.words, seen=body.seen, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/wake", response=CaseWhole, summary="Wake a case", tags=["cases"])
@endpoint("cases:write")
def wake_case(request: KeyRequest, case_id: int, body: Act) -> CaseWhole:
    """Bring a case back into the inboxes, if it is not there."""
    acts.wake_case(case=case_or_404(request, case_id), **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/close", response=CaseWhole, summary="Close a case", tags=["cases"])
@endpoint("cases:write")
def close_case(request: KeyRequest, case_id: int, body: CloseIn) -> CaseWhole:
    """Close a case. What is missing before that, such as a note that its playbook asks for, is named."""
    case = case_or_404(request, case_id)
    closing = acts.Closing(outcome=body.outcome, cause=_cause(request, body), words=body.words)
    with case_refusals():
        acts.close_case(case=case, closing=closing, seen=body.seen, **_who(request, body))
    return _after(request, case_id)


@router.post(f"{ONE}/reopen", response=CaseWhole, summary="Open a closed case again", tags=["cases"])
@endpoint("cases:write")
def reopen_case(request: KeyRequest, case_id: int, body: ReopenIn) -> CaseWhole:
    """Open a closed case again, and say why."""
    case = case_or_404(request, case_id)
    with case_refusals():
        acts.reopen_case(case=case, words=body.words, **_who(request, body))
    return _after(request, case_id)


def _how(request: KeyRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": timezone.now()}


def _who(request: KeyRequest, body: Act) -> dict[str, Any]:
    return {"by": doer_asked(request, body.by), **_how(request)}


def _after(request: KeyRequest, case_id: int) -> CaseWhole:
    return case_whole(request, case_or_404(request, case_id))


def _new_owner(request: KeyRequest, body: HandOverIn) -> Member | Team:
    if bool(body.member) == (body.team is not None):
        raise _fault("member", "member_or_team", _("Name a member or a team, one of the two."))
    if body.team is None:
        return member_asked(request, body.member, field="member")
    team = team_named(request.workspace, team_id=body.team)
    if team is None:
        raise _fault("team", "unknown_team", _("There is no such team."))
    return team


def _cause(request: KeyRequest, body: CauseIn) -> RootCause | acts.NewCause | None:
    known = cause_of(request.workspace, cause_id=body.cause) if body.cause else None
    if body.cause and known is None:
        raise _fault("cause", "unknown_cause", _("There is no such root cause."))
    return acts.NewCause(body.new_cause, known) if body.new_cause else known


def _promise(request: KeyRequest, case_id: int, promise_id: int) -> AgreedAction:
    case = case_or_404(request, case_id)
    action = promise_among(cases_within(case), action_id=promise_id) if promise_id < 2**63 else None
    if action is None:
        raise Http404
    return action


def _fault(field: str, code: str, detail: str) -> Exception:
    return not_valid([FieldError(field=field, code=code, detail=detail)])
