"""Reminders: decided by the one decision like any ask, and each of them on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from kuule.dispatch.models import AskDecision, Delivery, Invitation
from kuule.dispatch.rules import (
    ALLOW,
    ANSWERED,
    DROP,
    HOLD,
    NOT_NOW,
    PAUSED,
    REMIND,
    REMINDER,
    Asked,
    Decision,
    Person,
    Wish,
    usable_channel,
)
from kuule.dispatch.selectors import reminders as known
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.dispatch.selectors.reminders import FollowUp, follow_up_of, source_of
from kuule.lib.bulk import insert_rows
from kuule.workspaces.models import Workspace

BATCH = 500
# While a programme is paused its reminders are looked at once a day.
PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided about one reminder, and the moment that it is about. No decision: there is nothing to send."""

    invitation: Invitation
    decision: Decision | None = None
    at: datetime | None = None


@transaction.atomic
def remind_due(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Decide about reminders of a workspace that are due. Return how many there were.

    One transaction: the message, the record and what comes next are written together, so that a crash repeats nothing.
    No audit line: the decisions are the record themselves.
    """
    locked = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    due = known.due_reminders(locked, now=now).select_for_update(of=("self",))
    rows = list(due[:limit])
    if rows:
        _write(locked, _Reminding(locked, rows, now).decided(), now)
    return len(rows)


class _Reminding:
    """Decides about a batch of reminders. They limit nobody, and the ask that they repeat does not count for them."""

    def __init__(self, workspace: Workspace, due: Sequence[Invitation], now: datetime) -> None:
        self._due, self._now = due, now
        ids = [each.pk for each in due]
        self._deliberation = Deliberation(workspace, now=now)
        self._people = addressees_with(workspace, ids=[each.contact_id for each in due if each.contact_id])
        self._persons = self._deliberation.known(list(self._people.values()))
        self._not_now = known.said_not_now(workspace, invitation_ids=ids)
        self._on_their_way = known.with_open_message(workspace, invitation_ids=ids)
        self._channels = known.channels_so_far(workspace, invitation_ids=ids)

    def decided(self) -> list[_Decided]:
        """Return what is decided about each."""
        return [self._about(each) for each in self._due]

    def _about(self, invitation: Invitation) -> _Decided:
        source = source_of(invitation)
        follow_up = follow_up_of(invitation, source, now=self._now)
        each = self._people.get(invitation.contact_id or 0)
        reminded = invitation.reminded or 0
        has_more = reminded < len(follow_up.reminders)
        # A message that is still on its way sets the next reminder itself when it leaves.
        if each is None or not has_more or invitation.pk in self._on_their_way or invitation.asked_at is None:
            return _Decided(invitation)
        if stopped := self._stopped(invitation, follow_up):
            return _Decided(invitation, stopped)
        person = _but_for(self._persons[each.id], invitation, self._channels.get(invitation.pk, []))
        wish = _wish(invitation, follow_up, person, follow_up.reminders[reminded].channel, self._channels)
        at = self._deliberation.moment(each, times=follow_up.times)
        decision = self._deliberation.weigh(person, wish, at=at)
        if decision.verdict == HOLD and decision.until is not None:
            return _Decided(invitation, decision, self._after(each, follow_up, decision.until))
        return _Decided(invitation, decision, at)

    def _stopped(self, invitation: Invitation, follow_up: FollowUp) -> Decision | None:
        if invitation.answered_at is not None:
            return Decision(DROP, ANSWERED)
        if invitation.pk in self._not_now:
            return Decision(DROP, NOT_NOW)
        if follow_up.stopped == PAUSED:
            return Decision(HOLD, PAUSED, until=self._now + PAUSE)
        return Decision(DROP, follow_up.stopped) if follow_up.stopped else None

    def _after(self, each: Addressee, follow_up: FollowUp, until: datetime) -> datetime:
        return self._deliberation.moment(each, times=follow_up.times, since=until) or until


def _but_for(person: Person, invitation: Invitation, channels: Sequence[str]) -> Person:
    """Return a person as if this invitation had never been an ask."""
    family = invitation.version.survey.family
    mine = next(
        (
            each
            for each in person.asked
            if each.at == invitation.asked_at and each.family == family and each.channel in ("", *channels[:1])
        ),
        None,
    )
    return replace(person, asked=_without(person.asked, mine), account_asked=_without(person.account_asked, mine))


def _without(asked: Sequence[Asked], one: Asked | None) -> list[Asked]:
    kept = list(asked)
    if one in kept:
        kept.remove(one)
    return kept


def _wish(
    invitation: Invitation, follow_up: FollowUp, person: Person, channel: str, so_far: dict[int, list[str]]
) -> Wish:
    """Return the ask of a reminder: on its channel, else on any other that was chosen and works."""
    same = so_far.get(invitation.pk, list(follow_up.channels))[-1]
    wish = Wish(invitation.version.survey.family, (channel or same,), invitation.expires_at)
    return wish if usable_channel(wish, person) else replace(wish, channels=follow_up.channels)


def _write(workspace: Workspace, decided: Sequence[_Decided], now: datetime) -> None:
    last = known.last_rules(workspace, invitation_ids=[each.invitation.pk for each in decided])
    messages: list[Delivery] = []
    records: list[AskDecision] = []
    for each in decided:
        invitation, decision = each.invitation, each.decision
        goes_out = decision is not None and decision.verdict == ALLOW
        invitation.remind_at = _next_look(each, now)
        if decision is not None and goes_out and invitation.remind_at is None:
            invitation.reminded = (invitation.reminded or 0) + 1
            messages.append(
                Delivery(
                    workspace=workspace, invitation=invitation, channel=decision.channel, purpose=REMIND, due_at=now
                )
            )
            records.append(record_of(invitation, replace(decision, rule=REMINDER), now))
        elif decision is not None and not goes_out and decision.rule not in (ANSWERED, last.get(invitation.pk)):
            records.append(record_of(invitation, decision, now))
    Invitation.objects.bulk_update([each.invitation for each in decided], ["remind_at", "reminded"])
    insert_rows(messages)
    insert_rows(records)


def _next_look(each: _Decided, now: datetime) -> datetime | None:
    """Return when a reminder is looked at again that does not go out now; None: it goes, or never will."""
    decision = each.decision
    if decision is None or decision.verdict == DROP:
        return None
    if decision.verdict == HOLD:
        return each.at or decision.until
    return each.at if each.at is not None and each.at > now else None


def record_of(invitation: Invitation, decision: Decision, now: datetime) -> AskDecision:
    """Return the record of a decision about one more message of an invitation, to be written.

    Raises ValueError where nobody is left to decide about.
    """
    if invitation.contact_id is None:
        raise ValueError("Nobody to decide about.")
    return AskDecision(
        workspace_id=invitation.workspace_id,
        contact_id=invitation.contact_id,
        invitation=invitation,
        decided_at=now,
        verdict=decision.verdict,
        rule=decision.rule,
        until=decision.until,
        channel=decision.channel,
    )
