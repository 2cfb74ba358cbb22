"""Asking the customers, panel by panel, and letting them react."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kuule.contacts.query import ContactFilter
from kuule.demo.channels import MailboxMail, PastMail
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, Turn, first_impression
from kuule.demo.rules.cast import Customer, Person
from kuule.demo.rules.comments import CommentBook
from kuule.demo.rules.mood import Answer, Reaction, reaction
from kuule.demo.rules.ratings import ratings_beside
from kuule.demo.selectors import waiting_deliveries
from kuule.demo.services.agenda import Agenda
from kuule.demo.services.answering import answer_message
from kuule.demo.services.arrivals import Arrivals
from kuule.demo.services.company import Company
from kuule.demo.services.mail_reports import NO_SUCH_ADDRESS, report_on
from kuule.dispatch.channels.base import Channel
from kuule.dispatch.models import Delivery, Wave
from kuule.dispatch.rules import HARD_BOUNCE
from kuule.dispatch.services import finish_waves, hand_over_some, plan_wave, schedule_wave, stop_asking

SCHEDULED_AHEAD = timedelta(hours=18)
BETWEEN_MAILS = timedelta(seconds=2)


class Asking:
    """The programme of the demo company: waves go out, and what comes of them is put on the agenda."""

    def __init__(
        self, agenda: Agenda, company: Company, stage: Stage, arrivals: Arrivals, comments: CommentBook
    ) -> None:
        self.agenda, self.company, self.stage, self.arrivals, self.comments = agenda, company, stage, arrivals, comments

    def take_turns(self, turns: Sequence[Turn]) -> None:
        """Ask each panel at its turn; only the mails of the newest turn are kept to be read."""
        for turn in turns:
            channel = MailboxMail(turn.at) if turn is turns[-1] else PastMail()
            self.agenda.add(turn.at, partial(self._ask_panel, turn, channel))

    def welcome(self, *, customers: Iterable[Customer]) -> None:
        """Ask the people of new customers for their first impression."""
        for customer in customers:
            if customer.is_new:
                at = first_impression(customer.started_at, self.stage.zone)
                self.agenda.add(at, partial(self._ask_newcomers, customer))

    def _ask_panel(self, turn: Turn, channel: Channel, at: datetime) -> None:
        audience = ContactFilter(property_key="panel", property_value=str(turn.panel))
        self._ask(f"Panel {turn.panel}, {at.day} {at:%B %Y}", audience, channel, at)

    def _ask_newcomers(self, customer: Customer, at: datetime) -> None:
        account = self.arrivals.accounts[customer.sketch.key]
        self._ask(f"First impression, {account.name}", ContactFilter(account_id=account.pk), PastMail(), at)

    def _ask(self, name: str, audience: ContactFilter, channel: Channel, at: datetime) -> None:
        wave = self._planned(name, audience, at)
        asked = [(delivery, self._reaction(delivery, at)) for delivery in waiting_deliveries(wave)]
        asked.sort(key=self._place_in_line)
        mails = [delivery for delivery, _comes in asked]
        # Those that are kept to be read leave one by one, so that they lie in the Mailbox in this order.
        batches = [[mail] for mail in mails] if isinstance(channel, MailboxMail) else [mails]
        for number, batch in enumerate(batches):
            _leave(batch, channel, at + BETWEEN_MAILS * number)
        for delivery, comes in asked:
            self._await(delivery, comes)
        finish_waves(now=at + BETWEEN_MAILS * len(batches))

    def _planned(self, name: str, audience: ContactFilter, at: datetime) -> Wave:
        wave = schedule_wave(
            workspace=self.company.workspace,
            survey=self.company.survey,
            name=name,
            audience=audience,
            due_at=at,
            actor=self.company.actor,
            now=at - SCHEDULED_AHEAD,
        )
        while plan_wave(wave=wave, now=at):
            continue
        return wave

    def _place_in_line(self, asked: tuple[Delivery, Reaction]) -> tuple[bool, bool]:
        # So the newest mails in the Mailbox still wait for an answer, and are in the language of the demo's owner.
        delivery, comes = asked
        stays_silent = not (comes.bounced_at or comes.stopped_at or comes.answer)
        return stays_silent, delivery.invitation.language == self.company.workspace.language

    def _reaction(self, delivery: Delivery, at: datetime) -> Reaction:
        return reaction(self._person(delivery), at, self.stage)

    def _person(self, delivery: Delivery) -> Person:
        return self.arrivals.people[delivery.invitation.contact_id or 0]

    def _await(self, delivery: Delivery, comes: Reaction) -> None:
        if comes.bounced_at:
            self.agenda.add(comes.bounced_at, partial(_bounce, delivery))
        if comes.stopped_at:
            self.agenda.add(comes.stopped_at, partial(_stop, delivery))
        for answer in (comes.answer, comes.changed):
            if answer:
                self.agenda.add(answer.at, partial(self._answer, delivery, answer))

    def _answer(self, delivery: Delivery, answer: Answer, at: datetime) -> None:
        person = self._person(delivery)
        verbatim = self._verbatim(person, answer)
        answers: dict[str, Any] = {"improve": answer.improve} if answer.improve else {}
        answers |= ratings_beside(answer.score, answer.theme, who=f"{person.key} {answer.at.date()}")
        answer_message(delivery, score=answer.score, verbatim=verbatim, answers=answers, now=at)

    def _verbatim(self, person: Person, answer: Answer) -> str:
        luck = chance("verbatim", person.key, answer.at)
        if not answer.has_comment:
            return ""
        if answer.is_short:
            return self.comments.pick_short(luck, language=person.language, score=answer.score)
        owner = self.company.members[person.customer.sketch.owner]
        return self.comments.pick(
            luck,
            language=person.language,
            theme=answer.theme,
            score=answer.score,
            colleague=owner.user.name.partition(" ")[0],
        )


def _leave(mails: Sequence[Delivery], channel: Channel, at: datetime) -> None:
    waiting, decided = list(mails), {0: ""}
    while waiting and decided:
        # A slow machine has not all of them handed over at once.
        decided = hand_over_some(deliveries=waiting, channel=channel, now=at)
        waiting = [each for each in waiting if each.pk not in decided]


def _bounce(delivery: Delivery, at: datetime) -> None:
    report_on(delivery, HARD_BOUNCE, NO_SUCH_ADDRESS, at)


def _stop(delivery: Delivery, at: datetime) -> None:
    stop_asking(delivery=delivery, now=at)
