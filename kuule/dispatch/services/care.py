"""Care after something happened: begun for each occurrence, step by step, and never for whoever is held out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.contacts.models import Contact
from kuule.contacts.rules import BOUNCED
from kuule.contacts.rules.wishes import EMAIL
from kuule.contacts.selectors import property_snapshot, suppressions_of
from kuule.dispatch.models import CareAct, CarePlan, CareRun, Delivery, Invitation, Occurrence
from kuule.dispatch.rules import ARCHIVED, CARED, ERASED, NO_CONSENT, SWITCHED_OFF, TAKEN_OUT, TIP, language_for
from kuule.dispatch.rules.care import (
    CALL_AGAIN,
    CALL_STEP,
    CARE_DONE,
    CARE_STOPPED,
    CARING,
    HELD_OUT,
    IN_CARE,
    MOST_CALLS,
    NOT_REACHED,
    OUTCOMES,
    REACHED,
    SKIPPED,
    STOP_CONDITION,
    Step,
    in_order,
    is_held_out,
    step_due_at,
    steps_from,
)
from kuule.dispatch.rules.reasons import ANSWERED
from kuule.dispatch.selectors.care import due_runs, occurrences_to_care_about, people_in_care, plans_that_are_on
from kuule.dispatch.selectors.people_to_ask import consenting, taken_out_of
from kuule.lib.bulk import insert_rows
from kuule.surveys.models import SurveyVersion, Touchpoint
from kuule.surveys.rules.touchpoints import Condition, conditions_hold
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import FOLLOW_UP, NOT_USED, Actor, Refused
from kuule.workspaces.selectors import purposes_of
from kuule.workspaces.services import record

BATCH = 500
NO_SURVEY, NO_STEPS, NOT_A_PURPOSE = "no_survey", "no_steps", "not_a_purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSettings:
    """Everything that is decided about care at a touchpoint, as `CarePlan` keeps it."""

    is_on: bool
    holdout: int
    steps: Sequence[Step]
    stop_if: Sequence[Condition] = ()


@transaction.atomic
def plan_care(*, touchpoint: Touchpoint, settings: CareSettings, actor: Actor, now: datetime) -> CarePlan:
    """Plan the care at a touchpoint; what happens from now on is cared about while it is on.

    Care that is going on goes on by the new steps. Raises Refused, while it is on: `no_survey` at a touchpoint that
    asks nobody, `no_steps`, `not_a_purpose` where the company does not use what it knows of people to follow up.
    """
    workspace = touchpoint.workspace
    if settings.is_on and (touchpoint.survey is None or not published_version(workspace, survey=touchpoint.survey)):
        raise Refused(NO_SURVEY)
    if settings.is_on and not settings.steps:
        raise Refused(NO_STEPS)
    if settings.is_on and purposes_of(workspace)[FOLLOW_UP].basis == NOT_USED:
        raise Refused(NOT_A_PURPOSE)
    plan, _made = CarePlan.objects.select_for_update().get_or_create(workspace=workspace, touchpoint=touchpoint)
    if settings.is_on and not plan.is_on:
        plan.since = now
    plan.is_on, plan.holdout = settings.is_on, settings.holdout
    plan.steps = [each.as_json() for each in in_order(settings.steps)]
    plan.stop_if = list(settings.stop_if)
    plan.save()
    record(workspace=workspace, actor=actor, act="care_planned", subject=touchpoint, now=now)
    return plan


@transaction.atomic
def begin_care(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Begin to care about what happened. Return how many occurrences there were.

    No audit line: each run is its own record.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    begun = 0
    for plan in plans_that_are_on(workspace):
        due = list(occurrences_to_care_about(plan, now=now)[: limit - begun])
        seen = people_in_care(plan, contact_ids=[each.contact_id for each in due if each.contact_id])
        insert_rows([_run(plan, each, seen) for each in due])
        begun += len(due)
    return begun


def _run(plan: CarePlan, occurrence: Occurrence, seen: set[int]) -> CareRun:
    contact_id = occurrence.contact_id or 0
    run = CareRun(workspace_id=plan.workspace_id, plan=plan, occurrence=occurrence, is_held_out=False)
    run.is_held_out = is_held_out(plan_id=plan.pk, contact_id=contact_id, holdout=plan.holdout)
    if run.is_held_out:
        run.state = HELD_OUT
    elif contact_id in seen:
        # Who buys twice in a week is not told the same twice.
        run.state, run.stopped_by = CARE_STOPPED, IN_CARE
    else:
        run.due_at = step_due_at(steps_from(plan.steps), done=0, happened_at=occurrence.happened_at)
        seen.add(contact_id)
    return run


@transaction.atomic
def take_steps(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Take the steps that are due. Return how many runs were looked at.

    One transaction: the message or the call, and what comes next, are written together, so that a crash repeats
    nothing. No audit line: each step is its own record.
    """
    locked = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    runs = list(due_runs(locked, now=now)[:limit])
    if runs:
        stepping = _Stepping(locked, runs, now)
        for run in runs:
            stepping.take(run)
    return len(runs)


