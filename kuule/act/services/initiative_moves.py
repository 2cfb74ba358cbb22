"""What an initiative goes through: asked for, granted or refused, begun, done, measured, stopped."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.act.models import Initiative
from kuule.act.rules.initiatives import (
    ASKED,
    DONE,
    GRANTED,
    MEASURED,
    MOVED,
    REFUSED,
    STOPPED,
    UNDER_WAY,
    may_be_measured,
    may_move,
)
from kuule.act.services.initiatives import write_entry
from kuule.economics.answers.effects import EffectAnswer, effect_of
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import CAUSE, ELSE, USUAL_WINDOW
from kuule.economics.services.effects import TreatmentPlan, change_treatment, write_treatment
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def ask_for_initiative(
    *, initiative: Initiative, asked: Decimal, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Ask those who decide for the money and for their yes; 0 where only the yes is needed.

    Raises Refused: "wrong_state", or "no_owner" where nobody would do it.
    """
    mine = _locked(initiative, to=ASKED)
    if mine.owner_id is None:
        raise Refused("no_owner")
    mine.asked, mine.asked_at = asked, now
    mine.granted, mine.decided_at, mine.decided_by, mine.reason = None, None, None, ""
    _move(mine, initiative, ASKED, actor=actor, now=now, member=member, words=words, amount=str(asked))


@transaction.atomic
def grant_initiative(
    *, initiative: Initiative, granted: Decimal, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Grant what was asked for, or less of it.

    Raises Refused: "wrong_state", or "more_than_asked" with `asked`.
    """
    mine = _locked(initiative, to=GRANTED)
    if granted > (mine.asked or Decimal(0)):
        raise Refused("more_than_asked", asked=mine.asked)
    mine.granted, mine.decided_at, mine.decided_by, mine.reason = granted, now, member, words
    _move(mine, initiative, GRANTED, actor=actor, now=now, member=member, words=words, amount=str(granted))


@transaction.atomic
def refuse_initiative(
    *, initiative: Initiative, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Refuse what was asked for, and say why. Raises Refused: "wrong_state" or "no_reason"."""
    mine = _locked(initiative, to=REFUSED)
    _needs(words)
    mine.decided_at, mine.decided_by, mine.reason = now, member, words
    _move(mine, initiative, REFUSED, actor=actor, now=now, member=member, words=words)


@transaction.atomic
def begin_initiative(
    *,
    initiative: Initiative,
    felt_from: date,
    actor: Actor,
    now: datetime,
    member: Member | None = None,
    before_days: int = USUAL_WINDOW,
    after_days: int = USUAL_WINDOW,
) -> None:
    """Begin the work, and write down how its effect will be judged, before anybody can see it.

    `felt_from` is the first day on which customers feel it; the effect is looked for `after_days` from it on. Raises
    Refused: "wrong_state", "not_accepted" while the owner has not accepted by name, "felt_before" for a day that is
    past: its figure could have been seen.
    """
    mine = _locked(initiative, to=UNDER_WAY)
    if mine.owner_accepted_at is None:
        raise Refused("not_accepted")
    if felt_from < _day(mine, now):
        raise Refused("felt_before")
    mine.treatment = write_treatment(
        workspace=mine.workspace,
        plan=_treatment_plan(mine, felt_from, before_days=before_days, after_days=after_days),
        actor=actor,
        now=now,
        member=member,
    )
    mine.started_at = now
    felt = felt_from.isoformat()
    _move(mine, initiative, UNDER_WAY, actor=actor, now=now, member=member, felt_from=felt)


@transaction.atomic
def finish_initiative(
    *, initiative: Initiative, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Say that what was planned is done. Raises Refused("wrong_state")."""
    mine = _locked(initiative, to=DONE)
    mine.done_at = now
    _move(mine, initiative, DONE, actor=actor, now=now, member=member, words=words)


@transaction.atomic
def measure_initiative(
    *, initiative: Initiative, actor: Actor, now: datetime, member: Member | None = None
) -> EffectAnswer:
    """Write down what can be said of the effect, once the time after the start is over: earlier looks decide nothing.

    Raises Refused: "wrong_state", "not_judged" where nothing was written down to judge it by, "too_early".
    """
    mine = _locked(initiative, to=MEASURED)
    treatment, day = mine.treatment, _day(mine, now)
    if treatment is None:
        raise Refused("not_judged")
    if not may_be_measured(
        starts_on=treatment.starts_on, after_days=treatment.after_days, ends_on=treatment.ends_on, today=day
    ):
        raise Refused("too_early")
    answer = effect_of(treatment, day=day, with_money=False)
    mine.verdict = answer.verdict
    _move(mine, initiative, MEASURED, actor=actor, now=now, member=member, verdict=answer.verdict)
    return answer


@transaction.atomic
def stop_initiative(
    *, initiative: Initiative, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Stop an initiative, and say why. What was stopped removes no cause, so its effect counts among none.

    Raises Refused: "wrong_state" or "no_reason".
    """
    mine = _locked(initiative, to=STOPPED)
    _needs(words)
    if mine.treatment is not None:
        plan = _without_cause(mine.treatment, _day(mine, now))
        change_treatment(treatment=mine.treatment, plan=plan, actor=actor, now=now, member=member)
    _move(mine, initiative, STOPPED, actor=actor, now=now, member=member, words=words)


def _locked(initiative: Initiative, *, to: str) -> Initiative:
    mine = Initiative.objects.select_for_update(of=("self",)).select_related("treatment", "workspace")
    found = mine.get(pk=initiative.pk)
    if not may_move(found.state, to):
        raise Refused("wrong_state", state=found.state)
    return found


def _needs(words: str) -> None:
    if not words.strip():
        raise Refused("no_reason")


def _move(
    mine: Initiative,
    shown: Initiative,
    to: str,
    *,
    actor: Actor,
    now: datetime,
    member: Member | None,
    words: str = "",
    **params: Any,
) -> None:
    before = mine.state
    mine.state, mine.state_since = to, now
    mine.save()
    write_entry(initiative=mine, kind=MOVED, by=member, now=now, words=words, before=before, to=to, **params)
    record(workspace=mine.workspace, actor=actor, act=f"initiative_{to}", subject=mine, now=now)
    shown.refresh_from_db()


def _day(initiative: Initiative, now: datetime) -> date:
    return now.astimezone(ZoneInfo(initiative.workspace.timezone)).date()


def _treatment_plan(initiative: Initiative, felt_from: date, *, before_days: int, after_days: int) -> TreatmentPlan:
    return TreatmentPlan(
        name=initiative.title,
        kind=CAUSE,
        hypothesis=f"{initiative.if_we}\n{initiative.then_it}\n{initiative.for_whom}",
        starts_on=felt_from,
        touched=tuple(initiative.segment),
        touchpoint=initiative.judged_by,
        before_days=before_days,
        after_days=after_days,
        hoped_for=initiative.hoped_for,
    )


def _without_cause(treatment: Treatment, day: date) -> TreatmentPlan:
    return TreatmentPlan(
        name=treatment.name,
        kind=ELSE,
        hypothesis=treatment.hypothesis,
        starts_on=treatment.starts_on,
        ends_on=max(day, treatment.starts_on),
        touched=tuple(treatment.touched),
        comparison=tuple(treatment.comparison),
        accounts=[each.account for each in treatment.accounts.select_related("account")],
        touchpoint=treatment.touchpoint,
        before_days=treatment.before_days,
        after_days=treatment.after_days,
    )
