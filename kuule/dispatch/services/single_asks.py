"""Asking one person at a moment that another system names, by the one decision, and taking that back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.contacts.models import Contact
from kuule.contacts.selectors import groups_of
from kuule.dispatch.models import Delivery, Invitation, Programme
from kuule.dispatch.rules import (
    ALLOW,
    DROP,
    DROPPED,
    DUE,
    HELD_BACK,
    HOLD,
    INVITED,
    QUIET_HOURS,
    Decision,
    Wish,
    asks,
    language_for,
)
from kuule.dispatch.rules.reasons import CALLED_OFF, OTHER_GROUP
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.dispatch.services.asking_here import write_decision
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True)
class SingleAsk:
    """What was decided about asking somebody, and where they are asked: the invitation, and when its message leaves."""

    decision: Decision
    invitation: Invitation | None = None
    at: datetime | None = None


@transaction.atomic
def ask_person(
    *,
    survey: Survey,
    contact: Contact,
    channel: str,
    at: datetime,
    actor: Actor,
    now: datetime,
    properties: Mapping[str, Any] | None = None,
    language: str = "",
) -> SingleAsk:
    """Ask a person on a channel at a moment, or as soon after it as their quiet hours let, if the rules allow it then.

    `properties` stand on the answer beside those of the person; `language` goes before theirs. What is decided goes on
    record either way. Raises Refused("survey_not_published").
    """
    # One planner a workspace at a time: else two plans could both find that a person was not asked lately.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=survey.workspace_id)
    version = published_version(workspace, survey=survey)
    if version is None or not asks(survey_state=survey.state, archived_at=survey.archived_at):
        raise Refused("survey_not_published")
    each = addressees_with(workspace, ids=[contact.pk])[contact.pk]
    decision, moment = _decided(workspace, each, survey, channel, at, now)
    write_decision(workspace=workspace, contact=contact, decision=decision, now=now)
    if decision.verdict != ALLOW or moment is None:
        return SingleAsk(decision)
    invitation = Invitation.objects.create(
        workspace=workspace,
        version=version,
        contact=contact,
        decision=INVITED,
        decided_at=now,
        language=_language(version, language or each.language),
        properties=dict(properties or {}),
    )
    Delivery.objects.create(workspace=workspace, invitation=invitation, channel=decision.channel, due_at=moment)
    record(workspace=workspace, actor=actor, act="person_to_be_asked", subject=invitation, now=now)
    return SingleAsk(decision, invitation, moment)


@transaction.atomic
def take_asks_back(
    *, survey: Survey, contact: Contact, actor: Actor, now: datetime, programme: Programme | None = None
) -> int:
    """Drop every message that would ask a person with a survey and has not left, or those of one programme alone.

    Returns how many there were.
    """
    waiting = Delivery.objects.select_for_update().filter(
        workspace_id=survey.workspace_id,
        invitation__contact=contact,
        invitation__version__survey=survey,
        invitation__asked_at=None,
        state=DUE,
        **({"invitation__programme": programme} if programme else {}),
    )
    found = dict(waiting.values_list("pk", "invitation_id"))
    if found:
        Delivery.objects.filter(pk__in=found).update(state=DROPPED, reason=CALLED_OFF)
        unasked = Invitation.objects.filter(pk__in=found.values(), decision=INVITED)
        unasked.update(decision=HELD_BACK, reason=CALLED_OFF, decided_at=now)
        record(workspace=survey.workspace, actor=actor, act="asks_taken_back", subject=contact, now=now)
    return len(found)


def _decided(
    workspace: Workspace, each: Addressee, survey: Survey, channel: str, at: datetime, now: datetime
) -> tuple[Decision, datetime | None]:
    group = groups_of(workspace, ids=[each.id]).get(each.id, survey.measures)
    if group != survey.measures:
        return Decision(DROP, OTHER_GROUP), None
    deliberation = Deliberation(workspace, now=now)
    moment = deliberation.moment(each, since=at)
    if moment is None:
        return Decision(DROP, QUIET_HOURS), None
    decision = deliberation.about(each, deliberation.known([each])[each.id], Wish(survey.family, (channel,)), at=moment)
    # The other system is told that nobody is asked, so nothing is to come of it later.
    return (Decision(DROP, decision.rule, decision.until) if decision.verdict == HOLD else decision), moment


def _language(version: SurveyVersion, wanted: str) -> str:
    return language_for(wanted, offered=version.languages, fallback=version.workspace.language)
