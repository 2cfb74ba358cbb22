"""Deciding whom to ask about what happened, by the one decision, once each, and on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.contacts.selectors import groups_of, property_snapshot
from kuule.dispatch.models import AskDecision, Delivery, Invitation, Occurrence
from kuule.dispatch.rules import ALLOW, DROP, ERASED, HOLD, INVITED, Decision, Wish, language_for
from kuule.dispatch.rules.asking import Hold, Person
from kuule.dispatch.rules.occurrences import ASKED, ASKING_TIMES, LEFT_OUT, QUEUED, day_of, is_drawn, next_day
from kuule.dispatch.rules.reasons import CONDITION, DAILY_CAP, EXPIRED, OTHER_GROUP
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.occurrences import asked_on_day, contacts_with, due_occurrences
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.surveys.models import SurveyVersion, Touchpoint
from kuule.surveys.rules.touchpoints import QUEUE, conditions_hold
from kuule.surveys.selectors import published_version
from kuule.workspaces.models import Workspace

BATCH = 1_000
_CHANGED = ("state", "rule", "due_at", "decided_at", "invitation")


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided about an occurrence, and the moment that it is about."""

    occurrence: Occurrence
    decision: Decision
    at: datetime
    language: str = ""
    is_news: bool = True


@transaction.atomic
def ask_about_occurrences(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Decide about occurrences of a workspace that are due. Return how many there were.

    One transaction: decisions, messages and what becomes of each occurrence are written together, so that a crash
    repeats nothing. No audit line: the decisions are the record themselves.
    """
    # One planner a workspace at a time: else two plans could both find that a person was not asked lately.
    locked = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    due = list(due_occurrences(locked, now=now)[:limit])
    if due:
        _write(locked, _Asking(locked, due, now).decided(), now)
    return len(due)


class _Asking:
    """Decides about a batch of occurrences, one after another."""

    def __init__(self, workspace: Workspace, due: Sequence[Occurrence], now: datetime) -> None:
        self._workspace, self._due, self._now = workspace, due, now
        self._zone = ZoneInfo(workspace.timezone)
        ids = {each.contact_id for each in due if each.contact_id is not None}
        self._people = addressees_with(workspace, ids=list(ids))
        self._deliberation = Deliberation(workspace, now=now)
        self._persons = self._deliberation.known(list(self._people.values()))
        conditional = [each.contact_id for each in due if each.touchpoint.conditions]
        self._contacts = contacts_with(workspace, ids=conditional)
        self._groups = groups_of(workspace, ids=list(ids))
        self._asked: dict[tuple[int, datetime], int] = {}

    def decided(self) -> list[_Decided]:
        """Return what is decided about each."""
        return [self._about(each) for each in self._due]

    def _about(self, occurrence: Occurrence) -> _Decided:
        each = self._people.get(occurrence.contact_id or 0)
        if each is None:
            return _Decided(occurrence, Decision(DROP, ERASED), self._now)
        at = self._deliberation.moment(each, times=ASKING_TIMES)
        decision = self._decision(occurrence, each, at)
        is_news = decision.verdict != HOLD or decision.rule != occurrence.rule
        return _Decided(occurrence, decision, at or self._now, each.language, is_news)

    def _decision(self, occurrence: Occurrence, each: Addressee, at: datetime | None) -> Decision:
        touchpoint = occurrence.touchpoint
        if occurrence.expires_at <= self._now:
            return Decision(DROP, EXPIRED)
        if touchpoint.survey and self._groups.get(each.id, touchpoint.survey.measures) != touchpoint.survey.measures:
            return Decision(DROP, OTHER_GROUP)
        if touchpoint.conditions and not conditions_hold(touchpoint.conditions, self._facts(occurrence)):
            return Decision(DROP, CONDITION)
        wish = Wish(
            touchpoint.survey.family if touchpoint.survey else "",
            tuple(touchpoint.channels) or Wish().channels,
            occurrence.expires_at,
            is_drawn=is_drawn(workspace_id=self._workspace.pk, uid=occurrence.uid, share=touchpoint.share),
        )
        decision = self._deliberation.about(
            each, self._capped(self._persons[each.id], touchpoint, at or self._now), wish, at=at
        )
        if decision.verdict == ALLOW and at is not None:
            self._asked[self._day(touchpoint, at)] = self._asked_on(touchpoint, at) + 1
        elif decision.verdict == HOLD and touchpoint.if_held != QUEUE:
            return replace(decision, verdict=DROP)
        return decision

    def _facts(self, occurrence: Occurrence) -> dict[str, object]:
        contact = self._contacts.get(occurrence.contact_id or 0)
        return {**(property_snapshot(contact) if contact else {}), **occurrence.properties}

    def _capped(self, person: Person, touchpoint: Touchpoint, at: datetime) -> Person:
        if touchpoint.daily_cap is None or self._asked_on(touchpoint, at) < touchpoint.daily_cap:
            return person
        return replace(person, holds=(*person.holds, Hold(DAILY_CAP, next_day(at, self._zone))))

    def _asked_on(self, touchpoint: Touchpoint, at: datetime) -> int:
        if touchpoint.daily_cap is None:
            return 0
        key = self._day(touchpoint, at)
        if key not in self._asked:
            self._asked[key] = asked_on_day(touchpoint, *day_of(at, self._zone))
        return self._asked[key]

    def _day(self, touchpoint: Touchpoint, at: datetime) -> tuple[int, datetime]:
        return touchpoint.pk, day_of(at, self._zone)[0]


def _write(workspace: Workspace, decided: Sequence[_Decided], now: datetime) -> None:
    allowed = [each for each in decided if each.decision.verdict == ALLOW]
    versions = _versions(workspace, allowed)
    invitations = [_invitation(workspace, each, versions[each.occurrence.touchpoint_id], now) for each in allowed]
    number_rows(invitations)
    insert_rows(invitations)
    insert_rows(
        [
            Delivery(workspace=workspace, invitation=invitation, channel=each.decision.channel, due_at=each.at)
            for invitation, each in zip(invitations, allowed, strict=True)
        ]
    )
    for invitation, each in zip(invitations, allowed, strict=True):
        each.occurrence.invitation = invitation
    insert_rows(
        [
            AskDecision(
                workspace=workspace,
                contact_id=each.occurrence.contact_id,
                occurrence=each.occurrence,
                decided_at=now,
                verdict=each.decision.verdict,
                rule=each.decision.rule,
                until=each.decision.until,
                channel=each.decision.channel,
            )
            for each in decided
            if each.is_news and each.occurrence.contact_id is not None
        ]
    )
    for each in decided:
        _settle(each, now)
    overwrite_rows([each.occurrence for each in decided], _CHANGED)


def _settle(each: _Decided, now: datetime) -> None:
    occurrence, decision = each.occurrence, each.decision
    occurrence.rule, occurrence.decided_at = decision.rule, now
    occurrence.state = {ALLOW: ASKED, DROP: LEFT_OUT, HOLD: QUEUED}[decision.verdict]
    if decision.verdict == HOLD and decision.until is not None:
        occurrence.due_at = decision.until


def _versions(workspace: Workspace, allowed: Iterable[_Decided]) -> dict[int, SurveyVersion]:
    found: dict[int, SurveyVersion] = {}
    for each in allowed:
        touchpoint = each.occurrence.touchpoint
        if touchpoint.pk not in found and touchpoint.survey is not None:
            version = published_version(workspace, survey=touchpoint.survey)
            if version is not None:
                found[touchpoint.pk] = version
    return found


def _invitation(workspace: Workspace, each: _Decided, version: SurveyVersion, now: datetime) -> Invitation:
    return Invitation(
        workspace=workspace,
        version=version,
        contact_id=each.occurrence.contact_id,
        decision=INVITED,
        decided_at=now,
        language=language_for(each.language, offered=version.languages, fallback=workspace.language),
        properties=each.occurrence.properties,
    )
