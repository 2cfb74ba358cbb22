"""The partners, who are a group of their own: a programme asks them every quarter, and reminds them."""

from datetime import datetime, timedelta
from functools import partial

from kuule.contacts.query import ContactFilter
from kuule.contacts.rules.wishes import SMS, Wishes, with_said
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, answer_moment
from kuule.demo.rules.happening import members_of
from kuule.demo.rules.story import Story
from kuule.demo.rules.voices import Voices
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.answering import answer_message, answers_as_given
from kuule.demo.services.company import Company
from kuule.demo.services.days import Days
from kuule.demo.services.groups import KNOWN_AHEAD, add_person, published
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import REMIND
from kuule.dispatch.services import create_programme, plan_reminders, say_not_now, start_programme
from kuule.surveys.models import Survey
from kuule.workspaces.rules import PARTNER


class Partners:
    """The partners, whom a programme asks every quarter."""

    def __init__(self, agenda: Agenda, company: Company, stage: Stage, story: Story) -> None:
        self._agenda, self._company, self._stage, self._story = agenda, company, stage, story
        self._sketch = sketch = story.groups.partners
        self._voices = Voices(sketch.scores, sketch.picks, sketch.comments)
        self._survey: Survey | None = None

    def begin(self, days: Days) -> None:
        """Bring the partners in, and begin to ask them a while later."""
        at = self._stage.now - timedelta(days=self._sketch.days)
        wishes = with_said(Wishes(), self._sketch.wish)
        for number, visitor in enumerate(members_of(self._sketch, self._story)):
            # Some of those with a number would rather get a text message.
            likes = wishes if visitor.phone and number % 2 else None
            add_person(self._company, visitor, PARTNER, at - KNOWN_AHEAD, likes)
        self._agenda.add(at, partial(self._start, days))

    def hear(self, delivery: Delivery, at: datetime) -> None:
        """Let a partner who was just asked or reminded answer, say “not now”, or do nothing."""
        if self._survey is None or delivery.invitation.version.survey_id != self._survey.pk:
            return
        contact, is_reminder = delivery.invitation.contact, delivery.purpose == REMIND
        luck = chance("partner", contact.email if contact else "", at.date(), delivery.purpose)
        likely = self._sketch.answers_reminded if is_reminder else self._sketch.answers
        moment = answer_moment(luck, at, self._stage.zone)
        if luck.random() < likely:
            self._agenda.add(moment, partial(self._answer, delivery))
        elif is_reminder and luck.random() < self._sketch.says_not_now:
            self._agenda.add(moment, partial(_say_not_now, delivery))

    def _start(self, days: Days, at: datetime) -> None:
        company, sketch = self._company, self._sketch
        self._survey = published(company, sketch.survey, "relationship_nps", PARTNER, at - KNOWN_AHEAD)
        programme = create_programme(
            workspace=company.workspace,
            survey=self._survey,
            name=sketch.programme,
            actor=company.actor,
            now=at,
            audience=ContactFilter(group=PARTNER),
            channels=["email", SMS],
        )
        plan_reminders(source=programme, reminders=sketch.reminders, actor=company.actor, now=at)
        start_programme(programme=programme, actor=company.actor, now=at)
        days.programmes.append(programme)

    def _answer(self, delivery: Delivery, at: datetime) -> None:
        invitation = delivery.invitation
        invitation.refresh_from_db(fields=["answered_at"])
        if invitation.answered_at is not None:
            return
        said = self._voices.speak(chance("partner says", delivery.due_at), at, language=invitation.language)
        answers = answers_as_given(invitation.version, said)
        answer_message(delivery, score=said.score, verbatim=said.verbatim, answers=answers, now=at)


def _say_not_now(delivery: Delivery, at: datetime) -> None:
    say_not_now(invitation=delivery.invitation, now=at)
