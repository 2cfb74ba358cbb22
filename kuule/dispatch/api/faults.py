"""What cannot be used of a request, as an answer."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from kuule.dispatch.rules.occurrences import Fault
from kuule.dispatch.services.fault_words import fault_words
from kuule.lib.problems import FieldError, ProblemError

# How touchpoints may be called.
SLUG = r"^[A-Za-z0-9_-]*$"


def error_of(fault: Fault) -> FieldError:
    """Return a fault as programs read it."""
    return FieldError(field=fault.field, code=fault.code, detail=fault_words(fault))


def not_valid(faults: list[Fault]) -> ProblemError:
    """Return the answer to a request of which nothing was kept."""
    detail = _("Nothing was kept, because something cannot be used. The fields say what.")
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", detail, [error_of(each) for each in faults])
