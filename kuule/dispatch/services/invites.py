"""Asking people whom another system names, by the one decision, and calling it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.selectors import groups_of
from kuule.contacts.services.naming import find_or_add_people
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    ALLOW,
    DROP,
    DROPPED,
    DUE,
    HELD_BACK,
    INVITED,
    OTHER_GROUP,
    Decision,
    Wish,
    language_for,
)
from kuule.dispatch.rules.occurrences import REFUSED
from kuule.dispatch.rules.reasons import CALLED_OFF
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.dispatch.services.gates import pass_gates
from kuule.lib.bulk import insert_rows, number_rows
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

INVITED_NOW, HELD = "invited", "held_back"


@dataclass(frozen=True, slots=True)
class AskIn:
    """Somebody who is to be asked, and what the answer is to keep beside what is known of them."""

    person: PersonRow
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of one: invited, held back by a rule, or refused because nobody can tell who is meant."""

    outcome: str
    invitation: Invitation | None = None
    faults: Sequence[Fault] = ()
    uid: None = None


@transaction.atomic
def invite_people(
    *, version: SurveyVersion, asks: Sequence[AskIn], channels: Sequence[str], actor: Actor, now: datetime
) -> list[Invited]:
    """Ask these people now, or write down why each is not asked. Who is new is added.

    A wish like any other: limits, holds, stops, consent and quiet hours decide. Raises Refused with the code of a gate
    that is closed.
    """
    # One planner a workspace at a time: else two plans could both find that a person was not asked lately.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=version.workspace_id)
    pass_gates(workspace, people=lambda: len(asks))
    named = find_or_add_people(workspace=workspace, persons=[each.person for each in asks], now=now)
    ids = [each.contact_id for each in named if each.contact_id]
    asking = _Asking(workspace, version, addressees_with(workspace, ids=ids), channels, now)
    drafts = [
        None if each.problem else asking.draft(each.contact_id or 0, ask) for each, ask in zip(named, asks, strict=True)
    ]
    made = [each for each in drafts if each]
    invitations = [invitation for invitation, _decision, _at in made]
    number_rows(invitations)
    insert_rows(invitations)
    insert_rows(
        [
            Delivery(workspace=workspace, invitation=invitation, channel=decision.channel, due_at=at)
            for invitation, decision, at in made
            if invitation.decision == INVITED
        ]
    )
    record(workspace=workspace, actor=actor, act="people_invited", subject=version.survey, now=now)
    return [
        Invited(INVITED_NOW if draft[0].decision == INVITED else HELD, draft[0])
        if draft
        else Invited(REFUSED, faults=[Fault(each.field, each.problem)])
        for draft, each in zip(drafts, named, strict=True)
    ]


class _Asking:
    """Decides about people one after another: whoever is allowed counts as asked for those who follow."""

    def __init__(
        self,
        workspace: Workspace,
        version: SurveyVersion,
        people: Mapping[int, Addressee],
        channels: Sequence[str],
        now: datetime,
    ) -> None:
        self._workspace, self._version, self._people, self._now = workspace, version, people, now
        self._deliberation = Deliberation(workspace, now=now)
        self._persons = self._deliberation.known(list(people.values()))
        self._groups = groups_of(workspace, ids=list(people))
        self._wish = Wish(version.survey.family, tuple(channels))

    def draft(self, contact_id: int, ask: AskIn) -> tuple[Invitation, Decision, datetime]:
        """Return the invitation of somebody, not written yet, what was decided, and about which moment."""
        each = self._people[contact_id]
        at = self._deliberation.moment(each)
        decision = self._decision(each, at)
        invitation = Invitation(
            workspace=self._workspace,
            version=self._version,
            contact_id=each.id,
            decision=INVITED if decision.verdict == ALLOW else HELD_BACK,
            reason=decision.rule,
            decided_at=self._now,
            language=language_for(each.language, offered=self._version.languages, fallback=self._workspace.language),
            properties=dict(ask.properties),
        )
        return invitation, decision, at or self._now

    def _decision(self, each: Addressee, at: datetime | None) -> Decision:
        measures = self._version.survey.measures
        if self._groups.get(each.id, measures) != measures:
            return Decision(DROP, OTHER_GROUP)
        return self._deliberation.about(each, self._persons[each.id], self._wish, at=at)


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, actor: Actor, now: datetime) -> None:
    """Call an ask off that did not go out yet. Raises Refused("already_sent"); one that is off stays so."""
    if invitation.decision == HELD_BACK:
        return
    # The message first: a worker that claims it at this moment either has it already or finds it dropped.
    waiting = Delivery.objects.filter(workspace=invitation.workspace_id, invitation=invitation, state=DUE)
    waiting.update(state=DROPPED, reason=CALLED_OFF)
    mine = Invitation.objects.filter(pk=invitation.pk, decision=INVITED, asked_at=None)
    if Delivery.objects.filter(invitation=invitation).exclude(state=DROPPED).exists() or not mine.update(
        decision=HELD_BACK, reason=CALLED_OFF, decided_at=now
    ):
        raise Refused("already_sent")
    record(workspace=invitation.workspace, actor=actor, act="invitation_cancelled", subject=invitation, now=now)
