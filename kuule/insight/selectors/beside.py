"""What stands beside the score on the time axis: marks on days, and series of other figures."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from kuule.insight.models import Annotation, Series, SeriesPoint
from kuule.workspaces.models import Workspace


def annotations_of(workspace: Workspace) -> QuerySet[Annotation]:
    """Return all marks of a workspace, the newest day first."""
    found = Annotation.objects.filter(workspace=workspace).select_related("made_by__user")
    return found.order_by("-day", "-pk")


def annotations_between(workspace_id: int, *, family: str, first: date, last: date) -> Sequence[Annotation]:
    """Return the marks on these days that concern a kind of survey, in the order of time."""
    found = Annotation.objects.filter(workspace_id=workspace_id, day__gte=first, day__lte=last)
    return list(found.filter(Q(family="") | Q(family=family)).order_by("day", "pk"))


def series_of(workspace: Workspace) -> QuerySet[Series]:
    """Return the series of a workspace by name, each with how many values it has, and from when until when."""
    found = Series.objects.filter(workspace=workspace)
    counted = found.annotate(days=Count("points"), first_day=Min("points__day"), last_day=Max("points__day"))
    return counted.order_by("name", "pk")


def series_to_choose(workspace: Workspace) -> list[Series]:
    """Return the series of a workspace by name."""
    return list(Series.objects.filter(workspace=workspace).order_by("name", "pk"))


def series_by_key(workspace: Workspace, *, key: str) -> Series | None:
    """Return the series with this key."""
    return Series.objects.filter(workspace=workspace, key=key).first()


def series_points(series: Series) -> QuerySet[SeriesPoint]:
    """Return the values of a series, the newest first."""
    return SeriesPoint.objects.filter(series=series).order_by("-day")


def values_between(series: Series, *, first: date, last: date) -> list[tuple[date, float]]:
    """Return the days with a value from `first` to `last`, in the order of time."""
    found = SeriesPoint.objects.filter(series=series, day__gte=first, day__lte=last)
    return list(found.order_by("day").values_list("day", "value"))
