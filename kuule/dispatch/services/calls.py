"""Asking on the phone: a call is begun by the one decision, and ends on record whatever comes of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from kuule.contacts.models import Contact
from kuule.contacts.services import suppress
from kuule.dispatch.models import AskHold, Invitation
from kuule.dispatch.rules import ALLOW, BY_HAND, DROP, HOLD, NOT_NOW, TAKEN_OUT, Decision
from kuule.dispatch.rules.collectors import INTERVIEWER, NOT_NOW_DAYS
from kuule.dispatch.rules.reasons import CALL_LATER, CALLING, NO_REPLY
from kuule.dispatch.selectors.asking_here import decision_here
from kuule.dispatch.services.asking_here import invite_here, put_off, write_decision
from kuule.dispatch.services.limits import place_hold, release_hold, take_out
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused

# Whoever is on the phone is asked by nothing else meanwhile.
LONGEST_CALL = timedelta(hours=2)
LATER, NEVER = "later", "never"
OUTCOMES = (NO_REPLY, LATER, NOT_NOW, NEVER)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was decided about calling somebody, and the call where they may be."""

    decision: Decision
    call: AskHold | None = None


@transaction.atomic
def begin_call(*, contact: Contact, survey: Survey, actor: Actor, now: datetime) -> Begun:
    """Begin to call somebody if the rules let them be asked now. Nothing else asks them until the call ends.

    What the rules forbid goes on record; nobody can call against them.
    """
    # One planner a workspace at a time: else two people could call one person at once.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=contact.workspace_id)
    decision = decision_here(workspace, contact=contact, survey=survey, channel=INTERVIEWER, now=now)
    if decision.verdict != ALLOW:
        told = replace(decision, channel=INTERVIEWER)
        write_decision(workspace=workspace, contact=contact, decision=told, now=now)
        return Begun(decision)
    until = now + LONGEST_CALL
    call = place_hold(workspace=workspace, subject=contact, reason=CALLING, until=until, actor=actor, now=now)
    return Begun(decision, call)


@transaction.atomic
def ask_on_call(*, call: AskHold, version: SurveyVersion, actor: Actor, now: datetime) -> Invitation:
    """Write down that somebody was asked on the phone, and end the call. Their answer is kept by whoever calls this.

    Raises Refused("ended") for a call that ended before, and Refused("held_back", decision=…) where it took so long
    that a rule has come to forbid it.
    """
    contact = _callee(call)
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=call.workspace_id)
    release_hold(hold=call, actor=actor, now=now)
    decision = Decision(ALLOW, channel=INTERVIEWER)
    if call.until <= now:
        decision = decision_here(workspace, contact=contact, survey=version.survey, channel=INTERVIEWER, now=now)
    if decision.verdict != ALLOW:
        raise Refused("held_back", decision=decision)
    write_decision(workspace=workspace, contact=contact, decision=decision, now=now)
    invitation, _token = invite_here(version=version, contact=contact, channel=INTERVIEWER, now=now)
    return invitation


@transaction.atomic
def end_call(*, call: AskHold, outcome: str, said: str, member: Member, actor: Actor, now: datetime) -> None:
    """End a call that brought no answer, with what came of it: one of `OUTCOMES`, each with what follows.

    `said` is why somebody without an address is not asked any more.

    Raises Refused("ended") for a call that ended before.
    """
    contact = _callee(call)
    release_hold(hold=call, actor=actor, now=now)
    write_decision(workspace=call.workspace, contact=contact, decision=_told(outcome, contact, now), now=now)
    if outcome == NOT_NOW:
        put_off(contact=contact, now=now, actor=actor)
    elif outcome == NEVER and contact.email:
        suppress(workspace=call.workspace, address=contact.email, reason=BY_HAND, actor=actor, now=now, contact=contact)
    elif outcome == NEVER:
        take_out(contact=contact, reason=said, member=member, now=now)


def _callee(call: AskHold) -> Contact:
    current = AskHold.objects.select_for_update(of=("self",)).select_related("contact").get(pk=call.pk)
    if current.contact is None or current.released_at is not None:
        raise Refused("ended")
    return current.contact


def _told(outcome: str, contact: Contact, now: datetime) -> Decision:
    if outcome == NEVER:
        return Decision(DROP, BY_HAND if contact.email else TAKEN_OUT, channel=INTERVIEWER)
    if outcome == NOT_NOW:
        return Decision(HOLD, NOT_NOW, until=now + timedelta(days=NOT_NOW_DAYS), channel=INTERVIEWER)
    return Decision(HOLD, {NO_REPLY: NO_REPLY, LATER: CALL_LATER}[outcome], channel=INTERVIEWER)
