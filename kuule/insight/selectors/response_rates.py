"""Who was asked and who of them answered, counted by what people have in common."""

from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kuule.dispatch.models import Delivery, Invitation, Programme, Wave
from kuule.dispatch.rules import ASK, HANDED_OVER, UNCERTAIN
from kuule.insight.query import CHANNEL, LANGUAGE, ROLE
from kuule.surveys.rules.participation import Alike


def asked_in_wave(wave: Wave) -> list[Alike]:
    """Return the people whom a wave asked, by role, language and the channel on which they were asked."""
    asked = Invitation.objects.filter(workspace_id=wave.workspace_id, wave=wave, asked_at__isnull=False)
    return _counted(asked, wave.wanted_channels)


def asked_by_programme(programme: Programme, *, since: datetime) -> list[Alike]:
    """Return the people whom a programme has asked since a moment, by the same; who had two turns counts twice."""
    asked = Invitation.objects.filter(
        workspace_id=programme.workspace_id, programme=programme, decided_at__gt=since, asked_at__isnull=False
    )
    return _counted(asked, tuple(programme.channels))


def _counted(asked: QuerySet[Invitation], channels: tuple[str, ...]) -> list[Alike]:
    sent = Delivery.objects.filter(
        workspace=OuterRef("workspace"), invitation=OuterRef("pk"), purpose=ASK, state__in=(HANDED_OVER, UNCERTAIN)
    )
    # To look up the message of each of very many people takes a while: only where there is a choice of channels.
    by = Value(channels[0]) if len(channels) == 1 else Subquery(sent.order_by("-pk").values("channel")[:1])
    rows = (
        asked.annotate(by=Coalesce(by, Value("")), role=Coalesce("contact__role", Value("")))
        .order_by()
        .values_list("role", "language", "by")
        .annotate(n=Count("pk"), answered=Count("answered_at"))
    )
    return [
        Alike({ROLE: role, LANGUAGE: language, CHANNEL: channel}, n, answered)
        for role, language, channel, n, answered in rows
    ]