class _Stepping:
    """Takes the next step of some runs."""

    def __init__(self, workspace: Workspace, runs: Sequence[CareRun], now: datetime) -> None:
        self._workspace, self._now = workspace, now
        people = [each.occurrence.contact for each in runs if each.occurrence.contact is not None]
        ids = [each.pk for each in people]
        self._consenting = consenting(workspace, contact_ids=ids, purpose=FOLLOW_UP)
        self._taken_out = taken_out_of(workspace, contact_ids=ids)
        self._suppressed = suppressions_of(workspace, addresses=[each.email for each in people if each.email])
        self._versions: dict[int, SurveyVersion | None] = {}

    def take(self, run: CareRun) -> None:
        """Take the step that is due, or end the care."""
        contact, steps = run.occurrence.contact, steps_from(run.plan.steps)
        stopped = self._stopped(run, contact)
        if stopped or contact is None:
            CareRun.objects.filter(pk=run.pk).update(state=CARE_STOPPED, stopped_by=stopped or ERASED, due_at=None)
            return
        if run.steps_done < len(steps):
            self._step(run, steps[run.steps_done], contact)
            run.steps_done += 1
        run.due_at = step_due_at(steps, done=run.steps_done, happened_at=run.occurrence.happened_at)
        run.state = CARING if run.due_at else CARE_DONE
        run.save(update_fields=["steps_done", "due_at", "state"])

    def _stopped(self, run: CareRun, contact: Contact | None) -> str:
        plan, occurrence = run.plan, run.occurrence
        if contact is None:
            return ERASED
        suppressed = self._suppressed.get(contact.email, "")
        has_answered = occurrence.invitation is not None and occurrence.invitation.answered_at is not None
        checks = (
            (not plan.is_on or plan.touchpoint.archived_at is not None, SWITCHED_OFF),
            (contact.archived_at is not None, ARCHIVED),
            (has_answered, ANSWERED),
            (suppressed not in ("", BOUNCED), suppressed),
            (self._consenting is not None and contact.pk not in self._consenting, NO_CONSENT),
            (contact.pk in self._taken_out, TAKEN_OUT),
            (bool(plan.stop_if) and conditions_hold(plan.stop_if, _facts(contact, occurrence)), STOP_CONDITION),
        )
        return next((reason for is_so, reason in checks if is_so), "")

    def _step(self, run: CareRun, step: Step, contact: Contact) -> None:
        act = CareAct(
            workspace=self._workspace,
            run=run,
            number=run.steps_done,
            kind=step.kind,
            subject=dict(step.subject),
            words=dict(step.words),
            due_at=self._now,
        )
        if step.kind == CALL_STEP:
            act.owner = _owner(run, contact)
        else:
            act.delivery = self._tip(run, contact)
            act.done_at, act.outcome = self._now, REACHED if act.delivery else SKIPPED
        act.save()

    def _tip(self, run: CareRun, contact: Contact) -> Delivery | None:
        version = self._version(run.plan.touchpoint)
        if version is None or not contact.email or contact.email in self._suppressed:
            return None
        invitation = Invitation.objects.create(
            workspace=self._workspace,
            version=version,
            contact=contact,
            decision=CARED,
            decided_at=self._now,
            language=language_for(contact.language, offered=version.languages, fallback=self._workspace.language),
        )
        return Delivery.objects.create(
            workspace=self._workspace, invitation=invitation, channel=EMAIL, purpose=TIP, due_at=self._now
        )

    def _version(self, touchpoint: Touchpoint) -> SurveyVersion | None:
        if touchpoint.pk not in self._versions:
            survey = touchpoint.survey
            self._versions[touchpoint.pk] = published_version(self._workspace, survey=survey) if survey else None
        return self._versions[touchpoint.pk]


def _facts(contact: Contact, occurrence: Occurrence) -> Mapping[str, Any]:
    return {**property_snapshot(contact), **occurrence.properties}


def _owner(run: CareRun, contact: Contact) -> Member | None:
    account = run.occurrence.account or contact.account
    return (account.owner if account else None) or run.plan.touchpoint.owner


@transaction.atomic
def finish_call(*, act: CareAct, outcome: str, note: str, actor: Actor, user_id: int, now: datetime) -> bool:
    """Say what became of a call. Who was not reached is called again on the next day, three times in all.

    Returns whether the call is done with. Raises ValueError for an unknown outcome, Refused("already_done") where
    somebody else was quicker.
    """
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    mine = CareAct.objects.select_for_update().filter(pk=act.pk, done_at=None, kind=CALL_STEP).first()
    if mine is None:
        raise Refused("already_done")
    mine.calls += outcome != SKIPPED
    mine.note = "\n".join(filter(None, (mine.note, note)))
    is_done = outcome != NOT_REACHED or mine.calls >= MOST_CALLS
    if is_done:
        mine.done_at, mine.outcome, mine.done_by_id = now, outcome, user_id
    else:
        mine.due_at = now + CALL_AGAIN
    mine.save()
    record(workspace=act.workspace, actor=actor, act="care_call", subject=act, now=now)
    return is_done
