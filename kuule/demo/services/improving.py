"""What the demo company does about what its customers say: initiatives in every state."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kuule.act.models import Initiative, Letter, Pilot
from kuule.act.rules.initiatives import FROM_HAND, FROM_THEME, FROM_TOUCHPOINT
from kuule.act.rules.letters import TOLD_DONE
from kuule.act.selectors.huddles import handed_on
from kuule.act.selectors.telling import due_tellings
from kuule.act.services.goals import mark_pilot
from kuule.act.services.handing_on import take_up_item
from kuule.act.services.initiative_moves import (
    ask_for_initiative,
    begin_initiative,
    finish_initiative,
    grant_initiative,
    measure_initiative,
    refuse_initiative,
)
from kuule.act.services.initiative_parts import add_task, finish_task, make_review, note_spending, plan_review
from kuule.act.services.initiatives import InitiativePlan, accept_initiative, propose_initiative
from kuule.act.services.telling import decide_tellings, tell_those_who_raised_it, word_for_everybody, write_telling
from kuule.demo.rules.acts import SketchedInitiative
from kuule.demo.rules.calendar import Stage
from kuule.demo.services.company import Company
from kuule.dispatch.rules import DUE, HANDED_OVER
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member
from kuule.workspaces.rules import OWNER

PROPOSER, BOSS = "oskar", "maija"
LOOKED_BACK = timedelta(days=365)
# Asked, granted and begun so many days after the proposal, as far as there are as many.
ASKED_AFTER, GRANTED_AFTER = 2, 4
BEGUN_BEFORE = 3
# By then whoever was asked lately, or had a case open, is decided about.
TELLING_DAYS = (0, 8, 20)


def improve(company: Company, *, sketches: Sequence[SketchedInitiative], stage: Stage) -> None:
    """Let every initiative go as far as the story tells."""
    for sketch in sketches:
        _Improving(company, sketch, stage).tell()


class _Improving:
    """Tells one initiative, each act with the moment it happened."""

    def __init__(self, company: Company, sketch: SketchedInitiative, stage: Stage) -> None:
        self._company, self._sketch, self._stage = company, sketch, stage
        self._today = stage.now.astimezone(stage.zone).date()

    def tell(self) -> None:
        """Tell it from the proposal on."""
        sketch = self._sketch
        initiative = self._propose()
        if sketch.pilot_of:
            self._try_out(initiative, sketch.pilot_of)
        for text, who, is_done in sketch.tasks:
            self._task(initiative, text, who, is_done=is_done)
        if sketch.asked is not None:
            self._decide(initiative)
        for days, verdict, reason in sketch.reviews:
            self._review(initiative, days, verdict, reason)
        if sketch.felt is not None:
            self._work(initiative, sketch.felt)
        if sketch.telling is not None:
            self._tell_people(initiative, sketch.telling)

    def _propose(self) -> Initiative:
        sketch, company = self._sketch, self._company
        theme = Theme.objects.filter(workspace=company.workspace, origin__endswith=f":{sketch.theme}").first()
        touchpoint = Touchpoint.objects.filter(workspace=company.workspace, name=sketch.touchpoint).first()
        theme = theme if sketch.theme else None
        plan = InitiativePlan(
            title=sketch.title,
            cause=sketch.cause,
            if_we=sketch.if_we,
            then_it=sketch.then_it,
            for_whom=sketch.for_whom,
            heard_since=self._day(sketch.proposed) - LOOKED_BACK,
            heard_from=sketch.heard_from,
            segment=sketch.segment,
            theme=theme,
            touchpoint=touchpoint,
            owner=self._member(sketch.owner),
            sponsor=self._member(sketch.sponsor),
            team=company.teams.get(sketch.team),
            impact=sketch.impact,
            effort=sketch.effort,
            planned_start=self._day(sketch.felt) if sketch.felt is not None else None,
            planned_end=self._day(sketch.ends) if sketch.ends is not None else None,
            hoped_for=None if sketch.hoped_for is None else Decimal(sketch.hoped_for),
        )
        who: dict[str, Any] = {
            "member": company.members[PROPOSER],
            "actor": company.actor,
            "now": self._at(sketch.proposed),
        }
        if sketch.handed_on:
            return take_up_item(item=handed_on(company.workspace).get(text=sketch.handed_on), plan=plan, **who)
        origin = FROM_THEME if theme else FROM_TOUCHPOINT if touchpoint else FROM_HAND
        return propose_initiative(workspace=company.workspace, plan=plan, origin=origin, **who)

    def _try_out(self, initiative: Initiative, goal: str) -> None:
        pilot = Pilot.objects.get(workspace=self._company.workspace, goal__name=goal)
        mark_pilot(
            goal=pilot.goal,
            place=pilot.place,
            until=pilot.until,
            rule=pilot.rule,
            initiative=initiative,
            actor=self._company.actor,
            now=self._at(self._sketch.proposed),
        )

    def _decide(self, initiative: Initiative) -> None:
        sketch = self._sketch
        asked, decided = (self._at(sketch.proposed - days) for days in (ASKED_AFTER, GRANTED_AFTER))
        who: dict[str, Any] = {"initiative": initiative, "actor": self._company.actor}
        ask_for_initiative(
            asked=Decimal(sketch.asked or 0), words=sketch.asked_for, now=asked, member=self._member(PROPOSER), **who
        )
        if sketch.refused:
            refuse_initiative(words=sketch.refused, now=decided, member=self._member(BOSS), **who)
        elif sketch.granted is not None:
            grant_initiative(
                granted=Decimal(sketch.granted),
                words=sketch.granted_with,
                now=decided,
                member=self._member(BOSS),
                **who,
            )
            if sketch.accepted and initiative.owner is not None:
                accept_initiative(member=initiative.owner, now=decided, **who)

    def _work(self, initiative: Initiative, felt: int) -> None:
        sketch = self._sketch
        who: dict[str, Any] = {"initiative": initiative, "actor": self._company.actor, "member": initiative.owner}
        begin_initiative(
            felt_from=self._day(felt),
            before_days=sketch.before_days,
            after_days=sketch.after_days,
            now=self._at(felt + BEGUN_BEFORE),
            **who,
        )
        if sketch.spent is not None:
            note_spending(spent=Decimal(sketch.spent), words="", now=self._at(felt - 5), **who)
        if sketch.done is not None:
            finish_initiative(words="", now=self._at(sketch.done), **who)
        if sketch.measured is not None:
            measure_initiative(now=self._at(sketch.measured), **who)

    def _review(self, initiative: Initiative, days: int, verdict: str, reason: str) -> None:
        who: dict[str, Any] = {"actor": self._company.actor, "member": self._member(BOSS)}
        review = plan_review(
            initiative=initiative, due_on=self._day(days), now=self._at(self._sketch.proposed - 4), **who
        )
        if verdict:
            make_review(review=review, verdict=verdict, reason=reason, now=self._at(days), **who)

    def _task(self, initiative: Initiative, text: str, name: str, *, is_done: bool) -> None:
        begun = self._at(self._sketch.proposed)
        owner, actor = self._member(name), self._company.actor
        due_on = (begun + timedelta(days=21)).date()
        task = add_task(initiative=initiative, text=text, owner=owner, due_on=due_on, actor=actor, now=begun)
        if is_done:
            finish_task(task=task, member=owner, actor=actor, now=begun + timedelta(days=12))

    def _tell_people(self, initiative: Initiative, days: int) -> None:
        sketch, actor, began = self._sketch, self._company.actor, self._at(days)
        write_telling(initiative=initiative, texts=sketch.told, actor=actor, now=began)
        word_for_everybody(
            initiative=initiative, said=sketch.said, did=sketch.did, is_public=True, actor=actor, now=began
        )
        tell_those_who_raised_it(initiative=initiative, member=initiative.owner, actor=actor, now=began)
        for later in TELLING_DAYS:
            now = began + timedelta(days=later)
            decide_tellings(tellings=list(due_tellings(now=now)), now=now)
        # They left in the past, before the demo had a mail server.
        mails = Letter.objects.filter(workspace=self._company.workspace, purpose=TOLD_DONE, state=DUE)
        mails.update(state=HANDED_OVER, handed_over_at=began)

    def _member(self, name: str) -> Member | None:
        """Return a member by the name in their address; the founder is not among the others."""
        if name == BOSS:
            return Member.objects.get(workspace=self._company.workspace, role=OWNER)
        return self._company.members.get(name)

    def _day(self, days: int) -> date:
        return self._today - timedelta(days=days)

    def _at(self, days: int) -> datetime:
        return min(datetime.combine(self._day(days), time(9, 30), self._stage.zone), self._stage.now)
