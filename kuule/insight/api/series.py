"""Other systems bring the values of a series."""

import re
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema

from kuule.insight.api.router import router
from kuule.insight.rules import EARLIEST_DAY, LARGEST_VALUE, LATEST_DAY
from kuule.insight.selectors.beside import series_by_key
from kuule.insight.services.series import fill_series
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE, items_in, object_of
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid

FAULTS_TOLD = 100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POINT = {
    "type": "object",
    "required": ["day", "value"],
    "additionalProperties": False,
    "properties": {"day": {"type": "string", "format": "date"}, "value": {"type": "number"}},
}
_BODY = {
    "type": "object",
    "required": ["points"],
    "additionalProperties": False,
    "properties": {
        "points": {"type": "array", "items": _POINT, "minItems": 1, "maxItems": MOST_AT_ONCE},
    },
}


class PointsKept(Schema):
    """How many days of the series have the value that was sent."""

    kept: int


@router.put(
    "/series/{key}/points",
    response=PointsKept,
    tags=["series"],
    summary="Bring values of a series",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}},
)
@endpoint("series:write")
def put_series_points(request: KeyRequest, key: str) -> PointsKept:
    """Keep a value for each of up to 10,000 days, in place of what the day had. All are kept, or none."""
    series = series_by_key(request.workspace, key=key.replace("\0", ""))
    if series is None:
        raise Http404
    values = _values(items_in(object_of(request, fields=["points"]), "points"))
    fill_series(series=series, values=values, actor=request.actor, now=timezone.now())
    return PointsKept(kept=len(values))


def _values(points: list[Any]) -> dict[date, float]:
    values: dict[date, float] = {}
    faults: list[FieldError] = []
    for number, point in enumerate(points):
        found = _read(point)
        if isinstance(found, tuple) and isinstance(found[0], date) and found[0] not in values:
            values[found[0]] = float(found[1])
            continue
        field, code = ("day", "twice") if isinstance(found[0], date) else found
        faults.append(_error(f"points.{number}.{field}".rstrip("."), str(code)))
    if faults:
        raise not_valid(faults[:FAULTS_TOLD])
    return values


def _read(point: Any) -> tuple[date, float] | tuple[str, str]:
    """Return a day and its value, or the field and the code of what is wrong."""
    if not isinstance(point, dict):
        return "", "model_type"
    if extra := next((name for name in point if name not in ("day", "value")), None):
        return str(extra)[:60], "extra_forbidden"
    day, value = point.get("day"), point.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "value", "number_type"
    if abs(value) > LARGEST_VALUE:
        return "value", "too_large"
    read = _day(day)
    return (read, value) if isinstance(read, date) else ("day", read)


def _day(text: Any) -> date | str:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        return "bad_day"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "bad_day"
    return day if EARLIEST_DAY <= day <= LATEST_DAY else "far_day"


def _error(field: str, code: str) -> FieldError:
    words = {
        "model_type": _("An object with fields belongs here."),
        "extra_forbidden": _("There is no such field."),
        "number_type": _("A number belongs here."),
        "too_large": _("This value is too large. Choose a larger unit."),
        "bad_day": _("This is not a day. Write it like 2026-10-01."),
        "far_day": _("This day is very far away. Correct the year."),
        "twice": _("This day stands here twice. Keep one of them."),
    }
    return FieldError(field=field, code=code, detail=words[code])
