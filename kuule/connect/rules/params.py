"""What a request says, out of its address and its body, however the sender writes it."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from kuule.connect.rules.faults import RequestError

MOST_FIELDS = 1_000
_NESTED = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST = 4
JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"


def params_of(query: str, body: bytes, content_type: str) -> dict[str, Any]:
    """Return what the query string and the body of a request say; where both name a field the body does.

    A body without a type is JSON where it begins as an object does, else a form. Raises RequestError 400 or 415.
    """
    return {**_form(query), **_of_body(body, content_type.partition(";")[0].strip().lower())}


def _of_body(body: bytes, content_type: str) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise RequestError(400, message="The body is not UTF-8.") from error
    if not text:
        return {}
    if content_type == JSON_TYPE or content_type.endswith("+json") or (not content_type and text.startswith("{")):
        return _json(text)
    if content_type in ("", FORM_TYPE):
        return _form(text)
    raise RequestError(415, message=f"Send the body as {JSON_TYPE} or {FORM_TYPE}.")


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, message="The body is not valid JSON.") from error
    if not isinstance(found, dict):
        raise RequestError(400, message="The body has to be a JSON object.")
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _form(text: str) -> dict[str, Any]:
    try:
        return nested(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError as error:
        raise RequestError(400, message="The parameters cannot be read.") from error


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a form, nested as Rails has it; a plain name that comes again makes a list.

    >>> nested([("properties[Plan]", "pro"), ("expand[]", "person"), ("expand[]", "notes"), ("page", "2")])
    {'properties': {'Plan': 'pro'}, 'expand': ['person', 'notes'], 'page': '2'}
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        parts = _NESTED.fullmatch(name)
        path = [parts[1], *_PART.findall(parts[2])] if parts else [name]
        _put(found, path[:_DEEPEST], value)
    return found


def _put(place: dict[str, Any], path: list[str], value: str) -> None:
    name, *rest = path
    if not rest:
        before = place.get(name)
        place[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    elif rest[0] == "":
        before = place.get(name)
        place[name] = [*(before if isinstance(before, list) else []), value]
    else:
        inside = place.get(name)
        place[name] = inside if isinstance(inside, dict) else {}
        _put(place[name], rest, value)


def as_mapping(value: Any) -> Mapping[str, Any] | None:
    """Return a value that has to be a map; "" and null are an empty one, anything else is None."""
    if value is None or value in ("", []):
        return {}
    return value if isinstance(value, dict) else None
