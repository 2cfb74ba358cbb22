"""What cannot be used of an occurrence, as an answer."""

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.services.fault_words import fault_words
from kuule.lib.problems import FieldError

# How touchpoints may be called.
SLUG = r"^[A-Za-z0-9_-]*$"


def error_of(fault: Fault) -> FieldError:
    """Return a fault as programs read it."""
    return FieldError(field=fault.field, code=fault.code, detail=fault_words(fault))
