"""Looking after customers: cases of unhappy people and how each went, and some that were opened otherwise."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, combinations, cycle
from typing import Any

from kuule.act.models import AgreedAction, Case, RootCause
from kuule.act.rules import DETRACTOR, OPEN, SILENT, USUAL_HOURS
from kuule.act.services import cases as acts
from kuule.act.services.by_hand import Subject, open_by_hand
from kuule.act.services.causes import add_cause
from kuule.act.services.opening import CasePlan, open_case
from kuule.contacts.models import Account
from kuule.demo.rules.calendar import Stage
from kuule.demo.rules.story import Story
from kuule.demo.selectors import answers_since, silent_key_person, unhappy_customers, unhappy_once, worth_a_call
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.cases import begin_caring, hear_answer, post_letters
from kuule.demo.services.company import Company
from kuule.economics.selectors.accounts import money_of_account
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM

UNHAPPY, UNHAPPY_ONCE = 26, 9
OPENED_WITHIN = timedelta(minutes=1)
# Whose cases go together are closed together, weeks after the first.
CLOSED_TOGETHER, MERGED_AFTER = timedelta(days=22), timedelta(hours=10)
SILENCE_SEEN, ROUND_EVERY = timedelta(hours=9), timedelta(hours=6)

Step = Callable[[Case, Sequence[Any], datetime], object]


class Caring:
    """Tells how customers were looked after, each act with the moment it happened."""

    def __init__(self, company: Company, story: Story, stage: Stage) -> None:
        self._company, self._told, self._stage = company, story.cases, stage
        self._themes = _themes_by_text(story)
        self._agenda = Agenda()
        self._causes: dict[tuple[str, str], RootCause] = {}
        self._fates: dict[int, Sequence[Sequence[Any]]] = {}
        self._ended = cycle([fate for fate in self._told.fates if fate[-1][0] == "close"])
        self._together: int | None = None
        self._steps: Mapping[str, Step] = {
            "missed": self._call,
            "call": self._call,
            "cause": self._name_cause,
            "promise": self._promise,
            "done": self._keep,
            "drop": self._drop,
            "snooze": self._let_rest,
            "to_leader": self._to_leader,
            "to_team": self._to_team,
            "close": self._close,
            "reopen": self._reopen,
        }

    def tell(self) -> None:
        """Tell everything up to now."""
        self._plant_causes()
        workspace = self._company.workspace
        newest = unhappy_customers(workspace, count=UNHAPPY)
        # What is open still is about the newest answers; all the older ones came to an end.
        fates = chain(self._told.fates, self._ended)
        self._fates = {each.pk: fate for each, fate in zip(newest, fates, strict=False)}
        since = newest[-1].answered_at if newest else self._stage.now
        once = unhappy_once(workspace, until=since, count=UNHAPPY_ONCE)
        self._together = _heard_twice([*newest, *once])
        for response, fate in zip(once, self._ended, strict=False):
            self._agenda.add(response.answered_at + OPENED_WITHIN, partial(self._begin, response, fate))
        begin_caring(self._company, since=since, now=self._stage.now)
        for pk, at in answers_since(workspace, since=since):
            self._agenda.add(at + OPENED_WITHIN, partial(self._hear, pk))
        self._open_others()
        self._remind_daily(since)
        self._agenda.play(until=self._stage.now)
        self._post(self._stage.now)

    def _remind_daily(self, since: datetime) -> None:
        at = since
        while at < self._stage.now:
            self._agenda.add(at, self._post)
            at += ROUND_EVERY

    def _post(self, now: datetime) -> None:
        post_letters(self._company.workspace, now=now, until=self._stage.now)

    def _plant_causes(self) -> None:
        who: dict[str, Any] = {"workspace": self._company.workspace, "actor": self._company.actor}
        for wide, narrow in self._told.causes.items():
            top = add_cause(name=wide, now=self._stage.began_at, **who)
            for name in narrow:
                self._causes[wide, name] = add_cause(name=name, parent=top, now=self._stage.began_at, **who)

    def _begin(self, response: Response, fate: Sequence[Sequence[Any]], now: datetime) -> None:
        account = response.account
        plan = {"reason": DETRACTOR, "response": response, "contact": response.contact, **_side(account)}
        self._live(self._open(plan, now), fate, now)

    def _hear(self, response_id: int, now: datetime) -> None:
        case = hear_answer(self._company.workspace, response_id=response_id, now=now)
        if case is not None:
            self._live(case, self._fates.get(response_id) or next(self._ended), now)

    def _live(self, case: Case, fate: Sequence[Sequence[Any]], now: datetime) -> None:
        account = case.account
        together = account is not None and account.pk == self._together
        if together and self._older(case) is not None:
            self._agenda.add(now + MERGED_AFTER, partial(self._merge, case))
            return
        for kind, hours, *rest in fate:
            later = CLOSED_TOGETHER if together and kind == "close" else timedelta(hours=hours)
            self._agenda.add(now + later, partial(self._step, case.pk, kind, rest))

    def _step(self, case_id: int, kind: str, rest: Sequence[Any], now: datetime) -> None:
        case = Case.objects.select_related("workspace", "owner__user", "team", "account", "response").get(pk=case_id)
        self._steps[kind](case, [kind, *rest], now)

    def _call(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        words = self._words(case)[str(told[0])]
        acts.log_call(case=case, was_reached=told[0] == "call", words=words, by=self._whose(case), now=now)

    def _name_cause(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        del told
        wide, narrow = self._words(case)["cause"]
        acts.code_cause(case=case, cause=self._causes[wide, narrow], by=self._whose(case), now=now)

    def _promise(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        by = self._whose(case)
        due_on = (now + timedelta(hours=told[1])).astimezone(self._stage.zone).date()
        acts.agree_action(case=case, text=self._words(case)["promise"], due_on=due_on, owner=by, by=by, now=now)

    def _keep(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        del told
        by = self._whose(case)
        acts.add_note(case=case, words=self._words(case)["done"], by=by, now=now)
        acts.finish_action(action=AgreedAction.objects.get(case=case), by=by, now=now)

    def _drop(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        acts.drop_action(action=AgreedAction.objects.get(case=case), reason=told[1], by=self._whose(case), now=now)

    def _let_rest(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        until = self._stage.now + timedelta(days=told[1])
        acts.snooze_case(case=case, until=until, words=told[2], by=self._whose(case), now=now)

    def _to_leader(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        acts.hand_over(case=case, to=self._leader(), words=told[1], by=self._whose(case), now=now)

    def _to_team(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        if case.team is not None:
            acts.hand_over(case=case, to=case.team, words=told[1], by=self._whose(case), now=now)

    def _close(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        words = self._words(case)["end"] if told[1] in ("solved", "explained") else ""
        closing = acts.Closing(outcome=told[1], words=words)
        acts.close_case(case=case, closing=closing, by=self._whose(case), now=now)

    def _reopen(self, case: Case, told: Sequence[Any], now: datetime) -> None:
        acts.reopen_case(case=case, words=told[1], by=self._whose(case), now=now)

    def _merge(self, case: Case, now: datetime) -> None:
        if (older := self._older(case)) is not None:
            acts.merge_case(case=case, into=older, by=self._whose(case), now=now)

    def _older(self, case: Case) -> Case | None:
        same = Case.objects.filter(workspace=case.workspace, account=case.account, state=OPEN, pk__lt=case.pk)
        return same.order_by("pk").first()

    def _open_others(self) -> None:
        workspace, now = self._company.workspace, self._stage.now
        for response, told in zip(
            worth_a_call(workspace, count=len(self._told.by_hand)), self._told.by_hand, strict=False
        ):
            self._agenda.add(now - timedelta(hours=told["hours"]), partial(self._by_hand, response, told))
        if (person := silent_key_person(workspace)) is not None:
            silent = {"reason": SILENT, "contact": person, **_side(person.account)}
            self._agenda.add(now - SILENCE_SEEN, partial(self._open, silent))

    def _open(self, plan: Mapping[str, Any], now: datetime) -> Case:
        account = plan["account"]
        value = money_of_account(account, day=now.date()).revenue if account else None
        whole = CasePlan(due_at=self._due(now), value=value, **plan)
        return open_case(workspace=self._company.workspace, plan=whole, actor=SYSTEM, now=now)

    def _by_hand(self, response: Response, told: Mapping[str, Any], now: datetime) -> None:
        by = self._company.members[told["by"]]
        case, _is_new = open_by_hand(subject=Subject(response=response), by=by, now=now)
        acts.add_note(case=case, words=told["words"], by=by, now=now)

    def _due(self, now: datetime) -> datetime:
        """Return a day later, and the end of Monday for what falls on a weekend."""
        local = (now + timedelta(hours=USUAL_HOURS)).astimezone(self._stage.zone)
        if local.weekday() < 5:
            return local
        monday = local + timedelta(days=7 - local.weekday())
        return (monday + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)

    def _words(self, case: Case) -> Mapping[str, Any]:
        theme = self._themes.get(case.response.verbatim, "none") if case.response else "none"
        return self._told.themes.get(theme, self._told.themes["none"])

    def _whose(self, case: Case) -> Member:
        return case.owner or self._leader()

    def _leader(self) -> Member:
        return Member.objects.select_related("user").get(workspace=self._company.workspace, user=self._company.actor.id)


def _side(account: Account | None) -> dict[str, Any]:
    return {
        "account": account,
        "owner": account.owner if account else None,
        "team": account.team if account else None,
    }


def _heard_twice(answers: Sequence[Response]) -> int | None:
    """Return the account with two unhappy answers that came closest together: its cases are looked after as one."""
    gaps = (
        (newer.answered_at - older.answered_at, newer.account_id)
        for newer, older in combinations(sorted(answers, key=lambda each: each.answered_at, reverse=True), 2)
        if newer.account_id == older.account_id
    )
    return min(gaps, default=(None, None))[1]


def _themes_by_text(story: Story) -> dict[str, str]:
    every = story.comments.values()
    return {each.text: theme for language in every for theme, comments in language.items() for each in comments}
