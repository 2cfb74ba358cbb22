"""The people of a wave, each with the decision about them and how far their message got."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kuule.dispatch.models import Delivery, Invitation, Wave
from kuule.dispatch.rules import FAILED, HELD_BACK, INVITED, UNCERTAIN
from kuule.workspaces.models import Workspace

PEOPLE_PAGE = 50

ANSWERED = "answered"
# What the list of people can be narrowed to.
SHOWN: Mapping[str, Q] = {
    "": Q(),
    "asked": Q(asked_at__isnull=False),
    ANSWERED: Q(answered_at__isnull=False),
    "waiting": Q(decision=INVITED, asked_at=None),
    "held_back": Q(decision=HELD_BACK),
}
TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a wave. `delivery` is the latest message, None for those who get none."""

    invitation: Invitation
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people of a wave. `show` is what the list is narrowed to."""

    people: Sequence[PersonLine]
    show: str
    has_more: bool


def people_of_wave(workspace: Workspace, *, wave: Wave, show: str = "", page: int = 1) -> PeoplePage:
    """Return a page of people in the order they were decided about; pages count from 1.

    `show` is a key of `SHOWN` or `TROUBLE` (failed and uncertain messages); an unknown one shows everybody.
    """
    show = show if show in (*SHOWN, TROUBLE) else ""
    if show == ANSWERED and wave.survey.is_anonymous:
        show = ""  # how many answered is told, who did is not
    people = Invitation.objects.filter(workspace=workspace, wave=wave)
    if show == TROUBLE:
        stuck = Delivery.objects.filter(workspace=workspace, state__in=(FAILED, UNCERTAIN), invitation__wave=wave)
        people = people.filter(pk__in=stuck.values("invitation_id"))
    people = people.filter(SHOWN.get(show, Q())).select_related("contact__account").order_by("pk")
    start = (page - 1) * PEOPLE_PAGE
    rows = list(people[start : start + PEOPLE_PAGE + 1])
    shown = rows[:PEOPLE_PAGE]
    sent = Delivery.objects.filter(workspace=workspace, invitation__in=[row.pk for row in shown]).order_by("pk")
    latest = {delivery.invitation_id: delivery for delivery in sent}
    lines = [PersonLine(row, latest.get(row.pk)) for row in shown]
    return PeoplePage(lines, show, len(rows) > PEOPLE_PAGE)
