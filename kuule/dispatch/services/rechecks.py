"""Looking once more, right before a handover, at what may have changed since it was decided to ask."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    ALLOW,
    ANSWERED,
    CANCELLED,
    CONFIRM,
    DROP,
    HOLD,
    NO_ADDRESS,
    NO_ASKS,
    PAUSED,
    QUIET_HOURS,
    REMIND,
    SURVEY_CLOSED,
    TIP,
    WARM_UP,
    WAVE_CANCELLED,
    Asked,
    Decision,
    Person,
    Wish,
    asks,
    decide,
    next_moment,
)
from kuule.dispatch.rules.occurrences import ASKING_TIMES, next_day
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.selectors import Addressee, limits_of, persons_to_ask
from kuule.dispatch.selectors.people_to_ask import addressee_of
from kuule.dispatch.selectors.reminders import FollowUp, FollowUps
from kuule.dispatch.selectors.sending_domains import mails_left_today
from kuule.dispatch.selectors.sending_times import zone_of
from kuule.dispatch.services.reminders import PAUSE
from kuule.workspaces.models import Workspace


class Recheck:
    """Decides about messages of a workspace that are due, one after another: each that goes out counts for the next."""

    def __init__(
        self, workspace: Workspace, deliveries: Sequence[Delivery], follow_ups: FollowUps, now: datetime
    ) -> None:
        self._workspace, self._deliveries, self._now = workspace, deliveries, now
        self._follow_ups = follow_ups
        self._limits = limits_of(workspace)
        self._addressees = {
            each.pk: addressee_of(contact, is_archived=each.purpose != CONFIRM and contact.archived_at is not None)
            for each in deliveries
            if (contact := each.invitation.contact) is not None
        }
        self._persons = self._known()
        self._mails_left = mails_left_today(workspace, now=now)

    def decisions(self) -> dict[int, Decision]:
        """Return what is decided about each, by id."""
        return {each.pk: self._about(each) for each in self._deliveries}

    def _known(self) -> dict[int, Person]:
        found = persons_to_ask(
            self._workspace,
            people=list(self._addressees.values()),
            limits=self._limits,
            now=self._now,
            going_out={each.invitation_id for each in self._deliveries},
        )
        return dict(zip(self._addressees, found, strict=True))

    def _about(self, delivery: Delivery) -> Decision:
        person, survey = self._persons.get(delivery.pk), delivery.invitation.version.survey
        if person is None:
            return Decision(DROP, NO_ADDRESS)
        if delivery.purpose in NO_ASKS:
            decision = decide(Wish(survey.family, (delivery.channel,)), person, (), now=self._now)
            if delivery.purpose == CONFIRM or decision.verdict != ALLOW:
                return decision if delivery.purpose == TIP or decision.verdict == DROP else Decision(ALLOW)
            decision = self._in_hours(delivery, self._addressees[delivery.pk], FollowUp(times=ASKING_TIMES), decision)
            return self._within_warm_up(decision) if decision.verdict == ALLOW else decision
        if not asks(survey_state=survey.state, archived_at=survey.archived_at):
            return Decision(DROP, SURVEY_CLOSED)
        follow_up, follows = self._follow_ups.of(delivery.invitation), _follows(delivery)
        if stopped := _is_over(delivery, follow_up, self._now) if follows else _stopped(delivery.invitation):
            return stopped
        expires_at = delivery.invitation.expires_at if delivery.purpose == REMIND else None
        wish = Wish(survey.family, (delivery.channel,), expires_at)
        # What follows an ask repeats it: the limits were looked at then, and it would count against itself.
        decision = decide(wish, person, () if follows else self._limits, now=self._now)
        if decision.verdict == ALLOW:
            decision = self._in_hours(delivery, self._addressees[delivery.pk], follow_up, decision)
        if decision.verdict == ALLOW and delivery.channel == EMAIL:
            decision = self._within_warm_up(decision)
        if decision.verdict == ALLOW and not follows:
            ask = Asked(self._now, survey.family, delivery.channel)
            person.asked.append(ask)
            person.account_asked.append(ask)
        return decision

    def _in_hours(self, delivery: Delivery, each: Addressee, follow_up: FollowUp, decision: Decision) -> Decision:
        # What went out late, after a trouble of ours or of the mail server, would else arrive at night.
        is_first = delivery.invitation.asked_at is None
        times = follow_up.times if is_first or delivery.purpose == REMIND else None
        zone = zone_of(each.timezone, self._workspace)
        at = next_moment(self._now, zone, quiet=each.quiet, times=times)
        if at is None:
            return Decision(DROP, QUIET_HOURS)
        if at <= self._now:
            return decision
        is_open = times is None or times.next_moment(self._now, zone) <= self._now
        return Decision(HOLD, QUIET_HOURS if is_open else "", until=at)

    def _within_warm_up(self, decision: Decision) -> Decision:
        if self._mails_left is None:
            return decision
        if self._mails_left == 0:
            return Decision(HOLD, WARM_UP, until=next_day(self._now, ZoneInfo(self._workspace.timezone)))
        self._mails_left -= 1
        return decision


def _follows(delivery: Delivery) -> bool:
    return delivery.purpose == REMIND or delivery.fall_back_of_id is not None


def _is_over(delivery: Delivery, follow_up: FollowUp, now: datetime) -> Decision | None:
    if delivery.invitation.answered_at is not None:
        return Decision(DROP, ANSWERED)
    if follow_up.stopped == PAUSED:
        return Decision(HOLD, PAUSED, until=now + PAUSE)
    return Decision(DROP, follow_up.stopped) if follow_up.stopped else None


def _stopped(invitation: Invitation) -> Decision | None:
    """Return why nobody is asked any more by what this invitation came of. Who was asked before stays asked."""
    if invitation.asked_at is not None:
        return None
    if invitation.wave is not None and invitation.wave.state == CANCELLED:
        return Decision(DROP, WAVE_CANCELLED)
    is_paused = invitation.programme is not None and invitation.programme.state != RUNNING
    return Decision(DROP, PAUSED) if is_paused else None
