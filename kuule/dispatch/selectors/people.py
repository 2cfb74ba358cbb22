"""The people of a wave, each with the decision about them and how far their message got."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kuule.dispatch.models import Delivery, DeliveryEvent, Invitation, Wave
from kuule.dispatch.rules import (
    ASK,
    COMPLAINT,
    FAILED,
    HARD_BOUNCE,
    HELD_BACK,
    OPEN_DELIVERY_STATES,
    SENT_AGAIN,
    SOFT_BOUNCE,
    UNCERTAIN,
    UNSUBSCRIBE,
)
from kuule.workspaces.models import Workspace

PEOPLE_PAGE = 50

ANSWERED, WAITING, TROUBLE, CAME_BACK = "answered", "waiting", "trouble", "came_back"
# What the list of people can be narrowed to: by the decision about them, or by their messages.
SHOWN: Mapping[str, Q] = {
    "": Q(),
    "asked": Q(asked_at__isnull=False),
    ANSWERED: Q(answered_at__isnull=False),
    "held_back": Q(decision=HELD_BACK),
}
# What is worth telling of a message's reports, the most telling first.
TELLING = (COMPLAINT, HARD_BOUNCE, UNSUBSCRIBE, SOFT_BOUNCE)
MESSAGES: Mapping[str, Q] = {
    WAITING: Q(state__in=OPEN_DELIVERY_STATES),
    TROUBLE: Q(state__in=(FAILED, UNCERTAIN)) & ~Q(reason=SENT_AGAIN),
    CAME_BACK: Q(events__kind__in=TELLING),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a wave. `delivery` is the latest message, None for those who get none.

    `event` is the most telling of what was reported about it, None when nothing was that matters.
    """

    invitation: Invitation
    delivery: Delivery | None
    event: DeliveryEvent | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people of a wave. `show` is what the list is narrowed to."""

    people: Sequence[PersonLine]
    show: str
    has_more: bool


def people_of_wave(workspace: Workspace, *, wave: Wave, show: str = "", page: int = 1) -> PeoplePage:
    """Return a page of people in the order they were decided about; pages count from 1.

    `show` is a key of `SHOWN` or `MESSAGES`; an unknown one shows everybody.
    """
    show = show if show in (*SHOWN, *MESSAGES) else ""
    if show == ANSWERED and wave.survey.is_anonymous:
        show = ""  # how many answered is told, who did is not
    people = Invitation.objects.filter(workspace=workspace, wave=wave)
    asking = Delivery.objects.filter(workspace=workspace, purpose=ASK)
    if show in MESSAGES:
        people = people.filter(pk__in=asking.filter(MESSAGES[show], invitation__wave=wave).values("invitation_id"))
    people = people.filter(SHOWN.get(show, Q())).select_related("contact__account").order_by("pk")
    start = (page - 1) * PEOPLE_PAGE
    rows = list(people[start : start + PEOPLE_PAGE + 1])
    shown = rows[:PEOPLE_PAGE]
    sent = asking.filter(invitation__in=[row.pk for row in shown]).order_by("pk")
    latest = {delivery.invitation_id: delivery for delivery in sent}
    telling = _telling_events(workspace, latest.values())
    lines = [PersonLine(row, latest.get(row.pk), telling.get(row.pk)) for row in shown]
    return PeoplePage(lines, show, len(rows) > PEOPLE_PAGE)


def _telling_events(workspace: Workspace, deliveries: Iterable[Delivery]) -> dict[int, DeliveryEvent]:
    # By invitation, of its latest message.
    invitations = {delivery.pk: delivery.invitation_id for delivery in deliveries}
    events = DeliveryEvent.objects.filter(workspace=workspace, delivery__in=invitations, kind__in=TELLING)
    least_telling_first = sorted(events, key=lambda event: -TELLING.index(event.kind))
    return {invitations[event.delivery_id]: event for event in least_telling_first}
