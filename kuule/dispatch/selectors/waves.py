"""Waves and their figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from kuule.dispatch.models import Delivery, DeliveryEvent, Invitation, Wave
from kuule.dispatch.rules import (
    ASK,
    COMPLAINT,
    FAILED,
    HANDED_OVER,
    HARD_BOUNCE,
    HELD_BACK,
    INVITED,
    OPEN_DELIVERY_STATES,
    PLANNING,
    SCHEDULED,
    SENT_AGAIN,
    UNCERTAIN,
)
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import Workspace

WAVES_PAGE = 25


@dataclass(frozen=True, slots=True)
class WaveFigures:
    """How a wave went so far, in people. `reasons` tells the held back by reason, `states` the messages by state.

    `reports` tells in how many messages' cases each kind of `DELIVERY_EVENTS` was reported; `sent_again` are uncertain
    messages that somebody sent once more.
    """

    invited: int = 0
    asked: int = 0
    answered: int = 0
    held_back: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    reports: Mapping[str, int] = field(default_factory=dict)
    sent_again: int = 0

    @property
    def decided(self) -> int:
        """Return about how many people a decision was made."""
        return self.invited + self.held_back

    @property
    def response_rate(self) -> float | None:
        """Return the share of the asked who answered, 0 to 1, or None when nobody was asked yet."""
        return self.answered / self.asked if self.asked else None

    @property
    def waiting(self) -> int:
        """Return how many messages are not settled yet."""
        return sum(self.states.get(state, 0) for state in OPEN_DELIVERY_STATES)

    @property
    def messages(self) -> int:
        """Return how many messages there are."""
        return sum(self.states.values())

    @property
    def settled(self) -> int:
        """Return how many messages need no more work."""
        return self.messages - self.waiting

    @property
    def sent(self) -> int:
        """Return how many messages the mail server took."""
        return self.states.get(HANDED_OVER, 0)

    @property
    def failed(self) -> int:
        """Return how many messages could not be handed over."""
        return self.states.get(FAILED, 0)

    @property
    def uncertain(self) -> int:
        """Return of how many messages nobody can say whether they left, and nobody decided yet."""
        return self.states.get(UNCERTAIN, 0) - self.sent_again

    @property
    def bounced(self) -> int:
        """Return how many messages came back for good."""
        return self.reports.get(HARD_BOUNCE, 0)

    @property
    def complained(self) -> int:
        """Return how many messages were reported as unwanted."""
        return self.reports.get(COMPLAINT, 0)


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as the list shows it."""

    wave: Wave
    figures: WaveFigures


def wave_of(workspace: Workspace, *, wave_id: int) -> Wave | None:
    """Return one wave of a workspace with its survey and version, or None."""
    waves = Wave.objects.select_related("survey", "version", "created_by", "workspace")
    return waves.filter(workspace=workspace, pk=wave_id).first()


def due_waves(*, now: datetime, limit: int) -> list[Wave]:
    """Return the waves whose people are to be decided about, those that wait longest first, of all workspaces."""
    waiting = Wave.objects.filter(state__in=(SCHEDULED, PLANNING), due_at__lte=now)
    return list(waiting.order_by("due_at", "pk")[:limit])


def waves_page(workspace: Workspace, *, page: int = 1) -> tuple[Sequence[WaveLine], bool]:
    """Return a page of waves with their figures, the latest first, and whether there are more."""
    start = (max(page, 1) - 1) * WAVES_PAGE
    waves = Wave.objects.filter(workspace=workspace).select_related("survey").order_by("-due_at", "-pk")
    rows = list(waves[start : start + WAVES_PAGE + 1])
    shown = rows[:WAVES_PAGE]
    figures = _figures(workspace, [wave.pk for wave in shown])
    return [WaveLine(wave, figures.get(wave.pk, WaveFigures())) for wave in shown], len(rows) > WAVES_PAGE


def survey_to_send(workspace: Workspace, *, group: str = "") -> Survey | None:
    """Return the survey that somebody most likely wants to send: one made since the last wave, else that of the wave.

    With a `group` it is the newest that asks these people.
    So a survey that is answered by its shared link alone, such as one of your own people, is not offered first.
    """
    published = surveys_of(workspace).filter(state=PUBLISHED)
    if group:
        return next((each for each in published if each.measures == group), None)
    last = Wave.objects.filter(workspace=workspace).order_by("-created_at", "-pk").first()
    if last is None:
        return published.first()
    made_since = published.filter(created_at__gt=last.created_at).first()
    return made_since or published.filter(pk=last.survey_id).first() or published.first()


def figures_of_wave(workspace: Workspace, *, wave: Wave) -> WaveFigures:
    """Return the figures of one wave, with reasons and states."""
    people = _figures(workspace, [wave.pk]).get(wave.pk, WaveFigures())
    held = Invitation.objects.filter(workspace=workspace, wave=wave, decision=HELD_BACK)
    messages = Delivery.objects.filter(workspace=workspace, invitation__wave=wave, purpose=ASK)
    reported = DeliveryEvent.objects.filter(workspace=workspace, delivery__invitation__wave=wave)
    return WaveFigures(
        invited=people.invited,
        asked=people.asked,
        answered=people.answered,
        held_back=people.held_back,
        reasons=dict(held.values_list("reason").annotate(n=Count("pk")).order_by("-n")),
        states=dict(messages.values_list("state").annotate(n=Count("pk")).order_by()),
        reports=dict(reported.values_list("kind").annotate(n=Count("delivery", distinct=True)).order_by()),
        sent_again=messages.filter(state=UNCERTAIN, reason=SENT_AGAIN).count(),
    )


def _figures(workspace: Workspace, wave_ids: Iterable[int]) -> dict[int, WaveFigures]:
    people = Invitation.objects.filter(workspace=workspace, wave_id__in=wave_ids)
    counted = people.values_list("wave_id").annotate(
        invited=Count("pk", filter=Q(decision=INVITED)),
        asked=Count("asked_at"),
        answered=Count("answered_at"),
        held_back=Count("pk", filter=Q(decision=HELD_BACK)),
    )
    return {wave_id: WaveFigures(*numbers) for wave_id, *numbers in counted.order_by()}
