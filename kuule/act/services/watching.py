"""Opening a case for every answer that needs one, and keeping cases in step with their answers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cached_property

import structlog
from django.db import transaction

from kuule.act.models import AnswerNews, Case
from kuule.act.rules import DRAWN
from kuule.act.rules.hearing import is_drawn, lot_of, waits_until, why_silenced
from kuule.act.rules.playbooks import Heard, reason_for, wants_reading
from kuule.act.rules.triage import urgency_of
from kuule.act.selectors.answers import (
    RELATED,
    Readings,
    TouchpointFinder,
    answers_with,
    cases_about,
    given_of,
    heard_of,
    news_due,
)
from kuule.act.selectors.office import Office
from kuule.act.selectors.playbooks import live_playbooks, rules_of
from kuule.act.services.following import close_cases_without_answer, follow_answer
from kuule.act.services.opening import open_case
from kuule.act.services.planning import plan_case, stake_of
from kuule.responses.models import Response
from kuule.surveys.question_types.scales import DETRACTOR, group_on
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

log = structlog.get_logger("kuule.act")

BATCH = 500
TRIED_AGAIN_AFTER = timedelta(minutes=1)


def hear_some(*, now: datetime, limit: int = BATCH) -> int:
    """Look at some answers that are new or changed; return how many entries of the outbox that was.

    An entry is gone only in the transaction that opens or follows the case: whoever is killed in between sees the same
    answer again. Two workers at once do no harm, because an answer has one case at most.
    """
    entries = news_due(now=now, limit=limit)
    if not entries:
        return 0
    workspace = Workspace.objects.filter(pk=entries[0][1]).first()
    if workspace is None:
        AnswerNews.objects.filter(pk__among=[entry for entry, *_rest in entries]).delete()
        return len(entries)
    by_answer = defaultdict[int, list[int]](list)
    for entry, _workspace, answer in entries:
        by_answer[answer].append(entry)
    hearing = _Hearing(workspace, by_answer, now)
    hearing.drop_idle()
    for answer in hearing.concerning:
        hearing.hear(answer)
    return len(entries)


class _Hearing:
    """Looks at some answers of one workspace."""

    def __init__(self, workspace: Workspace, entries: dict[int, list[int]], now: datetime) -> None:
        self._workspace, self._entries, self._now = workspace, entries, now
        self._office = Office(workspace, now=now)
        self._playbooks = live_playbooks(workspace)
        self._rules = rules_of(self._playbooks.values())
        self._most_drawn = max((rule.share for rule in self._rules if rule.reason == DRAWN), default=0)
        self._known = {each.pk: each for each in answers_with(workspace, ids=entries)}
        self._cased = cases_about(workspace, ids=entries)
        self._readings = Readings.of(workspace, ids=entries)
        self._touchpoints = TouchpointFinder(workspace, self._known.values())

    @cached_property
    def concerning(self) -> dict[int, Response]:
        """The answers that have a case or may need one, the oldest first."""
        known = self._known.items()
        return {pk: response for pk, response in known if pk in self._cased or self._may_open(response)}

    def drop_idle(self) -> None:
        """Take out at once what needs nothing: most answers. Answers that are gone leave their cases behind."""
        idle = [entry for pk, entries in self._entries.items() if pk not in self.concerning for entry in entries]
        with transaction.atomic():
            if self._entries.keys() - self._known.keys():
                close_cases_without_answer(workspace=self._workspace, now=self._now)
            AnswerNews.objects.filter(pk__among=idle).delete()

    def hear(self, pk: int) -> None:
        """Open the case of an answer or follow it, or put off looking at it."""
        try:
            with transaction.atomic():
                self._hear(pk)
        except Exception:
            # One answer that cannot be looked at must not keep all that follow from being heard.
            log.exception("answer_not_heard", response=pk)
            self._put_off(self._entries[pk], self._now + TRIED_AGAIN_AFTER)

    def _hear(self, pk: int) -> None:
        mine = AnswerNews.objects.select_for_update(skip_locked=True).filter(pk__in=self._entries[pk])
        claimed = list(mine.values_list("pk", flat=True))
        # Whoever changes the answer meanwhile waits until its case is there to be followed.
        locked = Response.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk)
        response = locked.select_related(*RELATED).first() if claimed else None
        if response is None:
            return
        heard = self._heard(response)
        case = Case.objects.select_for_update(no_key=True, of=("self",)).filter(response=response).first()
        if case is not None:
            follow_answer(case=case, response=response, heard=heard, office=self._office)
        elif (until := self._waits_until(response, heard)) is not None:
            self._put_off(claimed, until)
            return
        else:
            self._open(response, heard)
        AnswerNews.objects.filter(pk__in=claimed).delete()

    def _open(self, response: Response, heard: Heard) -> None:
        if why_silenced(given_of(response), cases_since=self._office.settings.since):
            return
        reason, rule = reason_for(self._rules, heard)
        if not reason:
            return
        plan = plan_case(
            office=self._office,
            reason=reason,
            playbook=self._playbooks[rule.number] if rule else None,
            since=response.answered_at,
            contact=response.contact,
            account=response.account,
            response=response,
            touchpoint=self._touchpoints.of(response),
            urgency=urgency_of(heard.urgencies),
        )
        open_case(workspace=self._workspace, plan=plan, actor=SYSTEM, now=self._now)

    def _heard(self, response: Response) -> Heard:
        value = None
        if any(rule.asks_value for rule in self._rules):
            value, _renewal = stake_of(
                self._workspace, account=response.account, contact=response.contact, day=self._office.day
            )
        readings = Readings.of(self._workspace, ids=[response.pk])
        return heard_of(response, readings, touchpoint=self._touchpoints.of(response), value=value)

    def _may_open(self, response: Response) -> bool:
        if why_silenced(given_of(response), cases_since=self._office.settings.since):
            return False
        lot = lot_of(key=bytes(self._workspace.hash_key), uid=response.uid)
        return (
            group_on(response.scale, response.score) == DETRACTOR
            or is_drawn(lot, share=self._most_drawn)
            or bool(self._readings.urgencies.get(response.pk))
        )

    def _waits_until(self, response: Response, heard: Heard) -> datetime | None:
        return waits_until(
            response.answered_at,
            is_finished=response.is_finished,
            wants_reading=wants_reading(self._rules, heard),
            now=self._now,
        )

    def _put_off(self, entries: Collection[int], until: datetime) -> None:
        AnswerNews.objects.filter(pk__in=entries).update(not_before=until)
