"""Asking somebody who is here now, by the one decision, on record, so that no message asks them once more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskDecision, Collector, Delivery, Invitation
from kuule.dispatch.rules import ALLOW, HANDED_OVER, INVITED, NOT_NOW, Decision, language_for
from kuule.dispatch.rules.collectors import NOT_NOW_DAYS
from kuule.dispatch.selectors.asking_here import decision_here, last_decision_at
from kuule.dispatch.services.limits import place_hold
from kuule.lib.tokens import hash_token, mint_token
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import RESPONDENT, Actor


@dataclass(frozen=True, slots=True)
class AskedHere:
    """What was decided about somebody who is here, and the token by which they answer where they may be asked."""

    decision: Decision
    invitation: Invitation | None = None
    token: str = ""


@transaction.atomic
def ask_on_website(*, collector: Collector, version: SurveyVersion, contact: Contact, now: datetime) -> AskedHere:
    """Decide whether a visitor whom the website named may be asked now. If so, they count as asked from now on.

    No audit line: the decision is the record itself, written whenever it differs from the one before.
    """
    # One planner a workspace at a time: else two plans could both find that a person was not asked lately.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=collector.workspace_id)
    decision = decision_here(workspace, contact=contact, survey=collector.survey, channel=collector.kind, now=now)
    before = last_decision_at(collector, contact=contact)
    is_news = before is None or (before.verdict, before.rule) != (decision.verdict, decision.rule)
    if is_news or decision.verdict == ALLOW:
        write_decision(workspace=workspace, contact=contact, decision=decision, now=now, collector=collector)
    if decision.verdict != ALLOW:
        return AskedHere(decision)
    invitation, token = invite_here(version=version, contact=contact, channel=collector.kind, now=now)
    return AskedHere(decision, invitation, token)


def write_decision(
    *, workspace: Workspace, contact: Contact, decision: Decision, now: datetime, collector: Collector | None = None
) -> None:
    """Put a decision about somebody who is here on record. Part of a larger act."""
    AskDecision.objects.create(
        workspace=workspace,
        contact=contact,
        collector=collector,
        decided_at=now,
        verdict=decision.verdict,
        rule=decision.rule,
        until=decision.until,
        channel=decision.channel,
    )


def invite_here(*, version: SurveyVersion, contact: Contact, channel: str, now: datetime) -> tuple[Invitation, str]:
    """Write down that somebody was asked face to face, with nothing left to hand over. Part of a larger act.

    Returns the invitation and the token of its link.
    """
    workspace, token = version.workspace, mint_token()
    invitation = Invitation.objects.create(
        workspace=workspace,
        version=version,
        contact=contact,
        decision=INVITED,
        decided_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=workspace.invitation_days),
        language=language_for(contact.language, offered=version.languages, fallback=workspace.language),
    )
    Delivery.objects.create(
        workspace=workspace,
        invitation=invitation,
        channel=channel,
        state=HANDED_OVER,
        due_at=now,
        handed_over_at=now,
        token_hash=hash_token(token),
    )
    return invitation, token


@transaction.atomic
def put_off(*, contact: Contact, now: datetime, actor: Actor = RESPONDENT) -> None:
    """Leave somebody alone for a while who said “not now”."""
    until = now + timedelta(days=NOT_NOW_DAYS)
    place_hold(workspace=contact.workspace, subject=contact, reason=NOT_NOW, until=until, actor=actor, now=now)
