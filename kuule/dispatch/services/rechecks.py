"""Looking once more, right before a handover, at what may have changed since it was decided to ask."""

from collections.abc import Sequence
from datetime import datetime

from kuule.contacts.models import Contact
from kuule.dispatch.models import Delivery, Invitation, Occurrence, Programme
from kuule.dispatch.rules import (
    ALLOW,
    CANCELLED,
    CONFIRM,
    DROP,
    HOLD,
    NO_ADDRESS,
    PAUSED,
    SURVEY_CLOSED,
    WAVE_CANCELLED,
    Asked,
    Decision,
    Person,
    SendingTimes,
    Wish,
    asks,
    decide,
)
from kuule.dispatch.rules.occurrences import ASKING_TIMES
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.selectors import Addressee, limits_of, persons_to_ask
from kuule.dispatch.selectors.sending_times import times_of, zone_of
from kuule.workspaces.models import Workspace


class Recheck:
    """Decides about messages of a workspace that are due, one after another: each that goes out counts for the next."""

    def __init__(self, workspace: Workspace, deliveries: Sequence[Delivery], now: datetime) -> None:
        self._workspace, self._deliveries, self._now = workspace, deliveries, now
        self._limits = limits_of(workspace)
        self._persons = self._known()
        self._times: dict[int, SendingTimes] = {}
        about = Occurrence.objects.filter(invitation__in={each.invitation_id for each in deliveries})
        self._about_occurrences = set(about.values_list("invitation_id", flat=True))

    def decisions(self) -> dict[int, Decision]:
        """Return what is decided about each, by id."""
        return {each.pk: self._about(each) for each in self._deliveries}

    def _known(self) -> dict[int, Person]:
        addressees = {
            each.pk: _addressee(each.invitation.contact, is_asking=each.purpose != CONFIRM)
            for each in self._deliveries
            if each.invitation.contact is not None
        }
        going_out = {each.invitation_id for each in self._deliveries}
        found = persons_to_ask(
            self._workspace,
            people=list(addressees.values()),
            limits=self._limits,
            now=self._now,
            going_out=going_out,
        )
        return dict(zip(addressees, found, strict=True))

    def _about(self, delivery: Delivery) -> Decision:
        person, contact = self._persons.get(delivery.pk), delivery.invitation.contact
        if person is None or contact is None:
            return Decision(DROP, NO_ADDRESS)
        survey = delivery.invitation.version.survey
        wish = Wish(survey.family, (delivery.channel,))
        if delivery.purpose == CONFIRM:
            decision = decide(wish, person, (), now=self._now)
            return decision if decision.verdict == DROP else Decision(ALLOW)
        if not asks(survey_state=survey.state, archived_at=survey.archived_at):
            return Decision(DROP, SURVEY_CLOSED)
        if stopped := _stopped(delivery.invitation):
            return Decision(DROP, stopped)
        decision = decide(wish, person, self._limits, now=self._now)
        if decision.verdict == ALLOW:
            decision = self._in_hours(delivery, contact, decision)
        if decision.verdict == ALLOW:
            ask = Asked(self._now, survey.family, delivery.channel)
            person.asked.append(ask)
            person.account_asked.append(ask)
        return decision

    def _in_hours(self, delivery: Delivery, contact: Contact, decision: Decision) -> Decision:
        # What went out late, after a trouble of ours or of the mail server, would else arrive at night.
        invitation = delivery.invitation
        if invitation.asked_at is not None:
            return decision
        if invitation.programme is not None:
            times = self._times_of(invitation.programme)
        elif invitation.pk in self._about_occurrences:
            times = ASKING_TIMES
        else:
            return decision
        opens = times.next_moment(self._now, zone_of(contact.timezone, self._workspace))
        return decision if opens <= self._now else Decision(HOLD, until=opens)

    def _times_of(self, programme: Programme) -> SendingTimes:
        if programme.pk not in self._times:
            self._times[programme.pk] = times_of(programme, around=self._now.date())
        return self._times[programme.pk]


def _addressee(contact: Contact, *, is_asking: bool) -> Addressee:
    return Addressee(
        contact.pk,
        contact.email,
        contact.language,
        contact.timezone,
        contact.account_id,
        is_archived=is_asking and contact.archived_at is not None,
    )


def _stopped(invitation: Invitation) -> str:
    """Return why nobody is asked any more by what this invitation came of, or "". Who was asked before stays asked."""
    if invitation.asked_at is not None:
        return ""
    if invitation.wave is not None and invitation.wave.state == CANCELLED:
        return WAVE_CANCELLED
    return PAUSED if invitation.programme is not None and invitation.programme.state != RUNNING else ""
