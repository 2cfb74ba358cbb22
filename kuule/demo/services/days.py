"""What the worker did every day: it planned, cared, asked, reminded, and handed over what was due."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from kuule.demo.channels import MailboxMail, MailboxText, PastMail, PastText
from kuule.demo.rules.calendar import Stage
from kuule.demo.services.agenda import Act, Agenda
from kuule.demo.services.company import Company
from kuule.dispatch.channels.base import Channel
from kuule.dispatch.models import Delivery, Programme
from kuule.dispatch.rules import DUE
from kuule.dispatch.services import (
    ask_about_occurrences,
    begin_care,
    hand_over_some,
    plan_programme,
    remind_due,
    take_steps,
)

ROUND_AT = (time(10, 15), time(16, 45))
BEFORE_NOW = timedelta(minutes=1)
Heard = Callable[[Delivery, datetime], None]


class Days:
    """The rounds of the worker, twice a day. What left in the days of `shown` is kept in the Mailbox."""

    def __init__(self, agenda: Agenda, company: Company, stage: Stage, *, shown: tuple[datetime, datetime]) -> None:
        self._agenda, self._company, self._stage, self._shown = agenda, company, stage, shown
        self.programmes: list[Programme] = []
        self._heard: Sequence[Heard] = ()
        self._acts: Sequence[Act] = ()

    def begin(self, *, since: datetime, heard: Sequence[Heard], acts: Sequence[Act]) -> None:
        """Put the rounds on the agenda, the last one just before the story ends.

        `heard` are told of each message that was handed over; `acts` are what people do each day.
        """
        self._heard, self._acts = heard, acts
        day = since.astimezone(self._stage.zone).date()
        while (at := datetime.combine(day, ROUND_AT[0], self._stage.zone)) < self._stage.now:
            self._agenda.add(at, self._round)
            self._agenda.add(datetime.combine(day, ROUND_AT[1], self._stage.zone), self._hand_over)
            day += timedelta(days=1)
        self._agenda.add(self._stage.now - BEFORE_NOW, self._round)

    def _round(self, at: datetime) -> None:
        workspace = self._company.workspace
        for programme in self.programmes:
            plan_programme(programme=programme, now=at)
        for step in (begin_care, take_steps, ask_about_occurrences, remind_due):
            step(workspace=workspace, now=at)
        for act in self._acts:
            act(at)
        self._hand_over(at)

    def _hand_over(self, at: datetime) -> None:
        due = Delivery.objects.filter(workspace=self._company.workspace, state=DUE, due_at__lte=at)
        waiting = list(
            due.select_related("invitation__contact", "invitation__version__survey").order_by("due_at", "pk")
        )
        for channel in self._channels(at):
            mine = [each for each in waiting if each.channel == channel.kind]
            left = hand_over_some(deliveries=mine, channel=channel, now=at) if mine else {}
            for delivery in mine:
                if delivery.pk in left:
                    self._tell(delivery, at)

    def _tell(self, delivery: Delivery, at: datetime) -> None:
        for each in self._heard:
            each(delivery, at)

    def _channels(self, at: datetime) -> Sequence[Channel]:
        if self._shown[0] <= at < self._shown[1]:
            return MailboxMail(at), MailboxText(at)
        return PastMail(), PastText()
