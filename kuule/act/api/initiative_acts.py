"""Other systems propose initiatives, and let them go on."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Status

from kuule.act.api.bodies import Act, Amount, Day, Line, Member, RowId, Text
from kuule.act.api.initiative_schemas import InitiativeWhole
from kuule.act.api.initiatives import initiative_or_404, initiative_whole
from kuule.act.api.people import doer_asked, member_asked
from kuule.act.api.refusals import initiative_refusals
from kuule.act.api.router import router
from kuule.act.rules import initiatives as rules
from kuule.act.selectors.initiatives import links_of
from kuule.act.services import initiative_moves as moves
from kuule.act.services.initiatives import InitiativePlan, propose_initiative
from kuule.economics.rules.effects import LONGEST_WINDOW, SHORTEST_WINDOW, USUAL_WINDOW
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import field_error, not_valid

Size = Literal[1, 2, 3]
LINKS = ("root_cause", "theme", "touchpoint", "judged_by", "team")
PEOPLE = ("owner", "sponsor")

# What each move takes of its body, and which of it has to be there.
_TAKES: Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    rules.ASKED: (moves.ask_for_initiative, ("asked", "words")),
    rules.GRANTED: (moves.grant_initiative, ("granted", "words")),
    rules.REFUSED: (moves.refuse_initiative, ("words",)),
    rules.UNDER_WAY: (moves.begin_initiative, ("felt_from", "before_days", "after_days")),
    rules.DONE: (moves.finish_initiative, ("words",)),
    rules.MEASURED: (moves.measure_initiative, ()),
    rules.STOPPED: (moves.stop_initiative, ("words",)),
}


class InitiativeIn(Act):
    """A proposal: what is done about which cause, and what it shall do."""

    title: Text = Field(min_length=1, max_length=rules.LONGEST_TITLE)
    cause: Text = Field(min_length=1, max_length=rules.LONGEST_WORDS, description="Why customers were let down.")
    if_we: Text = Field(min_length=1, max_length=rules.LONGEST_PART)
    then_it: Text = Field(min_length=1, max_length=rules.LONGEST_PART)
    for_whom: Text = Field(min_length=1, max_length=rules.LONGEST_PART)
    root_cause: RowId | None = None
    theme: RowId | None = None
    touchpoint: RowId | None = None
    judged_by: RowId | None = Field(None, description="Touchpoint whose score tells; else that of the relationship.")
    heard_since: Day | None = Field(None, description="A year ago where nothing is said.")
    heard_from: Literal["unhappy", "not_happy", "all"] = "not_happy"
    owner: Member = ""
    sponsor: Member = ""
    team: RowId | None = None
    impact: Size = 2
    effort: Size = 2
    planned_start: Day | None = None
    planned_end: Day | None = None
    hoped_for: Amount | None = None


class MoveIn(Act):
    """The state that follows, and what that takes.

    `asked`: the amount asked for. `granted`: an amount up to that. `under_way`: the day from which customers feel it.
    `refused` and `stopped`: a reason in `words`.
    """

    to: Literal["asked", "granted", "refused", "under_way", "done", "measured", "stopped"]
    words: Line = ""
    asked: Amount | None = None
    granted: Amount | None = None
    felt_from: Day | None = None
    before_days: int = Field(USUAL_WINDOW, ge=SHORTEST_WINDOW, le=LONGEST_WINDOW)
    after_days: int = Field(USUAL_WINDOW, ge=SHORTEST_WINDOW, le=LONGEST_WINDOW)


@router.post("/initiatives", response={201: InitiativeWhole}, summary="Propose an initiative", tags=["initiatives"])
@endpoint("initiatives:write")
def new_initiative(request: KeyRequest, body: InitiativeIn) -> Status[InitiativeWhole]:
    """Propose to do something about what customers said."""
    plan = _plan(request, body)
    by = doer_asked(request, body.by, permission="change_improvements")
    made = propose_initiative(
        workspace=request.workspace, plan=plan, member=by, actor=request.actor, now=timezone.now()
    )
    return Status(201, initiative_whole(request, made))


@router.post(
    "/initiatives/{int:initiative_id}/moves",
    response=InitiativeWhole,
    summary="Let an initiative go on",
    tags=["initiatives"],
)
@endpoint("initiatives:write")
def move_initiative(request: KeyRequest, initiative_id: int, body: MoveIn) -> InitiativeWhole:
    """Let another state follow. Granting, refusing and stopping name a member who may decide."""
    initiative = initiative_or_404(request, initiative_id)
    service, names = _TAKES[body.to]
    given = {name: getattr(body, name) for name in names}
    if missing := [name for name, value in given.items() if value is None]:
        raise not_valid([field_error(name, "missing") for name in missing])
    permission = rules.permission_to_move(initiative.state, body.to)
    if permission == "decide_improvements" and not body.by:
        raise not_valid([field_error("by", "missing")])
    by = doer_asked(request, body.by, permission=permission)
    with initiative_refusals(request, fields=_field_of):
        service(initiative=initiative, member=by, actor=request.actor, now=timezone.now(), **given)
    return initiative_whole(request, initiative_or_404(request, initiative_id))


def _plan(request: KeyRequest, body: InitiativeIn) -> InitiativePlan:
    if body.planned_start and body.planned_end and body.planned_end < body.planned_start:
        detail = _("The last day is before the first. Correct one of them.")
        raise not_valid([FieldError(field="planned_end", code="reversed", detail=detail)])
    wanted = {name: getattr(body, name) for name in LINKS}
    found = links_of(request.workspace, **wanted)
    unknown = _("There is nothing with this id here.")
    if errors := [
        FieldError(field=name, code="unknown", detail=unknown)
        for name, pk in wanted.items()
        if pk is not None and found[name] is None
    ]:
        raise not_valid(errors)
    people: dict[str, Any] = {
        name: member_asked(request, getattr(body, name), field=name, permission="see_improvements")
        for name in PEOPLE
        if getattr(body, name)
    }
    plain = body.model_dump(exclude={"by", "heard_since", *LINKS, *PEOPLE})
    since = body.heard_since or timezone.localdate() - rules.USUAL_LOOK_BACK
    return InitiativePlan(**plain, **found, **people, heard_since=since)


def _field_of(code: str) -> str:
    return {"more_than_asked": "granted", "no_reason": "words", "felt_before": "felt_from"}.get(code, "")
