"""Keeping a case in step with its answer: corrected scores, verdicts that change, words that turn out to be urgent."""

from datetime import datetime

from kuule.act.models import Case
from kuule.act.rules import (
    CLOSED,
    CLOSING,
    CORRECTED,
    DETRACTOR,
    DRAWN,
    MERGED,
    NO_PERSON,
    OPEN,
    RAISED,
    URGENT,
)
from kuule.act.rules.playbooks import Heard
from kuule.act.rules.triage import urgency_of
from kuule.act.selectors.office import Office
from kuule.act.services.history import note_event
from kuule.act.services.holds import release_case_holds
from kuule.act.services.planning import look_again, weigh_again
from kuule.act.services.reopening import open_again
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.question_types.scales import DETRACTOR as UNHAPPY
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import record

# Cases that began with an answer.
OF_ANSWERS = (DETRACTOR, DRAWN, URGENT)


def follow_answer(*, case: Case, response: Response, heard: Heard, office: Office) -> None:
    """Do to a case what became of its answer. Call it inside a transaction that has locked the case.

    A case stays when the score is corrected, and its history says so. One whose answer turns out not to be of a person
    is closed, and opened again if that is overturned.
    """
    now = office.now
    if response.verdict != PERSON:
        if case.state == OPEN:
            close_without_person(case=case, now=now)
        return
    if case.state == CLOSED and case.outcome == NO_PERSON and case.closed_by_id is None:
        open_again(case=case, actor=SYSTEM, now=now)
        _settle(case, office)
    if case.score != response.score:
        note_event(case=case, kind=CORRECTED, now=now, before=case.score, after=response.score)
        case.score = response.score
        if heard.group == UNHAPPY and case.reason in OF_ANSWERS:
            case.reason = DETRACTOR
        _settle(case, office)
    _raise(_looked_after(case), urgency_of(heard.urgencies), office)


def close_without_person(*, case: Case, now: datetime) -> None:
    """Close a case about which nobody can be called: no person gave the answer, or it is gone."""
    case.state, case.outcome, case.closed_at, case.look_at = CLOSED, NO_PERSON, now, None
    case.save(update_fields=["state", "outcome", "closed_at", "look_at"])
    note_event(case=case, kind=CLOSING, now=now, outcome=NO_PERSON)
    release_case_holds(case=case, actor=SYSTEM, now=now)
    record(workspace=case.workspace, actor=SYSTEM, act="case_closed", subject=case, now=now)


def close_cases_without_answer(*, workspace: Workspace, now: datetime) -> int:
    """Close the open cases whose answer is gone, such as by the undo of an import. Return how many there were."""
    left = Case.objects.select_for_update(no_key=True, of=("self",)).filter(
        workspace=workspace, state=OPEN, response=None, reason__in=OF_ANSWERS
    )
    closed = 0
    for case in left.order_by("pk"):
        close_without_person(case=case, now=now)
        closed += 1
    return closed


def _raise(case: Case, urgency: int, office: Office) -> None:
    if urgency > case.urgency and case.state == OPEN:
        note_event(case=case, kind=RAISED, now=office.now, before=case.urgency, after=urgency)
        case.urgency = urgency
        _settle(case, office)


def _settle(case: Case, office: Office) -> None:
    weigh_again(case, office=office)
    look_again(case, office=office)
    case.save(update_fields=["reason", "score", "urgency", "value", "weight", "look_at"])


def _looked_after(case: Case) -> Case:
    """Return the case where this one is looked after: itself, or the one it was merged into."""
    seen = {case.pk}
    while case.state == MERGED and case.merged_into is not None and case.merged_into.pk not in seen:
        case = case.merged_into
        seen.add(case.pk)
    return case
