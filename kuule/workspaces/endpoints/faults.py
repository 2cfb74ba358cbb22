"""What cannot be used of a request, as an answer."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.translation import gettext as _

from kuule.lib.problems import FieldError, ProblemError


def field_error(field: str, code: str) -> FieldError:
    """Return a fault that any endpoint may find, as programs read it."""
    words = {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "model_type": _("An object with fields belongs here."),
        "list_type": _("A list with at least one item belongs here."),
        "long_ago": _("This moment is too long ago."),
        "bad_cursor": _("This is not where a page of this list ended. Take it from the last answer as it is."),
        "bad_request_key": _("A key has 1 to 100 letters, digits or signs, without spaces."),
        "other_payload": _("This key was used with something else before. A new request needs a new key."),
    }
    return FieldError(field=field, code=code, detail=words[code])


def not_valid(errors: Sequence[FieldError]) -> ProblemError:
    """Return the answer to a request of which nothing was kept or read."""
    detail = _("Nothing was kept, because something cannot be used. The fields say what.")
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", detail, errors)
