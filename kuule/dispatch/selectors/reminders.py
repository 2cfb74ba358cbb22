"""What an ask came from, and so what may follow it: other channels, reminders, and when they may go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kuule.contacts.models import Contact
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.dispatch.models import AskDecision, AskHold, Delivery, Invitation, Occurrence, Programme, Wave
from kuule.dispatch.rules import (
    CANCELLED,
    CONFIRM,
    INVITED,
    NOT_NOW,
    OPEN_DELIVERY_STATES,
    PAUSED,
    SURVEY_CLOSED,
    SWITCHED_OFF,
    WAVE_CANCELLED,
    Reminder,
    SendingTimes,
    asks,
    reminders_from,
)
from kuule.dispatch.rules.occurrences import ASKING_TIMES
from kuule.dispatch.rules.programmes import ENDED
from kuule.dispatch.rules.programmes import PAUSED as PROGRAMME_PAUSED
from kuule.dispatch.selectors.sending_times import times_of
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace

Source = Wave | Programme | Touchpoint


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What may follow an ask: on which channels, the reminders in their order, and when messages may go out.

    `stopped` is the rule by which nothing follows any more, or not now (`PAUSED`); "" where nothing stops it.
    """

    channels: Sequence[str] = (EMAIL,)
    reminders: Sequence[Reminder] = ()
    times: SendingTimes | None = None
    stopped: str = ""


def source_of(invitation: Invitation) -> Source | None:
    """Return the wave, the programme or the touchpoint that an invitation came from."""
    if invitation.wave_id:
        return invitation.wave
    if invitation.programme_id:
        return invitation.programme
    told = Occurrence.objects.select_related("touchpoint").filter(invitation=invitation).first()
    return told.touchpoint if told else None


def invitations_of(source: Source) -> QuerySet[Invitation]:
    """Return the invitations of people who were invited from there."""
    mine = Invitation.objects.filter(workspace=source.workspace, decision=INVITED)
    if isinstance(source, Wave):
        return mine.filter(wave=source)
    if isinstance(source, Programme):
        return mine.filter(programme=source)
    asked = Occurrence.objects.filter(workspace=source.workspace, touchpoint=source, invitation__isnull=False)
    return mine.filter(pk__in=asked.values("invitation"))


def follow_up_of(invitation: Invitation, source: Source | None, *, now: datetime) -> FollowUp:
    """Return what may follow an ask that came from there."""
    survey = invitation.version.survey
    closed = "" if asks(survey_state=survey.state, archived_at=survey.archived_at) else SURVEY_CLOSED
    if isinstance(source, Wave):
        stopped = WAVE_CANCELLED if source.state == CANCELLED else closed
        return FollowUp(source.wanted_channels, reminders_from(source.reminders), stopped=stopped)
    if isinstance(source, Programme):
        stopped = {PROGRAMME_PAUSED: PAUSED, ENDED: SWITCHED_OFF}.get(source.state, "")
        times = times_of(source, around=now.date())
        return FollowUp(tuple(source.channels), reminders_from(source.reminders), times, closed or stopped)
    if isinstance(source, Touchpoint):
        stopped = "" if source.is_on and source.archived_at is None else SWITCHED_OFF
        channels = tuple(source.channels) or (EMAIL,)
        return FollowUp(channels, reminders_from(source.reminders), ASKING_TIMES, closed or stopped)
    return FollowUp(stopped=closed)


class FollowUps:
    """What may follow some asks: a few queries, however many they are. Their surveys and sources are loaded."""

    def __init__(self, invitations: Sequence[Invitation], *, now: datetime) -> None:
        """Find out what these asks came from."""
        self._now = now
        others = [each.pk for each in invitations if each.wave_id is None and each.programme_id is None]
        told = Occurrence.objects.select_related("touchpoint").filter(invitation__in=others) if others else []
        self._touchpoints = {each.invitation_id: each.touchpoint for each in told}
        self._found: dict[tuple[str, int, int], FollowUp] = {}

    def of(self, invitation: Invitation) -> FollowUp:
        """Return what may follow one of them."""
        source = invitation.wave or invitation.programme or self._touchpoints.get(invitation.pk)
        key = (type(source).__name__, source.pk if source else 0, invitation.version.survey_id)
        if key not in self._found:
            self._found[key] = follow_up_of(invitation, source, now=self._now)
        return self._found[key]


def address_of(contact: Contact, channel: str) -> str:
    """Return where somebody is written to on a channel, or ""."""
    if channel == SMS:
        return contact.phone if contact.phone.startswith("+") else ""
    return contact.email


def workspaces_to_remind(*, now: datetime) -> QuerySet[Workspace]:
    """Return the workspaces in which a reminder is due."""
    due = Invitation.objects.filter(remind_at__lte=now).order_by().values("workspace")
    return Workspace.objects.filter(pk__in=due).order_by("pk")


def due_reminders(workspace: Workspace, *, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations whose next reminder is due, those that waited longest first."""
    due = Invitation.objects.filter(workspace=workspace, remind_at__lte=now).order_by("remind_at", "pk")
    return due.select_related("wave", "programme__workspace", "version__survey", "contact")


def said_not_now(workspace: Workspace, *, invitation_ids: Collection[int]) -> set[int]:
    """Return those of these invitations to which somebody said “not now”."""
    holds = AskHold.objects.filter(workspace=workspace, reason=NOT_NOW, about_type=Invitation._meta.model_name)
    return {each for each in holds.filter(about_id__in=invitation_ids).values_list("about_id", flat=True) if each}


def with_open_message(workspace: Workspace, *, invitation_ids: Collection[int]) -> set[int]:
    """Return those of these invitations of which a message is still on its way."""
    waiting = Delivery.objects.filter(
        workspace=workspace, invitation__in=invitation_ids, state__in=OPEN_DELIVERY_STATES
    )
    return set(waiting.exclude(purpose=CONFIRM).values_list("invitation_id", flat=True))


def channels_so_far(workspace: Workspace, *, invitation_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the channels by which these invitations were sent, the first message first."""
    sent = Delivery.objects.filter(workspace=workspace, invitation__in=invitation_ids).exclude(purpose=CONFIRM)
    found: dict[int, list[str]] = {}
    for invitation, channel in sent.order_by("pk").values_list("invitation_id", "channel"):
        found.setdefault(invitation, []).append(channel)
    return found


def last_rules(workspace: Workspace, *, invitation_ids: Collection[int]) -> dict[int, str]:
    """Return by which rule it was last decided about one more message of these invitations."""
    decided = AskDecision.objects.filter(workspace=workspace, invitation__in=invitation_ids).order_by("pk")
    return {each: rule for each, rule in decided.values_list("invitation_id", "rule") if each}
