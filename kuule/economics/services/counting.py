"""Figures that take long are counted beforehand by a worker, and kept; others are counted when they are asked for."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from pydantic import ValidationError

from kuule.economics.answers.kept import KINDS, FigureKind
from kuule.economics.models import KeptFigures
from kuule.economics.rules.kept import (
    LONGEST_FRESH,
    LONGEST_UNSEEN,
    MOST_KEPT,
    Asked,
    as_key,
    is_old,
    next_night,
    wait_after,
)
from kuule.economics.selectors.kept import due_figures, has_many_rows
from kuule.workspaces.models import Workspace

Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[Figures]):
    """Figures, and where they were counted beforehand the row they were kept in."""

    figures: Figures
    kept: KeptFigures | None = None
    is_due: bool = False
    is_old: bool = False


class NotCountedYetError(Exception):
    """Figures were never counted: a worker will do it, and the page has to wait."""

    def __init__(self, kept: KeptFigures) -> None:
        super().__init__(str(kept))
        self.kept = kept


def known_figures(
    workspace: Workspace, kind: FigureKind[Figures], *, now: datetime, asked: Asked | None = None
) -> Known[Figures]:
    """Return figures as known now, or as they were counted last where many rows stand behind them.

    Raises:
        NotCountedYetError: they were never counted, and are to be now.
    """
    asked = asked or {}
    if not has_many_rows(workspace, most=settings.KUULE_VALUE_ROWS_AT_ONCE):
        return Known(figures=kind.count(workspace, _day(workspace, now), asked))
    kept = _asked_for(workspace, kind, asked, now)
    if kept.counted_at is None:
        raise NotCountedYetError(kept)
    try:
        figures = kind.read(kept.figures)
    except ValidationError:  # kept by another release
        _forget_figures(kept, now)
        raise NotCountedYetError(kept) from None
    return Known(
        figures=figures,
        kept=kept,
        is_due=kept.due_at <= now or kept.attempts > 0,
        is_old=is_old(kept.counted_at, now=now),
    )


def claim_figures(*, now: datetime) -> KeptFigures | None:
    """Claim what is to be counted next, None if nothing is. What nobody looks at any more is dropped instead.

    Claiming is one conditional update that moves the row on to when somebody else may try: a count that dies leaves it
    due again.
    """
    for kept in due_figures(now=now):
        if kept.seen_at < now - LONGEST_UNSEEN:
            kept.delete()
            continue
        unclaimed = KeptFigures.objects.filter(pk=kept.pk, due_at=kept.due_at, attempts=kept.attempts)
        kept.due_at, kept.attempts = now + wait_after(kept.attempts), kept.attempts + 1
        if unclaimed.update(due_at=kept.due_at, attempts=kept.attempts):
            return kept
    return None


def count_figures(*, kept: KeptFigures, clock: Callable[[], datetime]) -> None:
    """Count claimed figures and keep them until the night. They are as of the moment at which counting began.

    Where somebody asked to count again meanwhile, they stay due.
    """
    began, kind = clock(), KINDS[kept.kind]
    figures = kind.count(kept.workspace, _day(kept.workspace, began), json.loads(kept.asked))
    with transaction.atomic():
        row = KeptFigures.objects.filter(pk=kept.pk)
        row.update(figures=kind.written(figures), counted_at=began, attempts=0)
        row.filter(due_at=kept.due_at).update(due_at=next_night(began, kept.workspace.timezone))


def _asked_for(workspace: Workspace, kind: FigureKind[Figures], asked: Asked, now: datetime) -> KeptFigures:
    kept, is_new = KeptFigures.objects.get_or_create(
        workspace=workspace,
        kind=kind.key,
        asked=as_key(asked),
        defaults={"due_at": now, "asked_at": now, "seen_at": now},
    )
    if is_new:
        least_seen = KeptFigures.objects.filter(workspace=workspace).order_by("-seen_at", "-pk")[MOST_KEPT:]
        KeptFigures.objects.filter(pk__in=[each.pk for each in least_seen]).delete()
    elif now - kept.seen_at > LONGEST_FRESH:  # not at each look: reading writes nothing
        kept.seen_at = now
        kept.save(update_fields=["seen_at"])
    return kept


def _forget_figures(kept: KeptFigures, now: datetime) -> None:
    kept.figures, kept.counted_at, kept.due_at, kept.asked_at, kept.attempts = "", None, now, now, 0
    kept.save(update_fields=["figures", "counted_at", "due_at", "asked_at", "attempts"])


def _day(workspace: Workspace, now: datetime) -> date:
    return now.astimezone(ZoneInfo(workspace.timezone)).date()
