"""Waves: scheduled, planned person by person, finished or cancelled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching
from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import (
    ALLOW,
    ASK,
    CANCELLED,
    DROPPED,
    DUE,
    HELD_BACK,
    INVITED,
    OPEN_DELIVERY_STATES,
    OPEN_WAVE_STATES,
    PLANNING,
    SCHEDULED,
    SENDING,
    SENT,
    WAVE_CANCELLED,
    Decision,
    Wish,
    asks,
    language_for,
)
from kuule.dispatch.rules.sampling import Sample, chance_of
from kuule.dispatch.selectors import Addressee, addressees, decisions_about, decisions_before_sending, draw_of
from kuule.dispatch.selectors.audiences import audience_for
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.surveys.services.gates import pass_gates
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor, Refused
from kuule.workspaces.services import record

BATCH = 500


@transaction.atomic
def schedule_wave(
    *,
    workspace: Workspace,
    survey: Survey,
    name: str,
    audience: ContactFilter,
    due_at: datetime,
    actor: Actor,
    now: datetime,
    channels: Sequence[str] = ("email",),
    sample: Sample | None = None,
) -> Wave:
    """Plan to ask an audience at `due_at`, now or later, in the wording that is published now.

    With a `sample` only as many of them as its margin of error needs.

    Who of them is asked is decided when the wave is due. Raises Refused("survey_not_published"),
    Refused("due_in_the_past"), Refused("nobody_matches"), Refused("too_few_for_anonymous", least=…) where so few would
    be asked that an anonymous survey could not be one, Refused("already_scheduled", wave_id=…) for a form that was sent
    twice, GateClosed, and ValueError for a survey of another workspace.
    """
    if survey.workspace_id != workspace.pk:
        message = "A survey of another workspace"
        raise ValueError(message)
    version = published_version(workspace, survey=survey)
    if version is None or not asks(survey_state=survey.state, archived_at=survey.archived_at):
        raise Refused("survey_not_published")
    if due_at < now:
        raise Refused("due_in_the_past")
    people = contacts_matching(workspace, filter=audience_for(survey, audience))
    if not people.exists():
        raise Refused("nobody_matches")
    pass_gates(workspace, people=people.count)
    if _is_too_small(workspace, survey=survey, audience=audience, at=due_at, channels=channels, sample=sample):
        raise Refused("too_few_for_anonymous", least=workspace.min_n_anonymous)
    _refuse_the_same(workspace, survey=survey, name=name, audience=audience)
    wave = Wave.objects.create(
        workspace=workspace,
        survey=survey,
        version=version,
        name=name,
        channel=channels[0],
        channels=list(channels),
        audience=audience.as_json(),
        state=SCHEDULED,
        due_at=due_at,
        sample_margin=sample.margin if sample else None,
        sample_seed=sample.seed if sample else None,
        created_by_id=actor.id if actor.kind == "user" else None,
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="wave_scheduled", subject=wave, now=now)
    return wave


@transaction.atomic
def cancel_wave(*, wave: Wave, actor: Actor, now: datetime) -> None:
    """Ask nobody more. Who was asked before stays asked; the rest are held back, with that as the reason.

    Raises Refused("wave_over") for a wave that is sent or cancelled.
    """
    open_wave = Wave.objects.filter(pk=wave.pk, state__in=OPEN_WAVE_STATES)
    if not open_wave.update(state=CANCELLED, finished_at=now):
        raise Refused("wave_over")
    _drop_waiting(wave, now)
    record(workspace=wave.workspace, actor=actor, act="wave_cancelled", subject=wave, now=now)
    wave.refresh_from_db(fields=["state", "finished_at"])


@transaction.atomic
def plan_wave(*, wave: Wave, now: datetime, batch: int = BATCH) -> int:
    """Decide about the next people of a wave and return how many; 0 means there is nobody left to decide about.

    One transaction: the decisions, the messages of the invited and the place to go on from (`planned_to`) are
    written together, so that a wave can stop anywhere and go on there, in this process or another.
    """
    # One planner a workspace at a time: else two waves could both find that a person was not asked lately.
    Workspace.objects.select_for_update(no_key=True).get(pk=wave.workspace_id)
    Wave.objects.filter(pk=wave.pk, state=SCHEDULED, due_at__lte=now).update(state=PLANNING)
    current = Wave.objects.select_related("workspace", "survey", "version").get(pk=wave.pk)
    if current.state != PLANNING:
        return 0
    if not asks(survey_state=current.survey.state, archived_at=current.survey.archived_at):
        cancel_wave(wave=current, actor=SYSTEM, now=now)
        return 0
    audience = ContactFilter.from_json(current.audience)
    sample = Sample(current.sample_margin, current.sample_seed or "") if current.sample_margin else None
    if current.planned_to == 0 and _is_too_small(
        current.workspace,
        survey=current.survey,
        audience=audience,
        at=now,
        channels=current.wanted_channels,
        sample=sample,
    ):
        cancel_wave(wave=current, actor=SYSTEM, now=now)
        return 0
    below = _below(current, audience, sample, now) if sample else 1.0
    whom = audience_for(current.survey, audience)
    people = addressees(current.workspace, audience=whom, after=current.planned_to, limit=batch)
    if not people:
        Wave.objects.filter(pk=wave.pk, state=PLANNING).update(state=SENDING)
        record(workspace=current.workspace, actor=SYSTEM, act="wave_planned", subject=current, now=now)
        return 0
    if not Wave.objects.filter(pk=wave.pk, state=PLANNING).update(planned_to=people[-1].id):
        return 0  # cancelled at this very moment
    wish = Wish(current.survey.family, current.wanted_channels)
    decisions = decisions_about(
        current.workspace,
        people=people,
        wish=wish,
        now=now,
        is_drawn=(lambda contact: chance_of(sample.seed, contact) <= below) if sample else None,
    )
    _write_decisions(current, people, decisions, now)
    return len(people)


def finish_waves(*, now: datetime) -> int:
    """Call those waves sent whose messages are all settled. Returns how many."""
    sending = Wave.objects.filter(state=SENDING)
    waiting = Delivery.objects.filter(state__in=OPEN_DELIVERY_STATES, purpose=ASK, invitation__wave__in=sending)
    done = list(sending.exclude(pk__in=waiting.values("invitation__wave")).values_list("pk", flat=True))
    return sending.filter(pk__in=done).update(state=SENT, finished_at=now) if done else 0


def _below(wave: Wave, audience: ContactFilter, sample: Sample, now: datetime) -> float:
    """Return up to which chance people are drawn: settled once, before the first of them is decided about."""
    if wave.sample_below is None:
        channels = wave.wanted_channels
        draw = draw_of(wave.workspace, survey=wave.survey, audience=audience, sample=sample, now=now, channels=channels)
        Wave.objects.filter(pk=wave.pk).update(sample_below=draw.below)
        wave.sample_below = draw.below
    return wave.sample_below


def _is_too_small(
    workspace: Workspace,
    *,
    survey: Survey,
    audience: ContactFilter,
    at: datetime,
    channels: Sequence[str],
    sample: Sample | None = None,
) -> bool:
    if not survey.is_anonymous:
        return False
    forecast = decisions_before_sending(
        workspace, survey=survey, audience=audience, now=at, channels=channels, sample=sample
    )
    return forecast.asked < workspace.min_n_anonymous


def _refuse_the_same(workspace: Workspace, *, survey: Survey, name: str, audience: ContactFilter) -> None:
    # The workspace's row is the lock: two clicks at the same moment are taken one by one.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    waiting = Wave.objects.filter(workspace=workspace, survey=survey, name=name, state__in=OPEN_WAVE_STATES)
    for wave in waiting:
        if wave.audience == audience.as_json():
            raise Refused("already_scheduled", wave_id=wave.pk)


def _drop_waiting(wave: Wave, now: datetime) -> None:
    # The messages first: a worker that claims one at this moment either has it already or finds it dropped.
    waiting = Delivery.objects.filter(workspace=wave.workspace, invitation__wave=wave, state=DUE)
    Delivery.objects.filter(pk__in=waiting.values("pk"), state=DUE).update(state=DROPPED, reason=WAVE_CANCELLED)
    Invitation.objects.filter(
        workspace=wave.workspace,
        wave=wave,
        decision=INVITED,
        asked_at=None,
        pk__in=Delivery.objects.filter(
            workspace=wave.workspace, invitation__wave=wave, state=DROPPED, reason=WAVE_CANCELLED
        ).values("invitation_id"),
    ).update(decision=HELD_BACK, reason=WAVE_CANCELLED, decided_at=now)


def _write_decisions(
    wave: Wave, people: Sequence[Addressee], decisions: Sequence[tuple[Decision, datetime]], now: datetime
) -> None:
    invitations = Invitation.objects.bulk_create(
        Invitation(
            workspace_id=wave.workspace_id,
            wave=wave,
            version_id=wave.version_id,
            contact_id=person.id,
            # A wave is one round: whoever cannot be asked in it is held back, however short it would be.
            decision=INVITED if decision.verdict == ALLOW else HELD_BACK,
            reason=decision.rule,
            decided_at=now,
            language=language_for(person.language, offered=wave.version.languages, fallback=wave.workspace.language),
        )
        for person, (decision, _at) in zip(people, decisions, strict=True)
    )
    Delivery.objects.bulk_create(
        Delivery(workspace_id=wave.workspace_id, invitation=invitation, channel=decision.channel, due_at=at)
        for invitation, (decision, at) in zip(invitations, decisions, strict=True)
        if invitation.decision == INVITED
    )
