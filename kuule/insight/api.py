"""Other systems bring the values of a series."""

import re
from datetime import date
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema

from kuule.dispatch.services.intake import UnreadableBodyError, json_of
from kuule.insight.rules import EARLIEST_DAY, LARGEST_VALUE, LATEST_DAY, MOST_POINTS_AT_ONCE
from kuule.insight.selectors.beside import series_by_key
from kuule.insight.services.series import fill_series
from kuule.lib.bodies import body_of
from kuule.lib.problems import FieldError, ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.rules import Actor

router = Router(tags=["series"])

LARGEST_BODY = 2_000_000
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
        "points": {"type": "array", "items": _POINT, "minItems": 1, "maxItems": MOST_POINTS_AT_ONCE},
    },
}


class PointsKept(Schema):
    """How many days of the series have the value that was sent."""

    kept: int


class SeriesFieldProblem(Schema):
    """One field that cannot be used: where it is, a code that stays the same, and words for a person."""

    field: str
    code: str
    detail: str


class SeriesProblem(Schema):
    """What went wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[SeriesFieldProblem] = []


@router.put(
    "/series/{key}/points",
    response={200: PointsKept, **dict.fromkeys((400, 401, 404, 413, 422), SeriesProblem)},
    summary="Bring values of a series",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}},
)
def put_series_points(request: HttpRequest, key: str) -> PointsKept:
    """Keep a value for each of up to 10,000 days, in place of what the day had. All are kept, or none."""
    asked = cast("KeyRequest", request).auth
    series = series_by_key(asked.workspace, key=key.replace("\0", ""))
    if series is None:
        raise Http404
    values = _values(_points(request))
    fill_series(series=series, values=values, actor=Actor.key(asked.pk), now=timezone.now())
    return PointsKept(kept=len(values))


def _points(request: HttpRequest) -> list[Any]:
    body = body_of(request, most=LARGEST_BODY)
    if body is None:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", _("At most 2 MB fit into one request."))
    try:
        told = json_of(body)
    except UnreadableBodyError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not-json", _("The body is not JSON in UTF-8.")) from error
    if not isinstance(told, dict):
        raise _not_valid([_error("", "model_type")])
    points = told.get("points")
    faults = [_error(str(name)[:60], "extra_forbidden") for name in told if name != "points"]
    if not isinstance(points, list) or not points:
        faults.append(_error("points", "list_type"))
    if faults:
        raise _not_valid(faults)
    points = cast("list[Any]", points)
    if len(points) > MOST_POINTS_AT_ONCE:
        detail = _("At most 10,000 values fit into one request.")
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many", detail)
    return points


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
        raise _not_valid(faults[:FAULTS_TOLD])
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
        "list_type": _("A list with at least one value belongs here."),
        "number_type": _("A number belongs here."),
        "too_large": _("This value is too large. Choose a larger unit."),
        "bad_day": _("This is not a day. Write it like 2026-10-01."),
        "far_day": _("This day is very far away. Correct the year."),
        "twice": _("This day stands here twice. Keep one of them."),
    }
    return FieldError(field=field, code=code, detail=words[code])


def _not_valid(faults: list[FieldError]) -> ProblemError:
    detail = _("Nothing was kept, because something cannot be used. The fields say what.")
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", detail, faults)
