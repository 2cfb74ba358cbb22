"""What happened at the touchpoints: told by other systems, cared about, asked about and answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from kuule.contacts.rules.columns import LANGUAGE, NAME, PHONE, ROLE, TITLE
from kuule.contacts.rules.rows import PersonRow
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, Turn, answer_moment
from kuule.demo.rules.cast import Person
from kuule.demo.rules.happening import Happened, Visitor, happened
from kuule.demo.rules.story import Happening, SketchedCare, Story
from kuule.demo.rules.voices import Scores, Voices
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.answering import answer_message, answers_as_given
from kuule.demo.services.company import Company
from kuule.dispatch.models import CareAct, CareRun, Delivery, Occurrence
from kuule.dispatch.rules import ASK
from kuule.dispatch.rules.care import NOT_REACHED, REACHED, SKIPPED
from kuule.dispatch.rules.occurrences import Told
from kuule.dispatch.services import finish_call, plan_care, record_occurrences
from kuule.dispatch.services.care import CareSettings
from kuule.surveys.models import Touchpoint
from kuule.workspaces.rules import Actor

PLANNED_AHEAD = timedelta(days=4)
# What became of calls, and after how long they are made. The newest wait.
CALLED_AFTER = timedelta(days=3)
OUTCOMES = {REACHED: 7, NOT_REACHED: 3, SKIPPED: 1}


class Moments:
    """The touchpoints at which something happens, and what is said about it."""

    def __init__(self, agenda: Agenda, company: Company, stage: Stage, touchpoints: Iterable[Touchpoint]) -> None:
        self._agenda, self._company, self._stage = agenda, company, stage
        self._touchpoints = {each.name: each for each in touchpoints}
        self._happenings: dict[int, Happening] = {}
        self._voices: dict[int, Voices] = {}

    def let_happen(self, story: Story, *, people: Sequence[Person], turns: Sequence[Turn]) -> None:
        """Put everything that happens on the agenda, and the care that follows it."""
        for each in story.happenings:
            touchpoint = self._touchpoints[each.moment]
            self._happenings[touchpoint.pk] = each
            self._voices[touchpoint.pk] = Voices(each.scores, each.picks, each.comments)
            now, zone = self._stage.now, self._stage.zone
            told = happened(each, story=story, people=people, turns=turns, now=now, zone=zone)
            if each.care:
                self._agenda.add(told[0].at - PLANNED_AHEAD, partial(self._plan, touchpoint, each.care))
            for number, one in enumerate(told):
                self._agenda.add(one.at, partial(self._record, touchpoint, f"{touchpoint.key}-{number + 1}", one))

    def hear(self, delivery: Delivery, at: datetime) -> None:
        """Let somebody who was just asked about what happened to them answer, or not."""
        occurrence = Occurrence.objects.filter(invitation=delivery.invitation_id).first()
        if delivery.purpose != ASK or occurrence is None or occurrence.touchpoint_id not in self._happenings:
            return
        happening = self._happenings[occurrence.touchpoint_id]
        luck = chance("about", happening.moment, occurrence.external_id)
        if luck.random() < happening.answers:
            moment = answer_moment(luck, at, self._stage.zone)
            self._agenda.add(moment, partial(self._answer, delivery, occurrence))

    def call(self, at: datetime) -> None:
        """Let the owners make the calls that have waited long enough."""
        waiting = CareAct.objects.filter(workspace=self._company.workspace, kind="call", done_at=None)
        for act in waiting.filter(due_at__lte=at - CALLED_AFTER).select_related("run__occurrence", "owner"):
            if act.owner is not None:
                self._call(act, at)

    def _call(self, act: CareAct, at: datetime) -> None:
        occurrence = act.run.occurrence
        care = self._happenings[occurrence.touchpoint_id].care
        luck = chance("call", occurrence.external_id, act.calls)
        outcome = luck.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        note = luck.choice(care.notes[outcome]) if care else ""
        user_id = act.owner.user_id if act.owner else 0
        finish_call(act=act, outcome=outcome, note=note, actor=Actor.user(user_id), user_id=user_id, now=at)

    def _plan(self, touchpoint: Touchpoint, care: SketchedCare, at: datetime) -> None:
        settings = CareSettings(is_on=True, holdout=care.holdout, steps=care.steps, stop_if=care.stop_if)
        plan_care(touchpoint=touchpoint, settings=settings, actor=self._company.actor, now=at)

    def _record(self, touchpoint: Touchpoint, external_id: str, one: Happened, at: datetime) -> None:
        record_occurrences(
            workspace=self._company.workspace,
            touchpoint=touchpoint,
            items=[Told(external_id, _row(one.who), at, one.properties)],
            source=self._happenings[touchpoint.pk].source,
            actor=self._company.actor,
            now=at,
        )

    def _answer(self, delivery: Delivery, occurrence: Occurrence, at: datetime) -> None:
        invitation = delivery.invitation
        luck = chance("said about", occurrence.external_id)
        voices, scores = self._voices[occurrence.touchpoint_id], self._scores(occurrence)
        said = voices.speak(luck, at, language=invitation.language, scores=scores)
        answers = answers_as_given(invitation.version, said)
        answer_message(delivery, score=said.score, verbatim=said.verbatim, answers=answers, now=at)

    def _scores(self, occurrence: Occurrence) -> Scores:
        happening = self._happenings[occurrence.touchpoint_id]
        if happening.scores_without_care and CareRun.objects.filter(occurrence=occurrence, is_held_out=True).exists():
            return happening.scores_without_care
        return happening.scores


def _row(who: Visitor | Person) -> PersonRow:
    if isinstance(who, Person):
        return PersonRow(line=0, email=who.email)
    said = {NAME: who.name, LANGUAGE: who.language, TITLE: who.title, ROLE: who.role, PHONE: who.phone}
    fields = {key: value for key, value in said.items() if value}
    return PersonRow(line=0, email=who.email, phone=who.phone, fields=fields, account_name=who.account)
