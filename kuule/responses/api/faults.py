"""What cannot be used of an answer, as an answer to the program."""

from django.utils.translation import gettext as _

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.services.fault_words import fault_words
from kuule.lib.problems import FieldError


def error_of(fault: Fault) -> FieldError:
    """Return a fault as programs read it."""
    words = {
        "unknown_question": _("The survey has no question with this key beside score and comment."),
        "not_a_score": _("This is not a point of the scale of the survey."),
        "int_type": _("A whole number belongs here."),
        "int_parsing": _("A whole number belongs here."),
        "int_from_float": _("A whole number belongs here."),
    }
    return FieldError(field=fault.field, code=fault.code, detail=words.get(fault.code) or fault_words(fault))
