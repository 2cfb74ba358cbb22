"""Keeping series of other figures beside the score."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from kuule.insight.models import Series, SeriesPoint
from kuule.insight.rules import MEAN
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSettings:
    """What a series is: its name and unit, what a longer time shows of its days, and which way is better."""

    name: str
    unit: str = ""
    summary: str = MEAN
    more_is_better: bool = True


@transaction.atomic
def make_series(*, workspace: Workspace, settings: SeriesSettings, actor: Actor, now: datetime) -> Series:
    """Make an empty series. Raises Refused("series_name_taken")."""
    made = Series(workspace=workspace, key=_free_key(workspace, settings.name), made_at=now)
    _save(made, settings)
    record(workspace=workspace, actor=actor, act="series_made", subject=made, now=now)
    return made


@transaction.atomic
def change_series(*, series: Series, settings: SeriesSettings, actor: Actor, now: datetime) -> None:
    """Change what a series is; its key, by which other programs call it, and its values stay.

    Raises Refused("series_name_taken").
    """
    _save(series, settings)
    record(workspace=series.workspace, actor=actor, act="series_changed", subject=series, now=now)


def _save(series: Series, settings: SeriesSettings) -> None:
    others = Series.objects.filter(workspace=series.workspace_id, name__iexact=settings.name).exclude(pk=series.pk)
    if others.exists():
        raise Refused("series_name_taken")
    for field, value in asdict(settings).items():
        setattr(series, field, value)
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError as error:  # two at the same moment
        raise Refused("series_name_taken") from error


def _free_key(workspace: Workspace, name: str) -> str:
    base = slugify(name)[: LONGEST_KEY - 4] or "series"
    taken = set(Series.objects.filter(workspace=workspace, key__startswith=base).values_list("key", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


@transaction.atomic
def fill_series(
    *, series: Series, values: Mapping[date, float], actor: Actor, now: datetime, replace: bool = False
) -> None:
    """Keep a value for each of these days, in place of what was there; with `replace` no other day keeps one."""
    if replace:
        SeriesPoint.objects.filter(series=series).delete()
    points = [
        SeriesPoint(workspace_id=series.workspace_id, series=series, day=day, value=value)
        for day, value in values.items()
    ]
    SeriesPoint.objects.bulk_create(
        points, batch_size=1_000, update_conflicts=True, unique_fields=["series", "day"], update_fields=["value"]
    )
    record(workspace=series.workspace, actor=actor, act="series_filled", subject=series, now=now)


@transaction.atomic
def delete_series(*, series: Series, actor: Actor, now: datetime) -> None:
    """Delete a series with its values."""
    record(workspace=series.workspace, actor=actor, act="series_deleted", subject=series, now=now)
    series.delete()
