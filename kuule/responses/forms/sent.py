"""What a browser sends from the answer page, before anyone asks what it means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from kuule.surveys.question_types.base import SEPARATOR

FORM_TYPE = "application/x-www-form-urlencoded"
MAX_FIELDS = 300


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields that could be read. `status` is 200, or the HTTP status that says why not all of it could."""

    fields: Mapping[str, str]
    status: HTTPStatus = HTTPStatus.OK


def sent_form(request: HttpRequest, *, several: Collection[str] = ()) -> SentForm:
    """Read the body of a POST. Of a field that came twice the last counts; those in `several` keep every value."""
    if request.content_type != FORM_TYPE:
        return SentForm({}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return _read(request.body, several)
    except RequestDataTooBig:
        return SentForm({}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except ValueError:  # more fields than any form of ours has
        return SentForm({}, HTTPStatus.BAD_REQUEST)


def _read(body: bytes, several: Collection[str]) -> SentForm:
    try:
        return SentForm(_fields(body, several, "utf-8", "strict"))
    except UnicodeDecodeError:
        # Good enough to show a text from an old program to its writer, who can mend it and send it again.
        return SentForm(_fields(body, several, "cp1252", "replace"), HTTPStatus.BAD_REQUEST)


def _fields(body: bytes, several: Collection[str], encoding: str, errors: str) -> dict[str, str]:
    text = body.decode(encoding, errors)
    sent = parse_qsl(text, keep_blank_values=True, encoding=encoding, errors=errors, max_num_fields=MAX_FIELDS)
    fields = dict(sent)
    for name in several:
        if name in fields:
            fields[name] = SEPARATOR.join(value for field, value in sent if field == name)
    return fields
