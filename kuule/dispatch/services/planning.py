"""Planning the days of programmes: every turn that has come is decided about, once, and on record."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kuule.dispatch.models import AskDecision, Delivery, Invitation, Programme, Turn
from kuule.dispatch.rules import ALLOW, INVITED, asks, language_for
from kuule.dispatch.rules.programmes import RUNNING, last_day_to_plan
from kuule.dispatch.selectors.programmes import PlannedTurn, Planner, due_turns
from kuule.dispatch.services.panels import keep_panel, move_turns
from kuule.dispatch.services.turn_facts import facts_of_turns
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace

BATCH = 2_000


@transaction.atomic
def plan_programme(*, programme: Programme, now: datetime) -> int:
    """Plan the newest day of a programme that has begun anywhere on earth. Return how many turns were decided about.

    One transaction: decisions, messages, next turns and the day that is planned are written together, so that a crash
    repeats nothing. Twice on a day does nothing. No audit line: the decisions are the record themselves.
    """
    # One planner a workspace at a time: else two plans could both find that a person was not asked lately.
    Workspace.objects.select_for_update(no_key=True).get(pk=programme.workspace_id)
    day = last_day_to_plan(now)
    current = Programme.objects.select_related("workspace", "survey").get(pk=programme.pk)
    if current.state != RUNNING or (current.planned_on is not None and current.planned_on >= day):
        return 0
    survey = current.survey
    if not asks(survey_state=survey.state, archived_at=survey.archived_at):
        return 0
    keep_panel(programme=current, now=now)
    planned = Planner.at(current, now=now).day(day, due_turns(current, day=day))
    _write(current, planned, now)
    Programme.objects.filter(pk=current.pk).update(planned_on=day)
    return len(planned)


def _write(programme: Programme, planned: Sequence[PlannedTurn], now: datetime) -> None:
    version = published_version(programme.workspace, survey=programme.survey)
    if version is None:
        return
    invited = [each for each in planned if each.decision.verdict == ALLOW]
    facts = facts_of_turns(programme, [each.contact_id for each in invited])
    invitations = Invitation.objects.bulk_create(
        [
            Invitation(
                workspace_id=programme.workspace_id,
                programme=programme,
                version=version,
                contact_id=each.contact_id,
                decision=INVITED,
                decided_at=now,
                language=language_for(each.language, offered=version.languages, fallback=programme.workspace.language),
                properties=facts.get(each.contact_id, {}),
            )
            for each in invited
        ],
        batch_size=BATCH,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                workspace_id=programme.workspace_id,
                invitation=invitation,
                channel=each.decision.channel,
                due_at=each.at,
            )
            for invitation, each in zip(invitations, invited, strict=True)
        ],
        batch_size=BATCH,
    )
    AskDecision.objects.bulk_create([_decision(programme, each, now) for each in planned], batch_size=BATCH)
    move_turns(programme, ((each.turn_id, each.next_on) for each in planned))
    _note_asked(programme, invited)


def _note_asked(programme: Programme, invited: Sequence[PlannedTurn]) -> None:
    days: dict[date, list[int]] = {}
    for each in invited:
        if each.asked_on is not None:
            days.setdefault(each.asked_on, []).append(each.turn_id)
    for day, turns in days.items():
        Turn.objects.filter(programme=programme, pk__among=turns).update(asked_on=day)


def _decision(programme: Programme, each: PlannedTurn, now: datetime) -> AskDecision:
    return AskDecision(
        workspace_id=programme.workspace_id,
        programme=programme,
        contact_id=each.contact_id,
        decided_at=now,
        verdict=each.decision.verdict,
        rule=each.decision.rule,
        until=each.decision.until,
        channel=each.decision.channel,
    )
